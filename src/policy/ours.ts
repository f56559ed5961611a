import { join, outside, own, text, type Text } from '../base/text.js';
import type { Loosened, LoosenedClause } from './loosened.js';
import type {
  AttestationIdentity,
  LedgerEntry,
  OwnCertificates,
  ProviderGrant,
  SourcePosition,
} from './model.js';

/** One way in which certificates are taken as ours, as one clause says it. */
type Right =
  | { readonly by: 'key'; readonly spki: string; readonly names: readonly string[] | 'any' }
  /** `named`: the policy accepts the very certificate, even of a CA that may not issue; the ledger does not. */
  | { readonly by: 'digest'; readonly digest: string; readonly named: boolean }
  | { readonly by: 'attestation'; readonly identity: AttestationIdentity }
  | {
      readonly by: 'provider';
      readonly provider: string;
      readonly ca: string;
      readonly names: readonly string[];
    };

interface Claim {
  readonly clause: LoosenedClause;
  readonly right: Right;
  readonly at?: SourcePosition;
}

/** Ways in which `to` takes certificates as ours that `from` did not, each once. */
export function oursLoosened(from: OwnCertificates, to: OwnCertificates): Loosened {
  const known = new Known(claimsOf(from).map(({ right }) => right));
  const loosened = claimsOf(to).filter(({ right }) => !known.covers(right));
  const once = new Map(loosened.map((one) => [JSON.stringify([one.clause, rightWords(one.right)]), one]));
  return [...once.values()].map(({ clause, right, at }) => ({
    clause,
    words: text`${rightWords(right)}; before: not`,
    undone: rightWords(right, 'no longer '),
    ...(at === undefined ? {} : { at }),
  }));
}

function claimsOf(ours: OwnCertificates): readonly Claim[] {
  return [
    ...ours.keys.map((spki): Claim => ({
      clause: 'certificates.keys',
      right: { by: 'key', spki, names: 'any' },
    })),
    ...ours.certificates.map((digest): Claim => ({
      clause: 'certificates.certificates',
      right: { by: 'digest', digest, named: true },
    })),
    ...ours.ledger.flatMap((entry) =>
      entryRights(entry).map((right): Claim => ({ clause: 'certificates.ledger', right, at: entry.at })),
    ),
    ...ours.attestations.map((identity): Claim => ({
      clause: 'certificates.attestations',
      right: { by: 'attestation', identity },
      at: identity.at,
    })),
    ...ours.providers.flatMap((grant) =>
      providerRights(grant).map((right): Claim => ({
        clause: 'certificates.providers',
        right,
        at: grant.at,
      })),
    ),
  ];
}

function entryRights({ kind, spkiSha256, tbsSha256, sha256, names }: LedgerEntry): readonly Right[] {
  if (kind === 'certificate')
    return [tbsSha256, sha256].flatMap((digest): Right[] =>
      digest === undefined ? [] : [{ by: 'digest', digest, named: false }],
    );
  if (spkiSha256 === undefined) return [];
  return [{ by: 'key', spki: spkiSha256, names: kind === 'key' && names.length === 0 ? 'any' : names }];
}

function providerRights({ provider, ca, names }: ProviderGrant): readonly Right[] {
  return ca.map((one) => ({ by: 'provider', provider, ca: one, names }));
}

/** What one side claims, found by what a claim is about: a ledger may hold tens of thousands. */
class Known {
  readonly #rights = new Map<string, Right[]>();

  constructor(rights: readonly Right[]) {
    for (const right of rights) {
      const about = subjectOf(right);
      const others = this.#rights.get(about);
      if (others === undefined) this.#rights.set(about, [right]);
      else others.push(right);
    }
  }

  covers(right: Right): boolean {
    return this.#rights.get(subjectOf(right))?.some((old) => covers(old, right)) ?? false;
  }
}

function subjectOf(right: Right): string {
  if (right.by === 'key') return `key ${right.spki}`;
  if (right.by === 'digest') return `digest ${right.digest}`;
  if (right.by === 'provider') return `provider ${right.ca}`;
  const { issuer, repository, workflow } = right.identity;
  return `attestation ${issuer} ${repository} ${workflow}`;
}

/** Both are about the same key, digest, CA or workflow. */
function covers(old: Right, right: Right): boolean {
  if (old.by === 'key' && right.by === 'key') return old.names === 'any' || within(right.names, old.names);
  if (old.by === 'digest' && right.by === 'digest') return old.named || !right.named;
  if (old.by === 'provider' && right.by === 'provider') return within(right.names, old.names);
  return (
    old.by === 'attestation' &&
    right.by === 'attestation' &&
    (old.identity.ref === undefined || old.identity.ref === right.identity.ref)
  );
}

function within(names: readonly string[] | 'any', others: readonly string[]): boolean {
  return names !== 'any' && names.every((name) => others.includes(name));
}

function rightWords(right: Right, adverb: '' | 'no longer ' = ''): Text {
  switch (right.by) {
    case 'key': {
      const names = right.names === 'any' ? [] : text` for ${join(right.names.map(outside), ', ')}`;
      return text`certificates with key ${outside(right.spki)}${names} are ${own(adverb)}taken as ours`;
    }
    case 'digest':
      return text`certificate ${outside(right.digest)} is ${own(adverb)}taken as ours`;
    case 'attestation':
      return text`certificates that ${identityWords(right.identity)} attests are ${own(adverb)}taken as ours`;
    case 'provider':
      return text`certificates of ${outside(right.ca)} for ${join(right.names.map(outside), ', ')} are ${own(adverb)}taken as ours, as got by ${outside(right.provider)}`;
  }
}

/** `.github/workflows/renew.yml of owner/name at refs/heads/main`. */
export function identityWords({ repository, workflow, ref, issuer }: AttestationIdentity): Text {
  const at = ref === undefined ? own('at any ref') : text`at ${outside(ref)}`;
  return text`${outside(workflow)} of ${outside(repository)} ${at} (identity by ${outside(issuer)})`;
}
