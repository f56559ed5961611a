export { parseMessage, type ParsedMessage } from './message.js';
export { encodeQuery, type QueryOptions } from './query.js';
export { encodeMessage } from './encode.js';
