export { checkConsistency, type ConsistencyProven } from './consistency.js';
export { proveInclusion, type InclusionProven, type Promised } from './inclusion.js';
export type { CertificateToProve } from './issuer-key.js';
export { checkedScts, logsOf, provableLog } from './logs.js';
export type {
  Consistency,
  Contradiction,
  Exhibit,
  Inclusion,
  InclusionRecord,
  ProofCost,
  ProvableLog,
} from './model.js';
export {
  proveCertificate,
  type CertificateProof,
  type ProvePorts,
  type SctProof,
  type SctRecord,
  type SctSignature,
} from './prove.js';
export { claimedScts, recheckProof, type Rechecked, type CarriedSct } from './recheck.js';
export { seenLogs, type SeenLog, type SeenLogs } from './seen-logs.js';
