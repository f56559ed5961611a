import { ecdsa, eddsa, rsa, type SignatureVerifier } from './keys.js';

/**
 * One DNSSEC signing algorithm. Two switches: whether signatures *can* be verified (`verifier` is there), and whether
 * policy *accepts* them. A zone signed only with what is not accepted is insecure (RFC 4035, section 5.2).
 */
export interface SigningAlgorithm {
  readonly number: number;
  readonly name: string;
  readonly accepted: boolean;
  readonly verifier?: SignatureVerifier;
}

/** One digest for DS records. */
export interface DigestAlgorithm {
  readonly number: number;
  readonly name: string;
  /** `alone`: only where the DS set has no accepted digest of another type (RFC 4509, section 3). */
  readonly accepted: 'yes' | 'alone' | 'no';
  /** Name of the hash for node:crypto, and its length. */
  readonly hash?: { readonly name: string; readonly octets: number };
}

/** What a validator supports, as data with a date. */
export interface AlgorithmTable {
  /** ISO date on which the table was last held against the IANA registries. */
  readonly date: string;
  readonly signing: readonly SigningAlgorithm[];
  readonly digests: readonly DigestAlgorithm[];
}

/**
 * IANA "DNS Security Algorithm Numbers" and "Digest Algorithms" as RFC 9904 keeps them. SHA-1 signatures are
 * verifiable but count as unsupported (RFC 9905, section 2): such zones are insecure, not bogus.
 */
export const DEFAULT_ALGORITHMS: AlgorithmTable = {
  date: '2026-11-01',
  signing: [
    { number: 1, name: 'RSAMD5', accepted: false },
    { number: 3, name: 'DSA', accepted: false },
    { number: 5, name: 'RSASHA1', accepted: false, verifier: rsa('sha1', 512, 4096) },
    { number: 6, name: 'DSA-NSEC3-SHA1', accepted: false },
    { number: 7, name: 'RSASHA1-NSEC3-SHA1', accepted: false, verifier: rsa('sha1', 512, 4096) },
    { number: 8, name: 'RSASHA256', accepted: true, verifier: rsa('sha256', 512, 4096) },
    { number: 10, name: 'RSASHA512', accepted: true, verifier: rsa('sha512', 1024, 4096) },
    { number: 12, name: 'ECC-GOST', accepted: false },
    { number: 13, name: 'ECDSAP256SHA256', accepted: true, verifier: ecdsa('P-256') },
    { number: 14, name: 'ECDSAP384SHA384', accepted: true, verifier: ecdsa('P-384') },
    { number: 15, name: 'ED25519', accepted: true, verifier: eddsa('Ed25519') },
    { number: 16, name: 'ED448', accepted: true, verifier: eddsa('Ed448') },
  ],
  digests: [
    { number: 1, name: 'SHA-1', accepted: 'alone', hash: { name: 'sha1', octets: 20 } },
    { number: 2, name: 'SHA-256', accepted: 'yes', hash: { name: 'sha256', octets: 32 } },
    { number: 3, name: 'GOST R 34.11-94', accepted: 'no' },
    { number: 4, name: 'SHA-384', accepted: 'yes', hash: { name: 'sha384', octets: 48 } },
  ],
};

/** The verifier of an algorithm that can be verified and is accepted. */
export function usableVerifier(table: AlgorithmTable, algorithm: number): SignatureVerifier | undefined {
  for (const entry of table.signing)
    if (entry.number === algorithm) return entry.accepted ? entry.verifier : undefined;
  return undefined;
}

/** `13 (ECDSAP256SHA256)`. */
export function algorithmName(table: AlgorithmTable, algorithm: number): string {
  const name = table.signing.find((one) => one.number === algorithm)?.name;
  return name === undefined ? String(algorithm) : `${algorithm} (${name})`;
}
