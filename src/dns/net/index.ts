export { createNodeExchange, type NodeExchange, type NodeExchangeOptions } from './exchange.js';
export { isGlobalAddress, type DestinationPolicy } from './destinations.js';
export { systemClock } from './system-clock.js';
