import { verifySigned } from '../log/digitally-signed.js';
import type { LogKey } from '../log/key.js';
import { vectorOf } from '../log/wire.js';
import { leafHash } from '../merkle/hash.js';
import type { Sct } from './sct.js';

/** What a log signs of a certificate or a precertificate (RFC 6962, section 3.2). */
export type SignedEntry =
  | { readonly kind: 'x509'; readonly certificate: Uint8Array }
  | {
      readonly kind: 'precert';
      /** SHA-256 of the SubjectPublicKeyInfo of the certificate's real issuer, 32 octets. */
      readonly issuerKeyHash: Uint8Array;
      /** DER of the TBSCertificate without poison and SCT list. */
      readonly tbs: Uint8Array;
    };

/**
 * `signature`: the log did not sign this. `algorithm`: the log's key is not for the algorithm named. `future`: the promise
 * is of a time that has not come.
 */
export type SctFault = 'signature' | 'algorithm' | 'future';

export type SctVerdict =
  | { readonly status: 'valid' }
  | { readonly status: 'invalid'; readonly reason: SctFault }
  | { readonly status: 'unknown-log' };

/** What each fault says, in words, after "the SCT": for findings. */
export const SCT_FAULTS = {
  signature: 'was not signed by its log for this certificate and this issuer',
  algorithm: "is signed with an algorithm that its log's key is not for",
  future: 'is of a time that has not come',
} as const satisfies Readonly<Record<SctFault, string>>;

/** Clocks differ; an SCT is often seen within seconds. */
const CLOCK_TOLERANCE = 60_000;

export interface SctClaim {
  readonly sct: Sct;
  readonly entry: SignedEntry;
  /** The key of the log with the SCT's id; `undefined` if no list has it. */
  readonly key: LogKey | undefined;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Whether the log of that key made this promise for this certificate. A key of another log is as good as none. */
export function verifySct({ sct, entry, key, now }: SctClaim): SctVerdict {
  if (key === undefined || key.id.toString('hex') !== sct.logId) return { status: 'unknown-log' };
  const verdict = verifySigned(key, sctOctets(sct, entry), sct.signed);
  if (verdict !== 'valid') return { status: 'invalid', reason: verdict };
  if (sct.timestamp > now + CLOCK_TOLERANCE) return { status: 'invalid', reason: 'future' };
  return { status: 'valid' };
}

/**
 * The hash of the leaf that the log has to include for this SCT. All of it is in the certificate and its issuer: the entry
 * is that of the precertificate, whose extensions are those of the SCT.
 */
export function sctLeafHash(sct: Sct, entry: SignedEntry): Buffer {
  return leafHash(sctOctets(sct, entry));
}

/*
 * digitally-signed struct {
 *    Version sct_version;                 -- u8, v1(0)
 *    SignatureType signature_type;        -- u8, certificate_timestamp(0)
 *    uint64 timestamp;
 *    LogEntryType entry_type;             -- u16
 *    select (entry_type) { ... } signed_entry;
 *    CtExtensions extensions;             -- u16 length
 * }                                       (RFC 6962, section 3.2)
 * The MerkleTreeLeaf (section 3.4) is the same octets: version v1(0), leaf type timestamped_entry(0), and the entry.
 */
function sctOctets({ timestampOctets, extensions }: Sct, entry: SignedEntry): Buffer {
  const signed =
    entry.kind === 'x509'
      ? [Uint8Array.of(0, 0), vectorOf(3, entry.certificate)]
      : [Uint8Array.of(0, 1), entry.issuerKeyHash, vectorOf(3, entry.tbs)];
  return Buffer.concat([Uint8Array.of(0, 0), timestampOctets, ...signed, vectorOf(2, extensions)]);
}
