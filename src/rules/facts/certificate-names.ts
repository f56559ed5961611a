import { domainToASCII } from 'node:url';
import { DnsName } from '../../base/name.js';
import type { CertificateEvidence } from '../../survey/evidence.js';

type CertificateName = CertificateEvidence['facts']['names'][number];

/** A name of a certificate that concerns a domain. */
export interface GuardedName {
  /** Lower-case presentation form, without a leading `*.`. */
  readonly name: DnsName;
  readonly wildcard: boolean;
  readonly kind: 'dns' | 'email';
  /** As it stands in the certificate. */
  readonly value: string;
}

/**
 * The name if it concerns the domain: it lies at or below it, or it is a wildcard above it that covers it. A mail
 * address counts by its domain. `undefined` for what does not, and for what is no domain name at all.
 */
export function guardedName(
  domain: DnsName,
  { kind, from, value }: CertificateName,
): GuardedName | undefined {
  const at = value.lastIndexOf('@');
  const email = kind === 'email' || (from === 'cn' && at > 0);
  if (!email && kind !== 'dns' && from !== 'cn') return undefined;
  const host = readHost(email ? value.slice(at + 1) : value);
  if (host === undefined) return undefined;
  const wildcard = host.isWildcard;
  const name = wildcard ? (host.parent ?? host) : host;
  // `*.test` covers `example.test`: a wildcard stands for exactly one label (RFC 9525, section 6.3).
  const covers = wildcard && domain.labels.length === name.labels.length + 1 && domain.isBelow(name);
  if (!name.isAtOrBelow(domain) && !covers) return undefined;
  return { name, wildcard, kind: email ? 'email' : 'dns', value };
}

/**
 * A host name as it stands in a certificate: dots separate labels and nothing is an escape. A final dot is taken off;
 * characters beyond ASCII are turned into A-labels if IDNA can; octets that are no text stay as they are.
 */
export function readHost(value: string): DnsName | undefined {
  const plain = value.trim().replace(/\.$/, '');
  const ascii = /^[\u0000-\u007f]*$/.test(plain) ? plain : domainToASCII(plain) || plain;
  if (ascii === '') return undefined;
  const encoder = new TextEncoder();
  try {
    const name = DnsName.fromLabels(ascii.split('.').map((label) => encoder.encode(label)));
    return DnsName.parse(name.toCanonicalString());
  } catch {
    return undefined;
  }
}
