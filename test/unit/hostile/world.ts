import { DnsName } from '../../../src/base/name.js';
import type { Policy, SourcePosition, Waiver } from '../../../src/policy/model.js';
import { judge, type Judgement } from '../../../src/rules/index.js';
import {
  BOUND,
  caaRdata,
  certificate,
  DAY,
  evidenceOf,
  grant,
  issued,
  namePolicy,
  nsRdata,
  NOW,
  OUR_KEY,
  policyOf,
  records,
  seenOf,
} from '../../../src/rules/testing/builder.js';
import type { Evidence, LookupEvidence } from '../../../src/survey/evidence.js';
import { hostilePlan } from './plan.js';

/** Everything that somebody else writes and that a run reads, one word each. */
export const FIELDS = [
  'caa-value', 'caa-tag', 'caa-odd-value', 'caa-octets', 'caa-parameter', 'txt', 'ns-name', 'alias-target', 'zone-of-answer', 'resolver-detail', 'resolver-server',
  'resolver-code', 'vantage', 'vantage-detail', 'server-name', 'server-address', 'server-failure', 'san-dns', 'san-ip', 'san-email', 'san-uri', 'san-other',
  'common-name', 'issuer-name', 'serial', 'certificate-problem', 'certificate-oddity', 'issuer-caa', 'report-to', 'ct-source', 'ct-error', 'ct-error-code',
  'ct-contradiction', 'canary-name', 'canary-error', 'log-name', 'log-error', 'log-url', 'log-contradiction', 'log-list-error', 'sct-log', 'sct-detail',
  'sct-problem', 'ct-policy-reason', 'attested-repository', 'attested-workflow', 'attestation-rejected', 'attestation-error', 'plan-address', 'plan-value',
  'plan-owner', 'plan-reason', 'plan-fault', 'plan-attribute', 'plan-what', 'policy-file', 'waiver-reason', 'waiver-owner', 'waiver-subject', 'waiver-day',
  'ledger-note', 'ledger-name', 'policy-ca', 'policy-account', 'policy-iodef', 'policy-reviewer', 'provider', 'lock-file', 'shard-why', 'base-problem',
  'reviewer', 'reviews-unseen', 'lock-unusable', 'commit', 'fork-name', 'moved-from',
] as const; // prettier-ignore
export type Field = (typeof FIELDS)[number];

/** What each field holds. */
export type Values = (field: Field) => string;

const octets = (value: string, most: number): Buffer => Buffer.from(value, 'utf8').subarray(0, most);
/** A name whose first label is what a stranger wrote, as it is read from a message. */
export const named = (value: string, below = 'example.com'): string => {
  const label = octets(value === '' ? 'a' : value, 60);
  return DnsName.fromLabels([label, ...below.split('.').map((one) => Buffer.from(one))])
    .toString()
    .toLowerCase();
};
const FAR = NOW + 30 * DAY;

/** What the judge makes of a world in which nearly every one of these fields holds what a stranger wrote. */
export function hostileWorld(value: Values): Judgement {
  return judge(hostilePolicy(value), evidence(value), NOW);
}

export function hostilePolicy(value: Values): Policy {
  const at: SourcePosition = { file: value('policy-file'), line: 3, column: 5, endLine: 3, endColumn: 9 };
  const waiver = (over: Partial<Waiver>): Waiver => ({
    rule: 'ct/unknown-certificate',
    subject: 'example.com',
    reason: value('waiver-reason'),
    owner: value('waiver-owner'),
    expires: { day: '2026-12-31' },
    at,
    ...over,
  });
  const foreign = grant(value('policy-ca'), { accounts: [value('policy-account')], at });
  return policyOf(
    {
      at,
      issue: [BOUND, foreign],
      iodef: [value('policy-iodef')],
      nameservers: ['ns1.example.net'],
      positions: { issue: at, nameservers: at, iodef: at },
      names: [namePolicy('www.example.com', { at }), namePolicy('mail.example.com', { at })],
      own: {
        providers: [{ provider: value('provider'), ca: ['pki.goog'], names: ['www.example.com'], at }],
        attestations: [{ repository: 'org/domains', workflow: 'renew.yml', issuer: 'https://issuer', at }],
        ledger: [
          {
            kind: 'certificate',
            tbsSha256: '55'.repeat(32),
            names: [value('ledger-name')],
            notBefore: NOW - 2 * DAY,
            notAfter: FAR,
            note: value('ledger-note'),
            at,
          },
        ],
      },
    },
    {
      files: [value('policy-file')],
      waivers: [
        waiver({ rule: 'dnssec/expiring', subject: value('waiver-subject') }),
        waiver({ rule: 'caa/flags-odd' }),
        waiver({ expires: { malformed: value('waiver-day') } }),
        waiver({ rule: 'ct/unknown-certificate', expires: { day: '2020-01-01' } }),
      ],
      lock: {
        file: value('lock-file'),
        policy: policyOf({ issue: [BOUND], iodef: [value('policy-iodef')] }),
        digests: new Map([['example.com', '00'.repeat(32)]]),
        ledgerFiles: new Map(),
      },
    },
  );
}

function evidence(value: Values): Evidence {
  const failure = { code: value('ct-error-code'), detail: value('ct-error') };
  const base = evidenceOf({
    ...seenOf(lookups(value), [
      issued(certificates(value), { contradictions: [value('ct-contradiction')] }),
      issued([], { source: value('ct-source'), complete: false, failure }),
    ]),
    servers: servers(value),
    vantages: [
      { resolver: value('vantage'), lookups: { 'example.com/CAA': failedLookup(value, 'example.com', 'vantage-detail') } },
      { resolver: 'https://dns.example/dns-query', lookups: { 'example.com/CAA': records('example.com', 'CAA', [unknownTag(value)]) } },
    ],
    proofs: proofs(value),
    attestations: [
      {
        tbsSha256: certificate(1, []).facts.tbsSha256,
        bundles: [''],
        identities: [
          {
            issuer: 'https://issuer',
            repository: value('attested-repository'),
            workflow: value('attested-workflow'),
            ref: 'refs/heads/main',
          },
        ],
        rejected: [value('attestation-rejected')],
        failure: { code: 'unavailable', detail: value('attestation-error') },
      },
    ],
  }); // prettier-ignore
  return {
    ...base,
    canaries: [
      { source: 'certspotter', name: value('canary-name'), newest: NOW - 20 * DAY },
      { source: value('ct-source'), name: 'canary.example', failure: { code: 'http', detail: value('canary-error') } },
    ],
    logList: { from: 'packaged', timestamp: NOW - 200 * DAY, logs: 9, failure: { code: 'network', detail: value('log-list-error') } },
    logs: [
      { id: 'aa'.repeat(32), description: value('log-name'), failure: { code: 'http', detail: value('log-error') } },
      {
        id: 'bb'.repeat(32),
        description: value('log-name'),
        head: head(9),
        since: { ...head(12), consistency: { state: 'contradicted', why: 'shrunk', detail: value('log-contradiction') } },
      },
      {
        id: 'cc'.repeat(32),
        description: value('log-name'),
        head: head(9),
        since: { ...head(5), consistency: { state: 'unseen', failure: { code: 'not-found', detail: value('log-error'), url: value('log-url') } } },
      },
    ],
    merged: { of: 3, policy: '00'.repeat(32), missing: [{ index: 2, why: value('shard-why') }] },
    plan: hostilePlan(value),
  }; // prettier-ignore
}

function head(size: number) {
  return { size, root: '', timestamp: NOW - DAY, signature: '' };
}

function unknownTag(value: Values): Buffer {
  const tag = octets(value('caa-tag'), 255);
  return Buffer.concat([Buffer.of(128, tag.length), tag, octets(value('caa-odd-value'), 4_000)]);
}

function failedLookup(value: Values, name: string, detail: Field, type = 'CAA'): LookupEvidence {
  return {
    name,
    type,
    state: 'indeterminate',
    reason: { code: value('resolver-code'), name, detail: value(detail), server: value('resolver-server'), zone: 'example.com' },
  }; // prettier-ignore
}

function lookups(value: Values): readonly LookupEvidence[] {
  const label = octets(value('ns-name'), 60);
  const ns = Buffer.concat([Buffer.of(label.length), label, nsRdata('example.net')]);
  const txt = octets(value('txt'), 250);
  const issue = Buffer.concat([Buffer.of(0, 5), Buffer.from('issue'), octets(value('caa-value'), 4_000)]);
  const parameter = octets(`letsencrypt.org; accounturi=${value('caa-parameter')}`, 4_000);
  const persist = octets(`${value('txt')}; accounturi=${value('txt')}`, 250);
  return [
    records('example.com', 'CAA', [
      issue,
      unknownTag(value),
      octets(value('caa-octets'), 4_000),
      Buffer.concat([Buffer.of(1, 5), Buffer.from('issue'), parameter]),
      caaRdata('0 issue letsencrypt.org'),
    ]),
    records('www.example.com', 'CAA', [caaRdata('0 issue pki.goog')], {
      zone: named(value('zone-of-answer'), 'com'),
      aliases: [{ from: 'www.example.com', to: named(value('alias-target'), 'example.net'), via: 'CNAME' }],
      owner: named(value('alias-target'), 'example.net'),
    }),
    failedLookup(value, 'mail.example.com', 'resolver-detail'),
    failedLookup(value, 'example.com', 'resolver-detail', 'DNSKEY'),
    records('example.com', 'NS', label.length === 0 ? [] : [ns]),
    records('_acme-challenge.example.com', 'TXT', [Buffer.concat([Buffer.of(txt.length), txt])]),
    records('_validation-persist.example.com', 'TXT', [Buffer.concat([Buffer.of(persist.length), persist])]),
  ];
}

function servers(value: Values) {
  const name = named(value('server-name'), 'example.net');
  const answer = { name: 'example.com', type: 'SOA', transport: 'udp' as const };
  return [
    {
      zone: 'example.com',
      parentSeen: true,
      childUnseen: { code: 'timeout', detail: value('server-failure') },
      servers: [
        { name, atParent: true, atChild: false, glue: ['192.0.2.1'], addresses: [value('server-address')] },
        { name: 'ns2.example.net', atParent: false, atChild: true, glue: [], addresses: ['192.0.2.2'] },
      ],
      answers: [
        { ...answer, address: value('server-address'), failure: { code: 'timeout', detail: value('server-failure') } },
        { ...answer, address: '192.0.2.2', failure: { code: 'refused', detail: value('server-failure') } },
      ],
    },
  ]; // prettier-ignore
}

function certificates(value: Values) {
  const theirs = { spkiSha256: '66'.repeat(32), issuer: value('issuer-name'), serial: value('serial') };
  const holding = (seed: number, kind: 'dns' | 'ip' | 'email' | 'uri' | 'other', field: Field) =>
    certificate(seed, [], {
      ...theirs,
      names: [
        {
          from: 'san',
          kind,
          value: kind === 'email' ? `${value(field)}@example.com` : `${value(field)}.example.com`,
        },
        { from: 'san', kind: 'dns', value: 'www.example.com' },
        { from: 'cn', kind: 'dns', value: `${value('common-name')}.example.com` },
      ],
    });
  return [
    { ...holding(1, 'dns', 'san-dns'), hints: { reporting: value('report-to'), revoked: false } },
    holding(2, 'ip', 'san-ip'),
    holding(3, 'email', 'san-email'),
    holding(4, 'uri', 'san-uri'),
    holding(5, 'other', 'san-other'),
    certificate(6, ['www.example.com'], theirs, { domains: [value('issuer-caa')], from: 'source' }),
    certificate(7, ['www.example.com'], { ...theirs, problems: [value('certificate-problem')] }, { domains: [], from: 'none' }),
    certificate(8, ['www.example.com'], { spkiSha256: OUR_KEY, oddities: [value('certificate-oddity')] }),
    certificate(9, ['www.example.com'], theirs, { domains: ['pki.goog'], from: 'table' }),
  ]; // prettier-ignore
}

function proofs(value: Values) {
  const sct = { logId: 'dd'.repeat(32), log: value('sct-log'), timestamp: NOW - 5 * DAY };
  const url = value('log-url');
  const detail = value('sct-detail');
  return [1, 2, 3].map((seed) => ({
    sha256: certificate(seed, []).facts.sha256,
    scts: [
      { ...sct, signature: 'valid' as const, inclusion: { state: 'unseen' as const, failure: { code: 'not-found' as const, detail, url } } },
      { ...sct, signature: 'valid' as const, inclusion: { state: 'contradicted' as const, why: 'root' as const, detail } },
      { ...sct, signature: 'valid' as const, inclusion: { state: 'not-included' as const, due: NOW - DAY, size: 9, headAt: NOW - DAY } },
      { ...sct, signature: 'unknown-log' as const },
    ],
    problems: [value('sct-problem')],
    policies: [
      { policy: 'chrome', outcome: 'missed' as const, needed: 2, counted: 1, reasons: [value('ct-policy-reason')] },
      { policy: value('ct-policy-reason'), outcome: 'unknown' as const, needed: 2, counted: 1, reasons: [value('ct-policy-reason')] },
    ],
  })); // prettier-ignore
}
