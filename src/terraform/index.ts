export type {
  CaaParts,
  Fault,
  OutsideChange,
  PlannedChange,
  PlannedRecord,
  PlannedSet,
  PlannedSigning,
  PlannedZone,
  RecordType,
  SigningState,
  TerraformPlan,
  Unplaced,
  Unseen,
} from './model.js';
export type { PlanErrorCode } from './errors.js';
export { caaOf, readCaaText, type CaaText } from './presentation.js';
export { readPlan } from './plan.js';
export type { Hints } from './zones.js';
