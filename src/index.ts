/**
 * caa-guard: could someone get, or did someone get, a certificate for our domain that is not ours?
 *
 * The package's root: load a policy, look at the world, judge, and judge again offline. The rooms below have faces of
 * their own: `caa-guard/dns`, `caa-guard/caa`, `caa-guard/ct`, `caa-guard/policy`.
 */
export { CaaGuardError } from './base/error.js';
export { DnsName } from './base/name.js';
export {
  outside,
  own,
  renderText,
  text,
  type Literal,
  type Outside,
  type Part,
  type Text,
  type Words,
} from './base/text.js';
export { loadPolicies, PolicyError, type PolicyProblem } from './policy/index.js';
export type {
  DomainPolicy,
  Grant,
  Issuance,
  NamePolicy,
  Policy,
  SourcePosition,
  Waiver,
} from './policy/model.js';
export { judge, ruleById, RULES } from './rules/index.js';
export type { DiffLine, Finding, Judgement, Kind, Outcome, Rule, Severity } from './rules/model.js';
export * from './survey/index.js';
