import type { Rule } from '../model.js';
import { acmeDelegated } from './acme-delegated.js';
import { dangling } from './dangling.js';
import { lame } from './lame.js';
import { nsDiffer } from './ns-differ.js';
import { parentChildDiffer } from './parent-child-differ.js';
import { persistExpiring } from './persist-expiring.js';
import { persistUndeclared } from './persist-undeclared.js';
import { serialSkew } from './serial-skew.js';
import { silent } from './silent.js';

export const DNS_RULES: readonly Rule[] = [
  nsDiffer,
  parentChildDiffer,
  lame,
  silent,
  serialSkew,
  persistUndeclared,
  persistExpiring,
  acmeDelegated,
  dangling,
];
