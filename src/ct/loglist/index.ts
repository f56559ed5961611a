export { operatorAt, takes, type Dropped, type Log, type LogList, type LogState } from './model.js';
export { readLogList } from './read.js';
export {
  isSignedByGoogle,
  LOG_LIST_SIGNATURE_URL,
  LOG_LIST_URL,
  readSignedLogList,
  readTrustedLogList,
} from './signature.js';
export { ageOf, isLive, refusalOf, UNKNOWN_AFTER_DAYS, WARN_AFTER_DAYS, type ListAge } from './age.js';
export { packagedLogList } from './shipped.js';
