export * from './model.js';
export { loadPolicies, type LoadedPolicy, type LoadOptions, type PolicyReader } from './load.js';
export { diskReader } from './disk.js';
export { describeProblem, PolicyError, type PolicyProblem, type PolicyProblemCode } from './problem.js';
export {
  domainWeakenings,
  policyFor,
  strengthenings,
  weakenings,
  type Strengthening,
  type Weakening,
} from './weakenings.js';
export { grantWords } from './rights.js';
export { canonicalDomain, domainDigest } from './canonical.js';
export { writePolicy } from './write.js';
export { policySchema } from './schema.js';
export { PACKAGED } from './packaged.js';
export { accountKind, caOf, CAS, type AccountKind, type Ca } from './cas.js';
export { methodOf, METHODS, type Method } from './methods.js';
export { readDomainName } from './names.js';
