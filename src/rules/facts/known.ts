import { join, outside, own, text, type Text } from '../../base/text.js';
import type {
  AttestationIdentity,
  DomainPolicy,
  LedgerEntry,
  OwnCertificates,
  SourcePosition,
} from '../../policy/model.js';
import type { AttestationEvidence, CertificateEvidence, DomainEvidence } from '../../survey/evidence.js';
import type { GuardedName } from './certificate-names.js';
import { ledgerNames, plainName } from './ledger-names.js';

type CertificateFacts = CertificateEvidence['facts'];
type Identity = AttestationEvidence['identities'][number];

/** By what a certificate is known to be ours, the strongest first. */
export const WAYS = ['certificate', 'key', 'csr', 'attestation', 'provider'] as const;
export type Way = (typeof WAYS)[number];

/** How a certificate is known to be ours. */
export interface Known {
  readonly by: Way;
  /** The clause or the entry that says so. */
  readonly at?: SourcePosition;
  /** The policy names this very certificate: it is accepted whatever else speaks against it. */
  readonly named?: true;
  /** The provider that is said to have got it, where that is all that speaks for it: anybody with that CA looks the same. */
  readonly weaker?: Text;
}

/** Something that almost says that a certificate is ours, and why it does not. */
export interface NearMiss {
  readonly by: Way;
  readonly why: Text;
  readonly at?: SourcePosition;
}

export interface Recognition {
  readonly known?: Known;
  /** Only where it is not known. */
  readonly nearly: readonly NearMiss[];
  /** Why it could not be seen whether a workflow of ours attests it; only where it is not known. */
  readonly unseen?: Text;
}

/** All that says which certificates of a domain are ours, made ready to be asked about many. */
export class Recogniser {
  readonly #own: OwnCertificates;
  readonly #keys: ReadonlySet<string>;
  readonly #certificates: ReadonlySet<string>;
  readonly #positions: DomainPolicy['positions'];
  readonly #byKey = new Map<string, LedgerEntry[]>();
  readonly #byDigest = new Map<string, LedgerEntry>();
  readonly #attested: ReadonlyMap<string, AttestationEvidence>;

  constructor(domain: Pick<DomainPolicy, 'own' | 'positions'>, seen: Pick<DomainEvidence, 'attestations'>) {
    this.#own = domain.own;
    this.#keys = new Set(domain.own.keys);
    this.#certificates = new Set(domain.own.certificates);
    this.#positions = domain.positions;
    for (const entry of domain.own.ledger) {
      const { kind, spkiSha256 } = entry;
      if (kind !== 'certificate' && spkiSha256 !== undefined)
        this.#byKey.set(spkiSha256, [...(this.#byKey.get(spkiSha256) ?? []), entry]);
      if (kind === 'certificate')
        for (const digest of [entry.tbsSha256, entry.sha256])
          if (digest !== undefined) this.#byDigest.set(digest, entry);
    }
    this.#attested = new Map((seen.attestations ?? []).map((one) => [one.tbsSha256, one]));
  }

  /** Whether the certificate itself is declared or entered. */
  certificate({ sha256, tbsSha256 }: CertificateFacts): Known | undefined {
    if (this.#certificates.has(sha256) || this.#certificates.has(tbsSha256))
      return { by: 'certificate', named: true, ...at(this.#positions['certificates.certificates']) };
    const entry = this.#byDigest.get(sha256) ?? this.#byDigest.get(tbsSha256);
    return entry && { by: 'certificate', at: entry.at };
  }

  /** `names` are those that concern the domain: of a provider's certificates the rest is other customers' affair. */
  recognise(certificate: CertificateEvidence, names: readonly GuardedName[]): Recognition {
    const { facts } = certificate;
    const itself = this.certificate(facts);
    if (itself !== undefined) return { known: itself, nearly: [] };
    if (this.#keys.has(facts.spkiSha256))
      return { known: { by: 'key', ...at(this.#positions['certificates.keys']) }, nearly: [] };
    const tries = [
      ...this.#ledgerKeys(facts),
      ...this.#attestations(facts),
      ...this.#providers(certificate, names),
    ];
    const known = tries.flatMap((one) => ('why' in one ? [] : [one])).sort(byStrength)[0];
    if (known !== undefined) return { known, nearly: [] };
    const unseen = this.#unseen(facts);
    return {
      nearly: tries.flatMap((one) => ('why' in one ? [one] : [])),
      ...(unseen === undefined ? {} : { unseen }),
    };
  }

  #ledgerKeys(facts: CertificateFacts): readonly (Known | NearMiss)[] {
    const names = ledgerNames(facts);
    return (this.#byKey.get(facts.spkiSha256) ?? []).map((entry) => {
      const by = entry.kind === 'csr' ? ('csr' as const) : ('key' as const);
      const beyond = names.filter((name) => !entry.names.includes(name));
      if (beyond.length === 0 || (by === 'key' && entry.names.length === 0)) return { by, at: entry.at };
      const what = own(
        by === 'csr'
          ? 'the key of a request in the ledger, and that does not name'
          : 'in the ledger for other names than',
      );
      return { by, at: entry.at, why: text`Its key is ${what} ${some(beyond)}.` };
    });
  }

  #attestations(facts: CertificateFacts): readonly (Known | NearMiss)[] {
    const found = this.#attested.get(facts.tbsSha256);
    const { attestations } = this.#own;
    if (found === undefined || attestations.length === 0) return [];
    const by = 'attestation' as const;
    const others = found.identities.map((identity): Known | NearMiss => {
      const one = attestations.find((wanted) => isIdentity(wanted, identity));
      if (one !== undefined) return { by, at: one.at };
      const { workflow, repository, ref, issuer } = identity;
      return {
        by,
        why: text`${outside(workflow)} of ${outside(repository)} at ${outside(ref)} attests it (identity by ${outside(issuer)}), and the policy does not list that.`,
      };
    });
    const rejected = found.rejected.map((reason): NearMiss => ({
      by,
      why: text`An attestation for it was found and does not count: ${outside(reason)}.`,
    }));
    return [...others, ...rejected];
  }

  #unseen({ tbsSha256 }: CertificateFacts): Text | undefined {
    if (this.#own.attestations.length === 0) return undefined;
    const found = this.#attested.get(tbsSha256);
    // Evidence may be of a run that asked nobody: then it is not known that nobody attests it.
    if (found === undefined) return own('nobody was asked for attestations of it');
    const { failure } = found;
    return failure && text`${outside(failure.code)}, ${outside(failure.detail)}`;
  }

  #providers(
    { issuerCaa }: CertificateEvidence,
    names: readonly GuardedName[],
  ): readonly (Known | NearMiss)[] {
    const held = names.map(plainName);
    const issuers = issuerCaa.domains.map((ca) => ca.toLowerCase());
    return this.#own.providers.flatMap((grant): (Known | NearMiss)[] => {
      const by = 'provider' as const;
      const ca = grant.ca.find((one) => issuers.includes(one));
      if (ca === undefined) return [];
      const beyond = held.filter((name) => !grant.names.includes(name));
      if (beyond.length > 0) {
        const why = text`${outside(grant.provider)} may get certificates of ${outside(ca)}, and not for ${some(beyond)}.`;
        return [{ by, at: grant.at, why }];
      }
      // A source is not believed on who issued: then anybody could be said to be the provider's CA.
      if (issuerCaa.from !== 'table') {
        const why = text`${outside(grant.provider)} may get certificates of ${outside(ca)}, but that ${outside(ca)} issued it only the source says.`;
        return [{ by, at: grant.at, why }];
      }
      return [{ by, at: grant.at, weaker: text`${outside(grant.provider)}` }];
    });
  }
}

/** The stronger of two; among equals the first. */
export function stronger(a: Recognition, b: Recognition): Recognition {
  if (a.known === undefined) return b;
  return b.known === undefined || byStrength(a.known, b.known) <= 0 ? a : b;
}

function byStrength(a: Known, b: Known): number {
  const rank = ({ by, named }: Known): number => (named === true ? -1 : WAYS.indexOf(by));
  return rank(a) - rank(b);
}

/** The policy keeps repository names in lower case, and GitHub does not tell case apart. */
function isIdentity(wanted: AttestationIdentity, { issuer, repository, workflow, ref }: Identity): boolean {
  return (
    wanted.issuer === issuer &&
    wanted.repository === repository.toLowerCase() &&
    wanted.workflow === workflow &&
    (wanted.ref === undefined || wanted.ref === ref)
  );
}

function some(names: readonly string[]): Text {
  const shown = join(names.slice(0, 5).map(outside), ', ');
  return names.length > 5 ? text`${shown} and ${names.length - 5} more` : shown;
}

function at(position: SourcePosition | undefined): { readonly at?: SourcePosition } {
  return position === undefined ? {} : { at: position };
}

/** How a certificate is known, as the beginning of a sentence. */
export function knownWords({ by, weaker }: Known): Text {
  switch (by) {
    case 'certificate':
      return own('It is declared as ours itself');
    case 'key':
      return own('Its key is declared as ours');
    case 'csr':
      return own('Its key is that of a request of ours');
    case 'attestation':
      return own('A workflow of ours attests it');
    case 'provider':
      return text`Only that ${weaker ?? own('a provider')} gets certificates on our behalf speaks for it`;
  }
}
