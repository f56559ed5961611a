export { runCheck } from './check.js';
export type {
  BaseOptions,
  CheckOptions,
  CheckPorts,
  CheckResult,
  CtOptions,
  DnsOptions,
  ResolverAddress,
} from './check-model.js';
export type {
  CertificateEvidence,
  DomainEvidence,
  Evidence,
  ExchangeEvidence,
  IssuanceEvidence,
  LookupEvidence,
} from './evidence.js';
export type { CertificateReader } from './issuance.js';
export { SURVEY_LIMITS, type SurveyLimits } from './limits.js';
export { observe } from './observe.js';
export type { Progress, SurveyEvent } from './progress.js';
export { readEvidence, type EvidenceErrorCode } from './read.js';
export { recording, type Recorder } from './recording.js';
export { rejudge, type RejudgeOptions } from './rejudge.js';
export { replayExchange } from './replay.js';
export { parseResolver, resolverText } from './resolver-address.js';
export { survey, type SurveyOptions } from './survey.js';
export { writeEvidence } from './write.js';
