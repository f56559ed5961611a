import { DnsName } from '../../base/name.js';
import type { Text } from '../../base/text.js';
import type { DomainPolicy, NamePolicy } from '../../policy/model.js';
import type { CertificateEvidence, DomainEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { guardedName, type GuardedName } from './certificate-names.js';
import type { Hint } from './hints.js';
import { Recogniser, stronger, type Known, type NearMiss, type Way } from './known.js';
import { decider } from './names.js';

type CertificateFacts = CertificateEvidence['facts'];

/** One issuance that concerns the domain: precertificate and certificate, from however many sources, are one. */
export interface Issued {
  readonly facts: CertificateFacts;
  readonly names: readonly (GuardedName & { readonly np: NamePolicy })[];
  /** CAA identifiers of the issuer; empty if no table and no source has any. */
  readonly issuerCas: readonly string[];
  readonly sources: readonly string[];
  /** What sources say of it besides, sorted by source; each source once for what it says of precertificate and certificate alike. */
  readonly hints: readonly Hint[];
  /** By what it is known to be ours; absent: it is not. */
  readonly known?: Way;
  /** The same with its place and its strength; there where `known` is. */
  readonly how?: Known;
  /** What almost says that it is ours; empty where it is known. */
  readonly nearly: readonly NearMiss[];
  /** Why it could not be seen whether a workflow of ours attests it, where that alone could make it known. */
  readonly unseen?: Text;
}

/** Every certificate in evidence that concerns the domain, oldest first. */
export function issuedFor(domain: DomainPolicy, seen: DomainEvidence): readonly Issued[] {
  const apex = DnsName.parse(domain.name);
  const deciding = decider(domain);
  const recogniser = new Recogniser(domain, seen);
  return [...grouped(seen).values()]
    .map((group) => issuedOf(recogniser, guardedNames(apex, deciding), group))
    .filter(({ names }) => names.length > 0)
    .sort((a, b) => a.facts.notBefore - b.facts.notBefore || (a.facts.sha256 < b.facts.sha256 ? -1 : 1));
}

/** Certificates that could not be read in full, whether or not what was read concerns the domain. */
export function unreadableFor({ domain, seen }: DomainView): readonly CertificateFacts[] {
  const recogniser = new Recogniser(domain, seen);
  const found = new Map<string, CertificateFacts>();
  for (const { certificates } of seen.issuance)
    for (const { facts } of certificates)
      if (facts.problems.length > 0 && recogniser.certificate(facts) === undefined)
        found.set(facts.sha256, facts);
  return [...found.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

interface Member {
  readonly source: string;
  readonly certificate: CertificateEvidence;
}

/** By the TBS without poison and SCT list: the same for precertificate and certificate (RFC 6962, section 3.2). */
function grouped(seen: DomainEvidence): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Member[]>();
  for (const { source, certificates } of seen.issuance)
    for (const certificate of certificates) {
      const key = certificate.facts.tbsSha256 || certificate.facts.sha256;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ source, certificate }]);
      else group.push({ source, certificate });
    }
  return groups;
}

type Naming = (facts: CertificateFacts) => Issued['names'];

function issuedOf(recogniser: Recogniser, naming: Naming, group: readonly Member[]): Issued {
  // The final certificate stands for both; among equals the smallest digest, so that order means nothing.
  const [first] = [...group].sort(
    ({ certificate: { facts: a } }, { certificate: { facts: b } }) =>
      Number(a.precertificate) - Number(b.precertificate) || (a.sha256 < b.sha256 ? -1 : 1),
  );
  if (first === undefined) throw new RangeError('a group of certificates has at least one member');
  const { facts } = first.certificate;
  const names = naming(facts);
  const { known, nearly, unseen } = group
    .map(({ certificate }) => recogniser.recognise(certificate, names))
    .reduce(stronger);
  return {
    facts,
    names,
    issuerCas: [...new Set(group.flatMap(({ certificate }) => certificate.issuerCaa.domains))]
      .map((ca) => ca.toLowerCase())
      .sort(),
    sources: [...new Set(group.map(({ source }) => source))].sort(),
    hints: hintsOf(group),
    ...(known === undefined ? {} : { known: known.by, how: known }),
    nearly,
    ...(unseen === undefined ? {} : { unseen }),
  };
}

function hintsOf(group: readonly Member[]): readonly Hint[] {
  const hints = new Map<string, Hint>();
  for (const { source, certificate } of group)
    if (certificate.hints !== undefined)
      hints.set(JSON.stringify([source, certificate.hints.revoked, certificate.hints.reporting]), {
        ...certificate.hints,
        source,
      });
  return [...hints].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hint]) => hint);
}

function guardedNames(apex: DnsName, deciding: (name: DnsName) => NamePolicy): Naming {
  return (facts) => {
    const names = new Map<string, Issued['names'][number]>();
    for (const one of facts.names) {
      const guarded = guardedName(apex, one);
      if (guarded === undefined) continue;
      const np = deciding(guarded.name);
      names.set(`${guarded.kind} ${guarded.wildcard ? '*.' : ''}${guarded.name.key}`, { ...guarded, np });
    }
    return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
  };
}
