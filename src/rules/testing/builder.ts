import { DnsName } from '../../base/name.js';
import { caaRecord, writeCaaRdata } from '../../caa/index.js';
import type {
  DomainPolicy,
  Grant,
  NamePolicy,
  OwnCertificates,
  Policy,
  SourcePosition,
} from '../../policy/model.js';
import type {
  CertificateEvidence,
  DomainEvidence,
  Evidence,
  IssuanceEvidence,
  LookupEvidence,
} from '../../survey/evidence.js';

/** The moment at which tests judge: 2026-11-23, noon. */
export const NOW = Date.UTC(2026, 10, 23, 12);
export const DAY = 86_400_000;
export const ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';
export const OUR_KEY = '11'.repeat(32);

const AT: SourcePosition = { file: 'policy.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };

export function grant(ca = 'letsencrypt.org', more: Partial<Grant> = {}): Grant {
  return { ca, accounts: 'any', methods: 'any', at: AT, ...more };
}

/** The grant that binds everything. */
export const BOUND = grant('letsencrypt.org', { accounts: [ACCOUNT], methods: ['dns-01'] });
export const BOUND_VALUE = `letsencrypt.org;accounturi=${ACCOUNT};validationmethods=dns-01`;

export function namePolicy(name: string, more: Partial<NamePolicy> = {}): NamePolicy {
  return {
    name,
    at: AT,
    issue: [BOUND],
    contacts: [],
    sealed: false,
    windows: [],
    persist: [],
    challenges: [],
    positions: {},
    ...more,
  };
}

/** What a test says of a domain; of what is ours only what it is about. */
export type DomainSpec = Partial<Omit<DomainPolicy, 'own'>> & { readonly own?: Partial<OwnCertificates> };

export function domainPolicy({ own, ...more }: DomainSpec = {}): DomainPolicy {
  return {
    ...namePolicy('example.com'),
    dnssec: { required: true, plannedDs: [], expiryHorizon: 3 * 86_400 },
    names: [],
    own: {
      keys: [OUR_KEY],
      certificates: [],
      ledger: [],
      attestations: [],
      providers: [],
      exhaustive: true,
      ...own,
    },
    includeSubdomains: true,
    ...more,
  };
}

export function policyOf(domain: DomainSpec = {}, more: Partial<Policy> = {}): Policy {
  return {
    version: 1,
    domains: [domainPolicy(domain)],
    waivers: [],
    failOn: {},
    files: ['policy.yaml'],
    ...more,
  };
}

type State = LookupEvidence['state'];
type AnswerEvidence = NonNullable<LookupEvidence['answer']>;

/** A lookup that gave records: RDATA as given. */
export function records(
  name: string,
  type: string,
  rdatas: readonly Uint8Array[],
  more: Partial<AnswerEvidence> & { readonly state?: State; readonly code?: string } = {},
): LookupEvidence {
  const { state = 'secure', code = 'delegation-insecure', ...answer } = more;
  return {
    name,
    type,
    state,
    ...(state === 'secure' ? {} : { reason: { code, name, detail: `${name} is ${state}` } }),
    answer: {
      owner: name,
      zone: 'example.com',
      aliases: [],
      kind: rdatas.length === 0 ? 'nodata' : 'records',
      ttl: 300,
      rdatas: rdatas.map(base64),
      signatures: [],
      ...answer,
    },
  };
}

/** A CAA lookup; each record as `flags tag value`, or raw RDATA. */
export function caa(
  name: string,
  set: readonly (string | Uint8Array)[],
  more: Parameters<typeof records>[3] = {},
): LookupEvidence {
  return records(
    name,
    'CAA',
    set.map((one) => (typeof one === 'string' ? caaRdata(one) : one)),
    more,
  );
}

export function caaRdata(record: string): Uint8Array {
  const [flags = '', tag = '', ...value] = record.split(' ');
  return writeCaaRdata(caaRecord(Number(flags), tag, value.join(' ')));
}

/** A lookup without an answer. */
export function failed(
  name: string,
  type: string,
  state: 'bogus' | 'indeterminate',
  code: string,
): LookupEvidence {
  return { name, type, state, reason: { code, name, detail: `${name} ${type} failed`, zone: name } };
}

export const KEY_13 = Uint8Array.of(1, 1, 3, 13, ...Array.from({ length: 64 }, () => 7));
export const DS_13 = Uint8Array.of(0x12, 0x34, 13, 2, ...Array.from({ length: 32 }, () => 9));

export function nsRdata(name: string): Uint8Array {
  return DnsName.parse(name).toWire();
}

/** A signed domain whose CAA set is exactly what `domainPolicy` asks for; `lookups` replace those of their name and type. */
export function seenOf(
  lookups: readonly LookupEvidence[] = [],
  issuance: readonly IssuanceEvidence[] = [issued()],
): DomainEvidence {
  const all = [
    caa('example.com', [`0 issue ${BOUND_VALUE}`]),
    caa('com', []),
    records('example.com', 'DS', [DS_13], { zone: 'com' }),
    records('example.com', 'DNSKEY', [KEY_13]),
    records('example.com', 'NS', [nsRdata('ns1.example.net'), nsRdata('ns2.example.net')]),
    records('example.com', 'SOA', [Uint8Array.of(0)]),
    records('_acme-challenge.example.com', 'TXT', []),
    records('_validation-persist.example.com', 'TXT', []),
    ...lookups,
  ];
  return {
    zone: 'example.com',
    lookups: Object.fromEntries(all.map((one) => [`${one.name}/${one.type}`, one])),
    issuance,
  };
}

/** `seenOf` without one lookup. */
export function without(seen: DomainEvidence, key: string): DomainEvidence {
  return {
    ...seen,
    lookups: Object.fromEntries(Object.entries(seen.lookups).filter(([one]) => one !== key)),
  };
}

export function evidenceOf(...domains: readonly DomainEvidence[]): Evidence {
  return {
    format: 'caa-guard/evidence/1',
    tool: { name: 'caa-guard', version: '0.0.0' },
    startedAt: NOW - 2000,
    finishedAt: NOW - 1000,
    vantage: { mode: 'iterative', servers: [] },
    anchors: [],
    domains,
    exchanges: [],
  };
}

/** What a source showed. */
export function issued(
  certificates: readonly CertificateEvidence[] = [],
  more: Partial<IssuanceEvidence> = {},
): IssuanceEvidence {
  return { source: 'certspotter', complete: true, includeSubdomains: true, certificates, ...more };
}

type Facts = CertificateEvidence['facts'];

/** A certificate from Let's Encrypt for `names`, with our key; `seed` makes its digests. */
export function certificate(
  seed: number,
  names: readonly string[],
  facts: Partial<Facts> = {},
  issuerCaa: CertificateEvidence['issuerCaa'] = { domains: ['letsencrypt.org'], from: 'table' },
): CertificateEvidence {
  const hex = (part: number) => (seed * 16 + part).toString(16).padStart(64, '0');
  return {
    der: '',
    sourceId: String(seed),
    issuerCaa,
    facts: {
      sha256: hex(1),
      tbsSha256: hex(2),
      spkiSha256: OUR_KEY,
      precertificate: false,
      serial: `04${seed}`,
      issuer: 'C=US, O=Some CA, CN=R1',
      notBefore: NOW - 10 * DAY,
      notAfter: NOW + 80 * DAY,
      names: names.map((value) => ({ from: 'san', kind: 'dns', value })),
      problems: [],
      ...facts,
    },
  };
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64');
}
