import type { CertificateFacts } from '../../../src/ct/model.js';
import { scanNames } from '../../../src/ct/x509/scan.js';

export interface Scanned {
  readonly whole: boolean;
  /** `dns:www.example.com`, octet by octet. */
  readonly names: ReadonlySet<string>;
}

/** What the scan calls back; throws where it points outside of what it was given. */
export function scanned(bytes: Buffer, at = 0, end = bytes.length): Scanned {
  const names = new Set<string>();
  const whole = scanNames(bytes, at, end, (kind, from, to) => {
    if (from < at || to > end || from > to) throw new RangeError(`a name from ${from} to ${to} lies outside`);
    if (kind === 'ip') names.add(`ip:${address(bytes.subarray(from, to))}`);
    else {
      const octets = bytes.subarray(from, to);
      names.add(`${kind}:${octets.toString('latin1')}`);
      if (kind === 'cn') names.add(`cn:${octets.toString('utf8')}`);
    }
  });
  return { whole, names };
}

/** The names that the reader finds, in the same form. */
export function readNames({ names }: CertificateFacts): readonly string[] {
  return names
    .filter(({ kind }) => kind !== 'other')
    .map(({ from, kind, value }) => `${from === 'cn' ? 'cn' : kind}:${value}`);
}

/** What the reader finds and the scan does not, though it says that it saw all. */
export function missed(facts: CertificateFacts, { whole, names }: Scanned): readonly string[] {
  if (!whole) return [];
  // A TBSCertificate by itself is scanned and not read: damage can turn a certificate into one.
  const hidden = facts.problems
    .filter((problem) => !problem.startsWith('expected a TBSCertificate'))
    .map((problem) => `problem: ${problem}`);
  return [...readNames(facts).filter((name) => !names.has(name)), ...hidden];
}

function address(octets: Buffer): string {
  if (octets.length === 4) return octets.join('.');
  if (octets.length !== 16) return `#${octets.toString('hex')}`;
  return Array.from({ length: 8 }, (_, i) => octets.readUInt16BE(2 * i).toString(16)).join(':');
}
