import type { Rule } from '../model.js';
import { bogus } from './bogus.js';
import { dsDiffers } from './ds-differs.js';
import { expiring } from './expiring.js';
import { insecure } from './insecure.js';
import { serversDiffer } from './servers-differ.js';
import { weakAlgorithm } from './weak-algorithm.js';

export const DNSSEC_RULES: readonly Rule[] = [
  bogus,
  insecure,
  dsDiffers,
  expiring,
  weakAlgorithm,
  serversDiffer,
];
