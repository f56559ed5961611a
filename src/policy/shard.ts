import { createHash } from 'node:crypto';
import { CaaGuardError } from '../base/error.js';
import { domainDigest } from './canonical.js';
import type { Policy } from './model.js';

/** One of `of` parts of a policy's domains, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Most parts that a policy is split into. */
export const MOST_SHARDS = 10_000;

/** Reads `3/10`. Throws `CaaGuardError<'SHARD_INVALID'>`. */
export function parseShard(text: string): Shard {
  const parts = /^([0-9]{1,5})\/([0-9]{1,5})$/.exec(text);
  const [index, of] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!(index >= 1 && index <= of && of <= MOST_SHARDS))
    throw new CaaGuardError(
      'SHARD_INVALID',
      `expected a shard such as 3/10, the third of ten, of at most ${MOST_SHARDS}; got ${JSON.stringify(text.slice(0, 100))}`,
    );
  return { index, of };
}

/** `3/10`. */
export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/**
 * Which of `of` parts a domain falls into. It depends on its name alone (lower-case A-labels), so that a domain which comes
 * or goes moves no other.
 */
export function shardOf(domain: string, of: number): number {
  return (createHash('sha256').update(domain).digest().readUIntBE(0, 6) % of) + 1;
}

/** The policy for the domains of one part, and its lock cut down to what falls into the same part. */
export function shardOfPolicy(policy: Policy, { index, of }: Shard): Policy {
  const isIn = (domain: string): boolean => shardOf(domain, of) === index;
  const { lock } = policy;
  return {
    ...policy,
    domains: policy.domains.filter(({ name }) => isIn(name)),
    ...(lock === undefined
      ? {}
      : { lock: { ...lock, digests: new Map([...lock.digests].filter(([name]) => isIn(name))) } }),
  };
}

/**
 * SHA-256, hex, over what is demanded of every domain: the same for the same demands, in whatever files and order they
 * stand. Waivers, and what fails a run, take no part: nothing that is looked at depends on them.
 */
export function policyDigest({ domains }: Pick<Policy, 'domains'>): string {
  const lines = domains.map((domain) => `${domain.name} ${domainDigest(domain)}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
