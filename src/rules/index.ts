export * from './model.js';
export { RULES, ruleById } from './registry.js';
export { judge } from './judge.js';
export { findingId } from './finding.js';
export { waiverHolds } from './waivers.js';
export { pageName, ruleIndex, rulePage, rulePages } from './docs.js';
export { caaAnswer } from './facts/deployed.js';
export {
  expectedIssuance,
  expectedRecords,
  presentExpected,
  sealOf,
  type ExpectedRecord,
  type Seal,
} from './facts/expected.js';
