import {
  climb,
  meaningOf,
  NO_SET,
  STRICT,
  type Authorisation,
  type Effect,
  type GrantingTag,
  type SetMeaning,
} from '../caa/index.js';
import { readDs, readTarget, RrType } from '../dns/index.js';
import type { DomainPolicy, DsPin, Grant, Issuance, SourcePosition } from '../policy/model.js';
import { caaAnswer } from '../rules/index.js';
import { fromBase64 } from '../survey/bytes.js';
import type { DomainEvidence, LookupEvidence } from '../survey/evidence.js';
import { lookupKey } from '../survey/lookup-evidence.js';
import { deployedChallenges, deployedGrants } from './draft-validation.js';

/** Position of a clause that stands in no file yet. */
export const NOWHERE: SourcePosition = { file: '(draft)', line: 1, column: 1, endLine: 1, endColumn: 1 };

/** The policy to look with: it asks for everything about a domain and demands nothing. */
export function blankPolicy(name: string): DomainPolicy {
  return {
    name,
    at: NOWHERE,
    issue: 'unrestricted',
    contacts: [],
    sealed: false,
    windows: [],
    persist: [],
    challenges: [],
    positions: {},
    dnssec: { required: false, plannedDs: [], expiryHorizon: 3 * 86_400 },
    names: [],
    own: { keys: [], certificates: [], ledger: [], attestations: [], providers: [], exhaustive: true },
    includeSubdomains: true,
  };
}

/** What is deployed for a domain, as a policy that demands just that. Certificates are left out: nobody said they are ours. */
export function draftOf(seen: DomainEvidence): DomainPolicy {
  const set = deployedSet(seen);
  const own = (tag: GrantingTag): Issuance | undefined =>
    hasTag(set, tag) ? issuanceOf(set.effect[tag]) : undefined;
  const nameservers = nameserversOf(seen);
  const ds = dsPins(seen);
  const iodef = valuesOf(set, 'iodef');
  const issuewild = own('issuewild');
  const issuemail = own('issuemail');
  const issuevmc = own('issuevmc');
  return {
    ...blankPolicy(seen.zone),
    issue: own('issue') ?? 'unrestricted',
    ...(issuewild === undefined ? {} : { issuewild }),
    ...(issuemail === undefined ? {} : { issuemail }),
    ...(issuevmc === undefined ? {} : { issuevmc }),
    ...(iodef.length === 0 ? {} : { iodef }),
    contacts: [...valuesOf(set, 'contactemail'), ...valuesOf(set, 'contactphone')],
    persist: deployedGrants(seen, NOWHERE),
    challenges: deployedChallenges(seen),
    dnssec: {
      ...blankPolicy(seen.zone).dnssec,
      required: ds.length > 0,
      ...(ds.length === 0 ? {} : { ds }),
    },
    ...(nameservers.length === 0 ? {} : { nameservers }),
  };
}

/** Types on whose answers a draft rests. */
const NEEDED: ReadonlySet<string> = new Set(['CAA', 'DS', 'DNSKEY', 'NS', 'TXT']);

/** What could not be looked up, so that a draft would be a guess. */
export function unseenOf(seen: DomainEvidence): readonly LookupEvidence[] {
  return Object.values(seen.lookups).filter(
    ({ type, state }) => NEEDED.has(type) && (state === 'indeterminate' || state === 'bogus'),
  );
}

function deployedSet(seen: DomainEvidence): SetMeaning {
  const path = climb(seen.zone, (name) => caaAnswer(seen.lookups[lookupKey(name, 'CAA')]), STRICT);
  return path.kind === 'found' ? meaningOf(path.answer.rdatas, STRICT) : NO_SET;
}

function hasTag({ properties }: SetMeaning, tag: GrantingTag): boolean {
  return properties.some((one) => one.kind === 'grant' && one.tag === tag);
}

function issuanceOf(effect: Effect): Issuance {
  if (effect.kind === 'unrestricted') return 'unrestricted';
  const grants = new Map<string, Authorisation[]>();
  for (const one of effect.grants) {
    const key = JSON.stringify([one.issuer, one.methods]);
    grants.set(key, [...(grants.get(key) ?? []), one]);
  }
  return [...grants.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [grantOf(first, more)],
  );
}

/** Records that differ in the account alone are one clause. One without an account lets any in, whatever the others say. */
function grantOf(first: Authorisation, more: readonly Authorisation[]): Grant {
  const accounts = [...new Set([first, ...more].map(({ account }) => account))].sort();
  return {
    ca: first.issuer,
    accounts: accounts.includes('any') ? 'any' : accounts,
    methods: first.methods,
    at: NOWHERE,
  };
}

function valuesOf({ properties }: SetMeaning, tag: string): string[] {
  return properties.flatMap((one) => (one.kind === 'other' && one.tag === tag ? [one.value] : []));
}

function rdatasOf(
  seen: DomainEvidence,
  type: 'NS' | 'DS',
): { readonly type: number; readonly rdata: Uint8Array }[] {
  const rdatas = seen.lookups[lookupKey(seen.zone, type)]?.answer?.rdatas ?? [];
  return rdatas.map((rdata) => ({ type: RrType[type], rdata: fromBase64(rdata) }));
}

function nameserversOf(seen: DomainEvidence): readonly string[] {
  return rdatasOf(seen, 'NS')
    .map((record) => readTarget(record)?.toCanonicalString())
    .filter((name) => name !== undefined)
    .sort();
}

function dsPins(seen: DomainEvidence): readonly DsPin[] {
  // Only a chain that holds may be demanded: a DS set that leads nowhere is a fault to mend, not a policy.
  if (seen.lookups[lookupKey(seen.zone, 'SOA')]?.state !== 'secure') return [];
  return rdatasOf(seen, 'DS')
    .map((record) => readDs(record))
    .filter((ds) => ds !== undefined)
    .map((ds) => ({ ...ds, digest: Buffer.from(ds.digest).toString('hex') }));
}
