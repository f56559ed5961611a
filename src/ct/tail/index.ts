export { parseWatchList, WatchList, type WatchItem } from '../watch/watch-list.js';
export { runTail, type TailOptions, type TailPorts, type TailResult } from './tail.js';
export type { Round } from './follow.js';
export { createNodeFetch, type NodeFetch } from './system-fetch.js';
export type { FollowedLog, TailEvent, TailFinding, TailFindingKind, TailMatch } from './model.js';
export { followedLogs } from './followed.js';
export { tailSource, type TailSourceOptions } from './source.js';
