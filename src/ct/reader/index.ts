export { READER_LIMITS, type ReaderLimits, type ReaderPorts } from './asking.js';
export { createLogReader, LOG_PACE, type LogReader } from './client.js';
export type { HttpPorts } from './get.js';
export type {
  AskOptions,
  ClassicClient,
  Got,
  LogClient,
  LogPlace,
  ReadFailure,
  SeenAnswer,
  SeenHead,
  StaticClient,
} from './model.js';
export { createPace, type Pace, type PaceRule } from './pace.js';
