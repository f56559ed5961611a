import { shardOf, shardText } from '../../policy/shard.js';
import type { DomainView } from '../model.js';

/** The part of the policy that a domain falls into, where the evidence holds nothing of that part. */
export interface MissingShard {
  /** `3/10`. */
  readonly shard: string;
  /** The evidence is of this part alone, and was never put together with the others. */
  readonly alone?: string;
  /** Why what came of the part was set aside; from outside. Absent: nothing came. */
  readonly why?: string;
}

/** The shard for want of which nothing is known of a domain; `undefined` where it was looked at. */
export function missingShard({ domain, evidence, seen }: DomainView): MissingShard | undefined {
  if (Object.keys(seen.lookups).length > 0) return undefined;
  const { shard, merged } = evidence;
  if (shard !== undefined) {
    const index = shardOf(domain.name, shard.of);
    return index === shard.index
      ? undefined
      : { shard: shardText({ index, of: shard.of }), alone: shardText(shard) };
  }
  if (merged === undefined) return undefined;
  const index = shardOf(domain.name, merged.of);
  const missing = merged.missing.find((one) => one.index === index);
  if (missing === undefined) return undefined;
  const { why } = missing;
  return { shard: shardText({ index, of: merged.of }), ...(why === undefined ? {} : { why }) };
}
