import type { Clauses, DomainDeclaration } from './declaration.js';
import type { DomainPolicy, LedgerEntry, NamePolicy, OwnCertificates, SourcePosition } from './model.js';

const DEFAULT_EXPIRY_HORIZON = 3 * 86_400;

/** Later layers go before earlier ones, clause by clause. */
export function overlay(layers: readonly Clauses[]): Clauses {
  return new Map(layers.flatMap((layer) => [...layer]));
}

/** The clauses that a name below the apex takes over from its domain: those that a name can have. */
const INHERITED = [
  'issue',
  'issuewild',
  'issuemail',
  'issuevmc',
  'iodef',
  'contacts',
  'sealed',
  'windows',
  'persist',
  'challenges',
];

/** What the ledgers hold for a domain, and the files that they are. */
export interface OfLedgers {
  readonly entries: readonly LedgerEntry[];
  readonly files: readonly string[];
}

/** Puts a domain's policy together from its clauses, defaults filled in. `issue` has to be there or is unrestricted. */
export function assembleDomain(
  declaration: Pick<DomainDeclaration, 'name' | 'at' | 'names'>,
  clauses: Clauses,
  ledgers: OfLedgers = { entries: [], files: [] },
): DomainPolicy {
  const get = <T>(key: string): T | undefined => clauses.get(key)?.value as T | undefined;
  const inherited = new Map([...clauses].filter(([key]) => INHERITED.includes(key)));
  const names = declaration.names.map((one) =>
    assembleName(one.name, one.at, overlay([inherited, one.clauses])),
  );
  return {
    ...assembleName(declaration.name, declaration.at, clauses),
    dnssec: {
      required: get<boolean>('dnssec.required') ?? false,
      ...optional('algorithms', sortedNumbers(get<readonly number[]>('dnssec.algorithms'))),
      ...optional('ds', get<NonNullable<DomainPolicy['dnssec']['ds']>>('dnssec.ds')),
      plannedDs: get<DomainPolicy['dnssec']['plannedDs']>('dnssec.plannedDs') ?? [],
      expiryHorizon: get<number>('dnssec.expiryHorizon') ?? DEFAULT_EXPIRY_HORIZON,
    },
    ...optional('nameservers', sorted(get<readonly string[]>('nameservers'))),
    names: names.sort((a, b) => (a.name < b.name ? -1 : 1)),
    own: assembleOwn(clauses, ledgers),
    includeSubdomains: get<boolean>('includeSubdomains') ?? true,
  };
}

function assembleOwn(clauses: Clauses, { entries, files }: OfLedgers): OwnCertificates {
  const get = <T>(key: string): T | undefined => clauses.get(`certificates.${key}`)?.value as T | undefined;
  return {
    keys: sorted(get<readonly string[]>('keys')) ?? [],
    certificates: sorted(get<readonly string[]>('certificates')) ?? [],
    ledger: entries,
    ...(files.length === 0 ? {} : { ledgerFiles: files }),
    attestations: get<OwnCertificates['attestations']>('attestations') ?? [],
    providers: get<OwnCertificates['providers']>('providers') ?? [],
    exhaustive: get<boolean>('exhaustive') ?? true,
  };
}

function assembleName(name: string, at: SourcePosition, clauses: Clauses): NamePolicy {
  const get = <T>(key: string): T | undefined => clauses.get(key)?.value as T | undefined;
  return {
    name,
    at,
    issue: get<NamePolicy['issue']>('issue') ?? 'unrestricted',
    ...optional('issuewild', get<NamePolicy['issue']>('issuewild')),
    ...optional('issuemail', get<NamePolicy['issue']>('issuemail')),
    ...optional('issuevmc', get<NamePolicy['issue']>('issuevmc')),
    ...optional('iodef', sorted(get<readonly string[]>('iodef'))),
    contacts: sorted(get<readonly string[]>('contacts')) ?? [],
    sealed: get<boolean>('sealed') ?? false,
    windows: get<NamePolicy['windows']>('windows') ?? [],
    persist: get<NamePolicy['persist']>('persist') ?? [],
    challenges: sorted(get<readonly string[]>('challenges')) ?? [],
    positions: Object.fromEntries([...clauses].map(([key, clause]) => [key, clause.at])),
  };
}

/** A property only if there is a value: absent and undefined are not the same in the model. */
function optional<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}

function sorted(values: readonly string[] | undefined): readonly string[] | undefined {
  return values && [...new Set(values)].sort();
}

function sortedNumbers(values: readonly number[] | undefined): readonly number[] | undefined {
  return values && [...new Set(values)].sort((a, b) => a - b);
}
