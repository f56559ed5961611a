import type { Rule } from '../model.js';
import { lame } from './lame.js';
import { nsDiffer } from './ns-differ.js';
import { parentChildDiffer } from './parent-child-differ.js';
import { serialSkew } from './serial-skew.js';
import { silent } from './silent.js';

export const DNS_RULES: readonly Rule[] = [nsDiffer, parentChildDiffer, lame, silent, serialSkew];
