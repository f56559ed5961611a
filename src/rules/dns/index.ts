import type { Rule } from '../model.js';
import { nsDiffer } from './ns-differ.js';

export const DNS_RULES: readonly Rule[] = [nsDiffer];
