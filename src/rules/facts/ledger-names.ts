import { isIP } from 'node:net';
import { canonicalAddress } from '../../policy/ledger/entry.js';
import type { CertificateEvidence } from '../../survey/evidence.js';
import { readHost, type GuardedName } from './certificate-names.js';

/** A guarded name as policies write it. */
export function plainName({ name, wildcard, kind, value }: GuardedName): string {
  return kind === 'email' ? value.toLowerCase() : `${wildcard ? '*.' : ''}${name.toCanonicalString()}`;
}

/**
 * Every name of a certificate as ledgers write it, others' names included: a request that somebody of ours made says
 * all that its certificate may hold. A common name that can be no host name and no address is not asked about.
 */
export function ledgerNames({ names }: Pick<CertificateEvidence['facts'], 'names'>): readonly string[] {
  const all = names.flatMap(({ from, kind, value }): readonly string[] => {
    if (kind === 'ip' || (from === 'cn' && isIP(value) !== 0)) return [canonicalAddress(value)];
    if (kind === 'email' || (from === 'cn' && value.includes('@'))) return [value.toLowerCase()];
    if (kind !== 'dns') return [value];
    const host = readHost(value);
    if (from === 'cn' && (host === undefined || host.labels.length < 2)) return [];
    return [host?.toCanonicalString() ?? value];
  });
  return [...new Set(all)].sort();
}
