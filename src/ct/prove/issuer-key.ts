import { createPublicKey, hash, X509Certificate } from 'node:crypto';
import { logView, type LogView } from '../x509/log-view.js';
import type { IssuerTable } from '../issuers/model.js';
import { contentOf, issuerKeyHashOf } from '../log/entry.js';
import { readDataTile } from '../log/tile-leaf.js';
import { sameOctets } from '../merkle/hash.js';
import { TILE_WIDTH } from '../merkle/tiles.js';
import type { Sct } from '../sct/sct.js';
import type { ProvableLog } from './model.js';
import type { SeenLogs } from './seen-logs.js';

/** A certificate, and what its source says of its issuer: hints, which SCTs prove or do not. */
export interface CertificateToProve {
  readonly der: Uint8Array;
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, lower-case hex. */
  readonly issuerSpkiSha256?: string | undefined;
  /** DER of certificates that may have issued it. */
  readonly chain?: readonly Uint8Array[] | undefined;
}

/** Chains are short; who sends a longer one has no issuer at its end. */
const MOST_CHAIN = 16;

/** A key that may have issued a certificate. */
export interface IssuerCandidate {
  /** SHA-256 of the SubjectPublicKeyInfo, hex. */
  readonly spkiSha256: string;
  /** The certificate's own signature is of this key: then an SCT that does not fit is wrong, and not the candidate. */
  readonly signed: boolean;
}

/**
 * Keys that may have issued the certificate, the likeliest first: what SCTs are verified with (RFC 6962, section 3.2). None
 * of them is believed: one of which a log has signed is the one.
 */
export function issuerCandidates(
  { der, issuerSpkiSha256, chain = [] }: CertificateToProve,
  { issuerName, authorityKeyId }: LogView,
  issuers: IssuerTable | undefined,
): readonly IssuerCandidate[] {
  const named = chain.slice(0, MOST_CHAIN).flatMap((one): readonly IssuerCandidate[] => {
    const view = logView(one);
    if (view === undefined || Buffer.compare(view.subjectName, issuerName) !== 0) return [];
    return [{ spkiSha256: hash('sha256', view.spki, 'hex'), signed: isSignedBy(der, view.spki) }];
  });
  const known = (issuers?.find(authorityKeyId === undefined ? {} : { authorityKeyId }) ?? []).flatMap(
    ({ spkiSha256 }) => spkiSha256 ?? [],
  );
  const hinted = [...(issuerSpkiSha256 === undefined ? [] : [issuerSpkiSha256]), ...known];
  const byKey = new Map<string, IssuerCandidate>();
  for (const one of [...named, ...hinted.map((spkiSha256) => ({ spkiSha256, signed: false }))])
    if (byKey.get(one.spkiSha256)?.signed !== true) byKey.set(one.spkiSha256, one);
  return [...byKey.values()];
}

/** Whether the certificate's signature is of this key, as far as Node can tell. */
function isSignedBy(der: Uint8Array, spki: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return new X509Certificate(der).verify(key);
  } catch {
    return false;
  }
}

/**
 * The issuing key as a static log has it in the entry that an SCT names: one data tile, for a certificate of which nobody
 * says who issued it. The entry has to be of the same TBS; that the key is right is for the SCT's signature to prove.
 */
export async function issuerFromLog(
  scts: readonly Sct[],
  tbs: Uint8Array,
  logs: (id: string) => ProvableLog | undefined,
  seen: SeenLogs,
): Promise<readonly IssuerCandidate[]> {
  for (const { logId, leafIndex } of scts) {
    const log = logs(logId);
    if (log?.kind !== 'static' || leafIndex === undefined) continue;
    const at = seen.of(log);
    const head = await at.head();
    if (at.client.kind !== 'static' || !head.ok || leafIndex >= head.value.head.size) continue;
    const index = Math.floor(leafIndex / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, head.value.head.size - index * TILE_WIDTH);
    const tile = await at.dataTile(at.client, { index, width });
    const entry = tile.ok ? readDataTile(tile.value, width).entries[leafIndex % TILE_WIDTH] : undefined;
    const key = entry === undefined ? undefined : issuerKeyHashOf(entry);
    if (entry === undefined || key === undefined || !sameOctets(contentOf(entry), tbs)) continue;
    return [{ spkiSha256: Buffer.from(key).toString('hex'), signed: false }];
  }
  return [];
}
