import { createHash } from 'node:crypto';

/** What a CA hands to a log: a precertificate with its chain, and what the log signs of it. */
export interface Submission {
  /** DER of the issuing key's SubjectPublicKeyInfo. */
  readonly issuerSpki: Uint8Array;
  /** DER of the TBSCertificate without poison and SCT list. */
  readonly tbs: Uint8Array;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly precertificate: Uint8Array;
  /** A certificate that is logged itself, without a precertificate: then `tbs` and `precertificate` are not looked at. */
  readonly certificate?: Uint8Array;
  /** DER of the issuer and those above it. */
  readonly chain: readonly Uint8Array[];
}

export type LogEntry = Submission & { readonly extensions: Uint8Array };

/*
 * TimestampedEntry (RFC 6962, section 3.4): u64 timestamp, u16 entry type, what is signed, u16 extensions. Signed is of a
 * precertificate (1) the issuer key hash[32] and the u24 TBS; of a certificate (0) the u24 certificate.
 */
export function timestampedEntry({ certificate, issuerSpki, tbs, timestamp, extensions }: LogEntry): Buffer {
  const signed =
    certificate === undefined
      ? [Uint8Array.of(0, 1), createHash('sha256').update(issuerSpki).digest(), vector(3, tbs)]
      : [Uint8Array.of(0, 0), vector(3, certificate)];
  return Buffer.concat([u64(timestamp), ...signed, vector(2, extensions)]);
}

/** MerkleTreeLeaf: version 0, leaf type 0 (timestamped_entry), and the entry. */
export function leafInput(entry: LogEntry): Buffer {
  return Buffer.concat([Uint8Array.of(0, 0), timestampedEntry(entry)]);
}

/** PrecertChainEntry: u24 precertificate, u24 chain of u24 certificates. Of a certificate: the chain alone. */
export function extraData({ certificate, precertificate, chain }: LogEntry): Buffer {
  const above = vector(3, Buffer.concat(chain.map((one) => vector(3, one))));
  return certificate === undefined ? Buffer.concat([vector(3, precertificate), above]) : above;
}

/**
 * TileLeaf (c2sp.org/static-ct-api): the entry, of a precertificate its u24 octets, and a u16 list of fingerprints[32].
 */
export function tileLeaf(entry: LogEntry): Buffer {
  const fingerprints = entry.chain.map((der) => createHash('sha256').update(der).digest());
  return Buffer.concat([
    timestampedEntry(entry),
    ...(entry.certificate === undefined ? [vector(3, entry.precertificate)] : []),
    vector(2, Buffer.concat(fingerprints)),
  ]);
}

/** Extension type 0 of static logs: leaf_index, 40 bits. */
export function leafIndexExtension(index: number): Buffer {
  const octets = Buffer.alloc(5);
  octets.writeUIntBE(index, 0, 5);
  return Buffer.concat([Uint8Array.of(0), vector(2, octets)]);
}

export function u64(value: number): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64BE(BigInt(value));
  return octets;
}

/** A length of so many octets, and what is that long. */
export function vector(lengthOctets: number, content: Uint8Array): Buffer {
  const length = Buffer.alloc(lengthOctets);
  length.writeUIntBE(content.length, 0, lengthOctets);
  return Buffer.concat([length, content]);
}
