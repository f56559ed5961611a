import { DnsName } from '../../base/name.js';
import { caaDomainsOf, type CertificateFacts, type CertificateName } from '../../ct/index.js';
import type { Material } from '../../ct/ledger/index.js';
import { certificateNameOf } from '../../policy/ledger/entry.js';
import type { NewEntry } from '../../policy/ledger/edit.js';
import { guardedName } from '../../rules/facts/certificate-names.js';
import { ledgerNames } from '../../rules/facts/ledger-names.js';

/** What is entered of a certificate or a request; or why nothing can be. */
export function entryOf(
  material: Material,
  more: Pick<NewEntry, 'added' | 'note'>,
): NewEntry | { readonly wrong: string } {
  return material.kind === 'certificate'
    ? certificateEntry(material.facts, more)
    : requestEntry(material.facts, more);
}

/** A certificate is known by its digest: names that no ledger can hold are left out, and it is ours all the same. */
export function certificateEntry(facts: CertificateFacts, more: Pick<NewEntry, 'added' | 'note'>): NewEntry {
  const issuer = caaDomainsOf(facts);
  return {
    kind: 'certificate',
    tbsSha256: facts.tbsSha256,
    ...(facts.precertificate ? {} : { sha256: facts.sha256 }),
    spkiSha256: facts.spkiSha256,
    names: ledgerNames(facts).flatMap((name) => certificateNameOf(name) ?? []),
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    ...(issuer === undefined || issuer.length === 0 ? {} : { issuer }),
    ...more,
  };
}

/** A request stands for all certificates with its key and no other names: these have to be known in full. */
function requestEntry(
  { spkiSha256, names, problems }: Extract<Material, { kind: 'csr' }>['facts'],
  more: Pick<NewEntry, 'added' | 'note'>,
): NewEntry | { readonly wrong: string } {
  if (problems.length > 0) return { wrong: `the request cannot be read in full: ${problems.join('; ')}` };
  const asked = ledgerNames({ names });
  const kept = asked.flatMap((name) => certificateNameOf(name) ?? []);
  const odd = asked.filter((name) => certificateNameOf(name) === undefined);
  if (odd.length > 0) return { wrong: `no ledger can hold its name ${JSON.stringify(odd[0])}` };
  if (kept.length === 0) return { wrong: 'the request names nothing' };
  return { kind: 'csr', spkiSha256, names: [...new Set(kept)].sort(), ...more };
}

/** The domains that these names concern, as the rules see it: those at or above a name, and those that a wildcard covers. */
export function domainsFor(names: readonly CertificateName[], domains: readonly string[]): readonly string[] {
  return domains.filter((domain) => {
    const apex = DnsName.parse(domain);
    return names.some((name) => guardedName(apex, name) !== undefined);
  });
}
