import * as v from 'valibot';
import { MOST_SHARDS } from '../../policy/shard.js';
import { hex, list, longText } from './parts.js';

const PART = `a whole number from 1 to ${MOST_SHARDS}`;
const part = v.pipe(v.number(), v.integer(PART), v.minValue(1, PART), v.maxValue(MOST_SHARDS, PART));

export const shard = v.pipe(
  v.strictObject({ index: part, of: part, policy: hex(32) }),
  v.check(({ index, of }) => index <= of, 'an index of at most the number of shards'),
);

export const merged = v.strictObject({
  of: part,
  policy: hex(32),
  missing: list(v.strictObject({ index: part, why: v.exactOptional(longText) }), MOST_SHARDS),
});
