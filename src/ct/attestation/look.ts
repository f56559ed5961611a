import { messageOf } from '../../base/error.js';
import type { AttestationFinder, Attestations, AttestedIdentity } from './model.js';
import type { Trust } from './trust.js';
import { verifyBundle } from './verify.js';

/** What attestations are looked for with. */
export interface AttestationSide {
  readonly finders: readonly AttestationFinder[];
  readonly trust: readonly Trust[];
}

/** That nothing was found where nobody was asked says nothing. */
const NOBODY = { code: 'unreachable', detail: 'neither GitHub nor a directory was to be asked' } as const;

/** Looks for attestations of one certificate in every place, and verifies what is found. Never rejects. */
export async function lookForAttestations(
  tbsSha256: string,
  repositories: readonly string[],
  { finders, trust }: AttestationSide,
  now: number,
  signal?: AbortSignal,
): Promise<Attestations> {
  const found = await Promise.all(
    finders.map(async (finder) =>
      finder.find(tbsSha256, repositories, signal).catch((thrown: unknown) => ({
        bundles: [],
        failure: { code: 'internal' as const, detail: messageOf(thrown) },
      })),
    ),
  );
  const bundles = [...new Set(found.flatMap((one) => one.bundles))];
  const failure = finders.length === 0 ? NOBODY : found.find((one) => one.failure !== undefined)?.failure;
  return {
    tbsSha256,
    bundles: bundles.map((one) => Buffer.from(one, 'utf8').toString('base64')).sort(),
    ...verifyAll(bundles, tbsSha256, trust, now),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Verifies bundles (JSON text) for a digest; for evidence that is judged again, too. In an order that depends on them alone. */
export function verifyAll(
  bundles: readonly string[],
  tbsSha256: string,
  trust: readonly Trust[],
  now: number,
): Pick<Attestations, 'identities' | 'rejected'> {
  const results = bundles.map((one) => verifyBundle(one, tbsSha256, trust, now));
  const identities = new Map<string, AttestedIdentity>();
  for (const one of results)
    if (one.state === 'verified') identities.set(JSON.stringify(one.identity), one.identity);
  const rejected = results.flatMap((one) => (one.state === 'failed' ? [one.reason] : []));
  return {
    identities: [...identities].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, identity]) => identity),
    rejected: [...new Set(rejected)].sort(),
  };
}
