import { readCtExtensions } from '../log/ct-extensions.js';
import { readDigitallySigned, type DigitallySigned } from '../log/digitally-signed.js';
import { read, unreadable, type Read } from '../log/read.js';
import { u16At, u64At } from '../log/wire.js';
import { HASH_SIZE } from '../merkle/hash.js';

/*
 * struct {
 *    Version sct_version;            -- u8, v1(0)
 *    LogID id;                       -- key_id[32]
 *    uint64 timestamp;
 *    CtExtensions extensions;        -- u16 length
 *    digitally-signed struct { ... } -- see digitally-signed.ts
 * } SignedCertificateTimestamp;      (RFC 6962, section 3.2)
 */

/** A log's promise to include a certificate. */
export interface Sct {
  /** SHA-256 of the log's key, lower-case hex. */
  readonly logId: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  /** The octets of the timestamp, which are signed. */
  readonly timestampOctets: Uint8Array;
  readonly extensions: Uint8Array;
  /** Index that a static log gave the entry; `undefined` where none is given or can be read. */
  readonly leafIndex: number | undefined;
  readonly signed: DigitallySigned;
  /** The SCT as it came. */
  readonly octets: Uint8Array;
}

const TIMESTAMP_AT = 1 + HASH_SIZE;
const EXTENSIONS_AT = TIMESTAMP_AT + 8 + 2;

/** Reads an SCT and nothing after it. */
export function readSct(octets: Uint8Array): Read<Sct> {
  if (octets.length < EXTENSIONS_AT) return unreadable('expected an SCT, it ends before its extensions');
  if (octets[0] !== 0) return unreadable('expected an SCT of version 1 (0), got another');
  const extensionsEnd = EXTENSIONS_AT + u16At(octets, EXTENSIONS_AT - 2);
  if (extensionsEnd > octets.length)
    return unreadable('expected the extensions of an SCT, they go beyond its end');
  const signed = readDigitallySigned(octets.subarray(extensionsEnd));
  if (signed === undefined)
    return unreadable('expected a signature at the end of an SCT, and nothing after it');
  const extensions = octets.subarray(EXTENSIONS_AT, extensionsEnd);
  return read({
    logId: Buffer.from(octets.subarray(1, TIMESTAMP_AT)).toString('hex'),
    timestamp: u64At(octets, TIMESTAMP_AT),
    timestampOctets: octets.subarray(TIMESTAMP_AT, TIMESTAMP_AT + 8),
    extensions,
    leafIndex: readCtExtensions(extensions).leafIndex,
    signed,
    octets,
  });
}

/** The SCTs of a list that could be read, and what could not, in our own words. */
export interface SctList {
  readonly scts: readonly Sct[];
  readonly problems: readonly string[];
}

/*
 * opaque SerializedSCT<1..2^16-1>;
 * struct { SerializedSCT sct_list <1..2^16-1>; } SignedCertificateTimestampList;   (RFC 6962, section 3.3)
 */

/** Reads the content of the inner OCTET STRING of the extension, or of a TLS extension. A broken SCT spoils itself only. */
export function readSctList(octets: Uint8Array): SctList {
  const scts: Sct[] = [];
  const problems: string[] = [];
  if (octets.length < 2) return { scts, problems: ['expected a list of SCTs, it ends before its length'] };
  const end = 2 + u16At(octets, 0);
  if (end !== octets.length) problems.push(`expected a list of SCTs of ${end} octets, got ${octets.length}`);
  if (end === 2) problems.push('expected at least one SCT in the list, it is empty');
  const most = Math.min(end, octets.length);
  for (let at = 2; at < most;) {
    const next = at + 2 + u16At(octets, at);
    if (at + 2 > most || next > most) {
      problems.push('expected whole SCTs in the list, the last one goes beyond its end');
      break;
    }
    const sct = readSct(octets.subarray(at + 2, next));
    if (sct.ok) scts.push(sct.value);
    else problems.push(sct.problem);
    at = next;
  }
  return { scts, problems };
}
