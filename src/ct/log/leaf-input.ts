import { readTimestampedEntry, type LogEntry } from './entry.js';
import { read, unreadable, type Read } from './read.js';
import { u24At } from './wire.js';

/** Reads the leaf_input of a `get-entries` answer: a MerkleTreeLeaf (RFC 6962, section 3.4), and nothing after it. */
export function readLeafInput(bytes: Uint8Array): Read<LogEntry> {
  if (bytes[0] !== 0 || bytes[1] !== 0) return unreadable('expected a leaf of version 0 and type 0');
  const entry = readTimestampedEntry(bytes, 2);
  if (entry === undefined) return unreadable('expected a timestamped entry, its lengths go beyond its end');
  if (entry.end !== bytes.length)
    return unreadable(`expected a timestamped entry alone, ${bytes.length - entry.end} octets follow it`);
  return read(entry);
}

/*
 * extra_data of x509_entry:    ASN.1Cert certificate_chain<0..2^24-1>;
 * of precert_entry: struct {
 *    ASN.1Cert pre_certificate;                    -- u24 length
 *    ASN.1Cert precertificate_chain<0..2^24-1>;    -- u24 length, of ASN.1Cert
 * } PrecertChainEntry;                             (RFC 6962, section 3.1)
 */
export interface ExtraData {
  /** With its poison; absent for a certificate, which the leaf itself holds. */
  readonly precertificate?: Uint8Array;
  /** The issuer first. */
  readonly chain: readonly Uint8Array[];
}

/** Reads extra_data, of which no hash and no signature of the log says anything. */
export function readExtraData(kind: LogEntry['kind'], bytes: Uint8Array): Read<ExtraData> {
  const first = kind === 'precert' ? vectorAt(bytes, 0) : undefined;
  if (kind === 'precert' && first === undefined)
    return unreadable('expected a precertificate, its length goes beyond the end');
  const chainAt = first === undefined ? 0 : 3 + first.length;
  const list = vectorAt(bytes, chainAt);
  if (list === undefined || chainAt + 3 + list.length !== bytes.length)
    return unreadable('expected a chain of certificates and nothing after it');
  const chain: Uint8Array[] = [];
  for (let at = 0; at < list.length;) {
    const certificate = vectorAt(list, at);
    if (certificate === undefined) return unreadable('expected whole certificates in the chain');
    chain.push(certificate);
    at += 3 + certificate.length;
  }
  return read(first === undefined ? { chain } : { precertificate: first, chain });
}

/** What a u24 length at `at` is the length of. */
function vectorAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (at + 3 > bytes.length) return undefined;
  const end = at + 3 + u24At(bytes, at);
  return end > bytes.length ? undefined : bytes.subarray(at + 3, end);
}
