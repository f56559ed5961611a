export { createIterativeFetcher, type IterativeFetcher, type IterativeOptions } from './iterative.js';
export { createForwardingFetcher, type ForwardingOptions, type Upstream } from './forwarding.js';
export { RESOLVE_LIMITS, type ResolveLimits } from './limits.js';
export { ROOT_HINTS, ROOT_HINTS_SOURCE, rootHintsFor, type RootHint } from './root-hints.js';
export { type ZoneServer, type ZoneServers } from './zone-servers.js';
export { type Asked } from './ask.js';
