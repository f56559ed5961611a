export { readSct, readSctList, type Sct, type SctList } from './sct.js';
export {
  SCT_FAULTS,
  sctLeafHash,
  verifySct,
  type SctClaim,
  type SctFault,
  type SctVerdict,
  type SignedEntry,
} from './verify.js';
