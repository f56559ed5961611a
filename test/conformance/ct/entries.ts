import { createHash } from 'node:crypto';

/** One leaf of a data tile. */
export interface TileLeaf {
  /** DER of the precertificate, or of the certificate. */
  readonly certificate: Buffer;
  /** SHA-256 of the TBS in the leaf, for a precertificate. */
  readonly loggedTbsSha256?: string;
}

/*
 * TileLeaf (c2sp.org/static-ct-api): TimestampedEntry { u64 timestamp, u16 type, type 0: u24 certificate; type 1:
 * issuer_key_hash[32], u24 TBS }, u16 extensions; type 1: u24 precertificate; u16 length of 32-octet fingerprints.
 */
export function tileLeaves(tile: Buffer): readonly TileLeaf[] {
  const leaves: TileLeaf[] = [];
  let at = 0;
  const take = (octets: number): Buffer => {
    if (at + octets > tile.length) throw new Error(`the tile ends at ${tile.length}, within a leaf`);
    at += octets;
    return tile.subarray(at - octets, at);
  };
  const vector = (lengthOctets: number): Buffer => take(take(lengthOctets).readUIntBE(0, lengthOctets));
  while (at < tile.length) {
    take(8);
    const precertificate = take(2).readUInt16BE() === 1;
    if (precertificate) take(32);
    const entry = vector(3);
    vector(2);
    const certificate = precertificate ? vector(3) : entry;
    vector(2);
    leaves.push(
      precertificate
        ? { certificate, loggedTbsSha256: createHash('sha256').update(entry).digest('hex') }
        : { certificate },
    );
  }
  return leaves;
}

/** Entries of an RFC 6962 log as the vectors hold them: the certificate, and the names that another reader gives. */
export function leafEntries(
  json: string,
): readonly { readonly certificate: Buffer; readonly expected: readonly string[] }[] {
  const entries = JSON.parse(json) as {
    leaf_input: string;
    extra_data: string;
    expected_domains_only: string;
  }[];
  return entries.map((entry) => {
    const leaf = Buffer.from(entry.leaf_input, 'base64');
    const extra = Buffer.from(entry.extra_data, 'base64');
    const precertificate = leaf.readUInt16BE(10) === 1;
    const certificate = precertificate
      ? extra.subarray(3, 3 + extra.readUIntBE(0, 3))
      : leaf.subarray(15, 15 + leaf.readUIntBE(12, 3));
    return { certificate, expected: (JSON.parse(entry.expected_domains_only) as { data: string[] }).data };
  });
}
