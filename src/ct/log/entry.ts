import { hash } from 'node:crypto';
import { HASH_SIZE } from '../merkle/hash.js';
import { readCtExtensions } from './ct-extensions.js';
import { u16At, u24At, u64At } from './wire.js';

/*
 * struct {
 *    uint64 timestamp;
 *    LogEntryType entry_type;             -- u16: x509_entry(0), precert_entry(1)
 *    select (entry_type) {
 *       case x509_entry: ASN.1Cert;       -- u24 length
 *       case precert_entry: PreCert;      -- issuer_key_hash[32], u24 length, TBSCertificate
 *    } signed_entry;
 *    CtExtensions extensions;             -- u16 length
 * } TimestampedEntry;                     (RFC 6962, section 3.4)
 */

/** A half-open range of octets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * One entry of a log, of either kind of log, by offsets into the octets that it was read from: nothing is copied, since who
 * follows a log reads millions and looks into few.
 */
export interface LogEntry {
  /** The leaf_input or the data tile that all offsets are of. */
  readonly bytes: Uint8Array;
  readonly kind: 'x509' | 'precert';
  /** Unix milliseconds. */
  readonly timestamp: number;
  /** The TimestampedEntry. */
  readonly start: number;
  readonly end: number;
  /** Where the issuer key hash of a precertificate's entry begins, 32 octets; -1 for a certificate. */
  readonly issuerKeyHashAt: number;
  /** The certificate, or the TBSCertificate of a precertificate, without poison. */
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly extensionsStart: number;
  readonly extensionsEnd: number;
  /** What the entry's leaf_index says; `undefined` without one, and if the extensions are no list. */
  readonly leafIndex: number | undefined;
  /** The precertificate with its poison, where the same octets hold it (static logs); else an empty range. */
  readonly precertificate: Range;
  /** SHA-256 fingerprints of the chain, one after the other, where the same octets hold them (static logs). */
  readonly fingerprints: Range;
}

const NOWHERE: Range = { start: 0, end: 0 };
/** Up to and with the type. */
const HEAD = 10;

/** Reads the TimestampedEntry at `at`, `undefined` if there is none that ends within the octets. */
export function readTimestampedEntry(bytes: Uint8Array, at: number): LogEntry | undefined {
  if (at + HEAD > bytes.length) return undefined;
  const type = u16At(bytes, at + 8);
  if (type > 1) return undefined;
  const lengthAt = at + HEAD + type * HASH_SIZE;
  if (lengthAt + 3 > bytes.length) return undefined;
  const contentStart = lengthAt + 3;
  const contentEnd = contentStart + u24At(bytes, lengthAt);
  if (contentEnd + 2 > bytes.length) return undefined;
  const extensionsStart = contentEnd + 2;
  const end = extensionsStart + u16At(bytes, contentEnd);
  if (end > bytes.length) return undefined;
  return {
    bytes,
    kind: type === 1 ? 'precert' : 'x509',
    timestamp: u64At(bytes, at),
    start: at,
    end,
    issuerKeyHashAt: type === 1 ? at + HEAD : -1,
    contentStart,
    contentEnd,
    extensionsStart,
    extensionsEnd: end,
    leafIndex: readCtExtensions(bytes, extensionsStart, end).leafIndex,
    precertificate: NOWHERE,
    fingerprints: NOWHERE,
  };
}

/** The certificate, or the TBSCertificate that was logged of a precertificate. */
export function contentOf({ bytes, contentStart, contentEnd }: LogEntry): Uint8Array {
  return bytes.subarray(contentStart, contentEnd);
}

/** SHA-256 of the issuer's SubjectPublicKeyInfo, for a precertificate. */
export function issuerKeyHashOf({ bytes, issuerKeyHashAt }: LogEntry): Uint8Array | undefined {
  return issuerKeyHashAt < 0 ? undefined : bytes.subarray(issuerKeyHashAt, issuerKeyHashAt + HASH_SIZE);
}

/** The octets of a range, without a copy. */
export function rangeOf(bytes: Uint8Array, { start, end }: Range): Uint8Array {
  return bytes.subarray(start, end);
}

/*
 * struct {
 *    Version version;                     -- u8, v1(0)
 *    MerkleLeafType leaf_type;            -- u8, timestamped_entry(0)
 *    TimestampedEntry timestamped_entry;
 * } MerkleTreeLeaf;                       (RFC 6962, section 3.4)
 * Its hash is SHA-256(00, leaf) (section 2.1): three zero octets come before the entry.
 */
const PREFIX = 3;

/** Takes hashes of leaves; one for a reader that takes millions, since it keeps the octets that it hashes in. */
export class LeafHasher {
  #octets = Buffer.alloc(8192);

  /** The leaf hash of an entry, 32 octets. */
  hash({ bytes, start, end }: Pick<LogEntry, 'bytes' | 'start' | 'end'>): Buffer {
    const length = PREFIX + end - start;
    if (length > this.#octets.length) this.#octets = Buffer.alloc(2 * length);
    this.#octets.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), PREFIX);
    return Buffer.from(hash('sha256', this.#octets.subarray(0, length), 'binary'), 'latin1');
  }
}

/** The leaf hash of one entry. */
export function leafHashOfEntry(entry: LogEntry): Buffer {
  return new LeafHasher().hash(entry);
}
