import type { Rule } from '../model.js';
import { algorithmsIncomplete } from './algorithms-incomplete.js';
import { ancestorBogus } from './ancestor-bogus.js';
import { bogus } from './bogus.js';
import { cdsChange } from './cds-change.js';
import { cdsDelete } from './cds-delete.js';
import { dsDiffers } from './ds-differs.js';
import { expiring } from './expiring.js';
import { insecure } from './insecure.js';
import { keyTagCollision } from './key-tag-collision.js';
import { nsec3Parameters } from './nsec3-parameters.js';
import { serversDiffer } from './servers-differ.js';
import { weakAlgorithm } from './weak-algorithm.js';

export const DNSSEC_RULES: readonly Rule[] = [
  bogus,
  ancestorBogus,
  insecure,
  dsDiffers,
  expiring,
  weakAlgorithm,
  serversDiffer,
  algorithmsIncomplete,
  nsec3Parameters,
  cdsChange,
  cdsDelete,
  keyTagCollision,
];
