import { domainToASCII } from 'node:url';
import { hostConcerns, hostReadings, UNPARSABLE, type HostReading } from '../../base/certificate-host.js';
import { hostText } from '../../base/certificate-name.js';
import { DnsName } from '../../base/name.js';
import type { CertificateEvidence } from '../../survey/evidence.js';

type CertificateName = CertificateEvidence['facts']['names'][number];

/** A name of a certificate that concerns a domain. */
export interface GuardedName {
  /** Lower-case presentation form, without a leading `*.`. Where no name can be made out, the domain itself. */
  readonly name: DnsName;
  readonly wildcard: boolean;
  readonly kind: 'dns' | 'email';
  /** As it stands in the certificate. */
  readonly value: string;
}

/**
 * The name if it concerns the domain: it lies at or below it, it is a wildcard above it that covers it, or it cannot be
 * told from such a name. A mail address counts by its domain, a URI by its host. `undefined` for what does not, and for
 * what is no domain name at all.
 */
export function guardedName(
  domain: DnsName,
  { kind, from, value }: CertificateName,
): GuardedName | undefined {
  if (kind === 'ip' || kind === 'other') return undefined;
  const { host, email } = hostText({ kind, from, value });
  const labels = domain.labels.map((label) => Buffer.from(label).toString('latin1').toLowerCase());
  const concerning = hostReadings(host, from).filter(
    (reading) => hostConcerns(reading, labels) !== undefined,
  );
  // One that makes sense says more than one that may be anything.
  const reading = concerning.find((one) => !one.includes(UNPARSABLE)) ?? concerning[0];
  if (reading === undefined) return undefined;
  return { ...nameOf(reading, domain, labels), kind: email ? 'email' : 'dns', value };
}

function nameOf(
  reading: HostReading,
  domain: DnsName,
  labels: readonly string[],
): Pick<GuardedName, 'name' | 'wildcard'> {
  const wildcard = reading[0] === '*';
  const plain = wildcard ? reading.slice(1) : reading;
  // `*.test` covers `example.test`: a wildcard stands for exactly one label (RFC 9525, section 6.3).
  if (plain.length < labels.length)
    return { name: plain.length === 0 ? domain : domain.ancestor(plain.length), wildcard };
  let name = domain;
  // From the right, as far as it is a name: what is too long or no label is left out with all before it.
  for (const label of plain.slice(0, plain.length - labels.length).reverse()) {
    if (label === UNPARSABLE) break;
    try {
      name = name.child(label);
    } catch {
      break;
    }
  }
  return { name: DnsName.parse(name.toCanonicalString()), wildcard };
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
