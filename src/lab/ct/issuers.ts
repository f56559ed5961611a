import type { LabCa } from './ca.js';
import { keyIdOf, sha256Hex } from './certificate.js';

/** The CAs of a lab as a table of issuers, in the form that `--issuers` takes. */
export function issuersJson(cas: readonly LabCa[]): string {
  const issuers = cas.map(({ spec, intermediate }) => ({
    keyId: Buffer.from(keyIdOf(intermediate.spki)).toString('hex'),
    spkiSha256: sha256Hex(intermediate.spki),
    name: `${spec.name} (lab) Intermediate`,
    owner: `${spec.name} (lab)`,
    caaDomains: spec.caaDomains,
  }));
  const group = { source: 'the lab', date: '2026-11-23', issuers };
  return JSON.stringify({ format: 'caa-guard/issuers/1', groups: [group] });
}
