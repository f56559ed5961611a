import { createHash } from 'node:crypto';
import { children, header, readTlv, type Tlv } from './der.js';

/**
 * SHA-256 of the TBSCertificate without poison and SCT list (RFC 6962, section 3.2): the same for a precertificate and
 * its certificate. Only the lengths around what is taken out are written anew; without any extension left, the [3]
 * goes as well.
 */
export function tbsDigest(
  der: Uint8Array,
  tbs: Tlv,
  explicit: Tlv | undefined,
  removable: readonly Tlv[],
): string {
  const hash = createHash('sha256');
  for (const piece of reducedTbs(der, tbs, explicit, removable)) hash.update(piece);
  return hash.digest('hex');
}

/** The TBS as `tbsDigest` takes it, in pieces. */
export function reducedTbs(
  der: Uint8Array,
  tbs: Tlv,
  explicit: Tlv | undefined,
  removable: readonly Tlv[],
): readonly Uint8Array[] {
  if (explicit === undefined || removable.length === 0) return [der.subarray(tbs.at, tbs.end)];
  const list = readTlv(der, explicit.start, explicit.end);
  if (list === undefined) return [der.subarray(tbs.at, tbs.end)];
  const gone = new Set(removable.map((tlv) => tlv.at));
  const kept = children(der, list)
    .items.filter((tlv) => !gone.has(tlv.at))
    .map((tlv) => der.subarray(tlv.at, tlv.end));
  const extensions = kept.length === 0 ? [] : wrapped(explicit.tag, wrapped(list.tag, kept));
  return wrapped(tbs.tag, [
    der.subarray(tbs.start, explicit.at),
    ...extensions,
    der.subarray(explicit.end, tbs.end),
  ]);
}

function wrapped(tag: number, pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return [header(tag, length), ...pieces];
}
