import type { Rule } from '../model.js';
import { brokenValue } from './broken-value.js';
import { deletesGuarded } from './deletes-guarded.js';
import { dnssecOff } from './dnssec-off.js';
import { forgotten } from './forgotten.js';
import { gap } from './gap.js';
import { incomplete } from './incomplete.js';
import { loosens } from './loosens.js';
import { outsideChange } from './outside-change.js';
import { unknownUntilApply } from './unknown-until-apply.js';

export const PLAN_RULES: readonly Rule[] = [
  loosens,
  deletesGuarded,
  dnssecOff,
  gap,
  forgotten,
  outsideChange,
  brokenValue,
  unknownUntilApply,
  incomplete,
];
