import { CAA_RULES } from './caa/index.js';
import { CT_RULES } from './ct/index.js';
import { DNS_RULES } from './dns/index.js';
import { DNSSEC_RULES } from './dnssec/index.js';
import type { Rule } from './model.js';
import { PLAN_RULES } from './plan/index.js';
import { POLICY_RULES } from './policy/index.js';
import { SURVEY_RULES } from './survey/index.js';

/** Every rule, in the order of the catalogue. Ids are stable for ever: a rule that goes leaves its id behind. */
export const RULES: readonly Rule[] = [
  ...CAA_RULES,
  ...DNSSEC_RULES,
  ...DNS_RULES,
  ...CT_RULES,
  ...POLICY_RULES,
  ...PLAN_RULES,
  ...SURVEY_RULES,
];

export function ruleById(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
