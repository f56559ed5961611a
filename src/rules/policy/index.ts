import type { Rule } from '../model.js';
import { accountForeign } from './account-foreign.js';
import { issuerUnknown } from './issuer-unknown.js';
import { policyLocked } from './locked.js';
import { noAccount } from './no-account.js';
import { noMethod } from './no-method.js';
import { waiverExpired } from './waiver-expired.js';
import { waiverUnused } from './waiver-unused.js';
import { baseUnusable } from './base-unusable.js';
import { policyWeakened } from './weakened.js';

export const POLICY_RULES: readonly Rule[] = [
  noAccount,
  noMethod,
  issuerUnknown,
  accountForeign,
  waiverExpired,
  waiverUnused,
  policyLocked,
  policyWeakened,
  baseUnusable,
];
