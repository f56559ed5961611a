import { createHash } from 'node:crypto';

/** What an issue is about: a domain of the policy (`''` for the run as a whole), or a source that shows nothing. */
export interface About {
  readonly kind: 'zone' | 'source';
  readonly name: string;
}

/**
 * By this an issue is found again: 32 hex digits of SHA-256 over the policy and what the issue is about, so that what is read
 * in an issue as its subject can be held against its key.
 */
export function keyOf(policyId: string, { kind, name }: About): string {
  return sha256([policyId, kind, name]).slice(0, 32);
}

/** What an issue is about, as its state has it: `zone example.com`. */
export function aboutOf(written: string): About | undefined {
  const [, kind, name = ''] = /^(zone|source) ([^]*)$/.exec(written) ?? [];
  return kind === 'zone' || kind === 'source' ? { kind, name } : undefined;
}

/** Eight hex digits that stand for a finding inside of one issue. `id` is that of the finding, hex. */
export function markOf(id: string): string {
  return id.slice(0, 8);
}

/** SHA-256 over values that hold no NUL, hex. */
export function sha256(values: readonly string[]): string {
  return createHash('sha256').update(values.join('\u0000')).digest('hex');
}
