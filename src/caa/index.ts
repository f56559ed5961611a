export type { CaaAnswer, CaaRecord, Trust } from './model.js';
export { formatIssueValue, quoted } from '../base/caa-text.js';
export { asciiLower, octetsOf, octetString } from './octets.js';
export {
  caaRecord,
  presentCaa,
  presentUnknownRdata,
  readCaaRdata,
  writeCaaRdata,
  type CaaRdata,
} from './rdata.js';
export { readIssueValue, type IssueValue, type IssueValueResult, type Parameter } from './issue-value.js';
export { LETSENCRYPT, profileOf, PROFILES, STRICT, type CaaProfile } from './profile.js';
export {
  accountUnsatisfied,
  bindingFault,
  bindingOf,
  isUri,
  methodUnsatisfied,
  type Binding,
  type Unsatisfied,
} from './parameters.js';
export {
  criticalUnknown,
  GRANTING_TAGS,
  readProperty,
  readSet,
  type GrantingTag,
  type Property,
} from './property.js';
export { climb, climbAsync, climbing, climbNames, type Climb, type ClimbStep } from './climb.js';
export {
  decide,
  decideAsync,
  decideOn,
  type Clause,
  type Decision,
  type IssuanceRequest,
  type RequestKind,
} from './decide.js';
export { unsatisfiedWords, type RecordVerdict } from './verdict.js';
export {
  meaningOf,
  NO_SET,
  type Authorisation,
  type Denial,
  type Effect,
  type SetMeaning,
} from './authorisation.js';
export {
  joinTxt,
  judgeStanding,
  PERSIST_LABEL,
  readStandingGrant,
  standingGrantHolds,
  type StandingGrant,
  type StandingGrantResult,
} from './persist.js';
export { allowedNonCorroborations, FEWEST_REMOTES, quorum } from './quorum.js';
