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
  holders: readonly Tlv[],
  removable: readonly Tlv[],
): string {
  const hash = createHash('sha256');
  for (const piece of reducedTbs(der, tbs, holders, removable)) hash.update(piece);
  return hash.digest('hex');
}

/** The TBS as `tbsDigest` takes it, in pieces. `holders` are what contains extensions. */
export function reducedTbs(
  der: Uint8Array,
  tbs: Tlv,
  holders: readonly Tlv[],
  removable: readonly Tlv[],
): readonly Uint8Array[] {
  const gone = new Map(removable.map((tlv): [number, Uint8Array[]] => [tlv.at, []]));
  return changedTbs(der, tbs, holders, gone);
}

/**
 * The TBS in pieces, with changes: what stands at a key of `changes` is replaced by the pieces given for it. A key is
 * the offset of an extension or of a field of the TBS.
 */
export function changedTbs(
  der: Uint8Array,
  tbs: Tlv,
  holders: readonly Tlv[],
  changes: ReadonlyMap<number, readonly Uint8Array[]>,
): readonly Uint8Array[] {
  if (changes.size === 0) return [der.subarray(tbs.at, tbs.end)];
  const holding = new Set(holders.map(({ at }) => at));
  const { items } = children(der, tbs);
  const content = items.flatMap((field) => {
    const change = changes.get(field.at);
    if (change !== undefined) return change;
    return holding.has(field.at) ? changedHolder(der, field, changes) : [der.subarray(field.at, field.end)];
  });
  // What is no TLV behind the last field stays as it is.
  return wrapped(tbs.tag, [...content, der.subarray(items.at(-1)?.end ?? tbs.start, tbs.end)]);
}

/** [3] EXPLICIT Extensions, changed; nothing at all if no extension is left. */
function changedHolder(
  der: Uint8Array,
  holder: Tlv,
  changes: ReadonlyMap<number, readonly Uint8Array[]>,
): readonly Uint8Array[] {
  const list = readTlv(der, holder.start, holder.end);
  const items = list === undefined ? [] : children(der, list).items;
  if (list === undefined || !items.some(({ at }) => changes.has(at)))
    return [der.subarray(holder.at, holder.end)];
  const kept = items.flatMap((item) => changes.get(item.at) ?? [der.subarray(item.at, item.end)]);
  const behind = [
    der.subarray(items.at(-1)?.end ?? list.start, list.end),
    der.subarray(list.end, holder.end),
  ];
  if ([...kept, ...behind].every(({ length }) => length === 0)) return [];
  return wrapped(holder.tag, [
    ...wrapped(list.tag, [...kept, behind[0] ?? new Uint8Array()]),
    ...behind.slice(1),
  ]);
}

/** The header for these pieces, and the pieces. */
export function wrapped(tag: number, pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return [header(tag, length), ...pieces];
}
