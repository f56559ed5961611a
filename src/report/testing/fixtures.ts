import { outside, own, text } from '../../base/text.js';
import type { Finding, Judgement } from '../../rules/model.js';

/** 2026-11-23 14:06:10 UTC. */
export const SEEN_AT = Date.UTC(2026, 10, 23, 14, 6, 10);

const ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/1234567';

function at(line: number, column: number, endColumn: number): NonNullable<Finding['at']> {
  return { file: 'caa-guard.yaml', line, column, endLine: line, endColumn };
}

/** A finding with everything that a test does not care about. */
export function finding(over: Partial<Finding> = {}): Finding {
  return {
    id: '00f1e2d3c4b5a697',
    rule: 'caa/missing',
    kind: 'drift',
    severity: 'critical',
    actor: 'you',
    zone: 'example.com',
    subject: 'example.com',
    title: own('no CAA records are deployed, so that every CA may issue'),
    detail: [],
    diff: [],
    mend: [],
    fails: true,
    ...over,
  };
}

export function judgement(over: Partial<Judgement> = {}): Judgement {
  return { outcome: 'ok', now: SEEN_AT, observedAt: SEEN_AT, domains: [], findings: [], ...over };
}

export const FOREIGN_CERTIFICATE = finding({
  id: '8b0a6c3fb7e2d951',
  rule: 'ct/unknown-certificate',
  subject: '9f2c51d0aa77e3b4c8f16d02e95b8a3740c1fe6b2d98a7035e41bb6cf0d2187e',
  title: text`${outside("Let's Encrypt")} issued a certificate for ${outside('xmpp.example.com')} that is not known to be yours`,
  detail: [
    text`Its CA is one that you allow, so a list of allowed CAs does not see it. Whoever holds its key can answer as ${outside('xmpp.example.com')} to every client until it expires.`,
  ],
  diff: [
    {
      op: '+',
      text: text`certificate ${outside('9f2c51d0aa77e3b4c8f16d02e95b8a3740c1fe6b2d98a7035e41bb6cf0d2187e')}`,
    },
    { op: ' ', text: text`names       ${outside('xmpp.example.com')}` },
    {
      op: ' ',
      text: text`issuer      ${outside("CN=E7,O=Let's Encrypt,C=US")}`,
      note: text`${outside('letsencrypt.org')}`,
    },
    { op: ' ', text: text`valid       2026-11-18 to 2027-02-16` },
  ],
  mend: [
    text`If it is yours, add the key under \`certificates\` in the policy.`,
    text`If not, treat it as an attack: have it revoked, and look for who can answer for ${outside('xmpp.example.com')}.`,
  ],
  at: at(12, 5, 17),
});

export const BINDING_LOST = finding({
  id: '0d4f7a1be92c8356',
  rule: 'caa/binding-lost',
  actor: 'dns-provider',
  title: text`${outside('letsencrypt.org')} may issue to any account: the binding to yours is not deployed`,
  detail: [
    text`The CA is right, and everybody can have an account there. Whoever passes one validation for ${outside('example.com')} gets a certificate.`,
    own('This is how the attack on jabber.ru worked in 2023.'),
  ],
  diff: [
    {
      op: '-',
      text: text`example.com. CAA 0 issue "${outside(`letsencrypt.org; accounturi=${ACCOUNT}; validationmethods=dns-01`)}"`,
    },
    {
      op: '+',
      text: text`example.com. CAA 0 issue "${outside('letsencrypt.org')}"`,
      note: own('any account, any method'),
    },
    { op: ' ', text: text`example.com. CAA 0 iodef "${outside('mailto:security@example.com')}"` },
  ],
  mend: [
    text`Replace the record by: ${outside(`example.com. IN CAA 0 issue "letsencrypt.org; accounturi=${ACCOUNT}; validationmethods=dns-01"`)}`,
  ],
  at: at(7, 7, 30),
});

export const WAIVED = finding({
  id: 'aa10c2e4907be3f1',
  rule: 'caa/flags-odd',
  kind: 'weakness',
  severity: 'low',
  zone: 'example.net',
  subject: 'example.net',
  title: text`a record of ${outside('example.net')} has the flags 1, which has no meaning`,
  mend: [own('Set the flags to 0.')],
  waived: {
    reason: 'the provider cannot write 0 until its next release',
    owner: 'dns-team',
    until: '2026-12-31',
  },
  fails: false,
});

export const BLIND = finding({
  id: '5be1d09a6c47f238',
  rule: 'survey/unreachable',
  kind: 'unknown',
  severity: 'high',
  actor: 'log-operator',
  zone: 'example.org',
  subject: 'certspotter',
  title: text`certificates of ${outside('example.org')} could not be seen: the source answered with HTTP 503`,
  detail: [
    own(
      'A certificate that is not yours would not be noticed now. This says nothing about whether there is one.',
    ),
  ],
  mend: [own('Run the check again. If it stays, configure a second source.')],
  fails: false,
});

export const EXPIRING = finding({
  id: '31c9e00b7f6a42d8',
  rule: 'dnssec/expiring',
  kind: 'forecast',
  severity: 'medium',
  zone: 'example.net',
  subject: 'example.net/DNSKEY',
  title: text`signatures of ${outside('example.net')} expire in 2 days; the policy asks for 3`,
  detail: [own('After that no validating CA can look up CAA: renewals fail.')],
  mend: [own('Have the zone signed again.')],
  fails: false,
});

/** Something of every kind. */
export const EVERYTHING: Judgement = judgement({
  outcome: 'drift',
  domains: [
    {
      zone: 'example.com',
      outcome: 'drift',
      checked: [own('CAA at 3 names, all answers validated'), own('14 certificates from 1 source')],
    },
    {
      zone: 'example.edu',
      outcome: 'ok',
      checked: [own('CAA at 1 name, all answers validated'), own('2 certificates from 1 source')],
    },
    { zone: 'example.info', outcome: 'ok', checked: [own('CAA at 1 name, all answers validated')] },
    { zone: 'example.net', outcome: 'ok', checked: [own('CAA at 2 names, all answers validated')] },
    { zone: 'example.org', outcome: 'unknown', checked: [own('CAA at 1 name, all answers validated')] },
  ],
  findings: [BINDING_LOST, FOREIGN_CERTIFICATE, BLIND, EXPIRING, WAIVED],
});

export const ALL_OK: Judgement = judgement({
  domains: EVERYTHING.domains.map((domain) => ({ ...domain, outcome: 'ok' as const })),
});

/** Every field that can come from outside, holding `value`. */
export function hostileJudgement(value: string): Judgement {
  const one = finding({
    zone: value,
    subject: value,
    title: text`${outside(value)} and ${outside(value)}`,
    detail: [text`${outside(value)}`],
    diff: [{ op: '+', text: text`${outside(value)}`, note: text`${outside(value)}` }],
    mend: [text`${outside(value)}`, text`${outside(value)}`],
    at: { ...at(1, 1, 2), file: value },
    waived: { reason: value, owner: value, until: value },
  });
  const { waived: _, ...failing } = one;
  return judgement({
    outcome: 'drift',
    domains: [
      { zone: value, outcome: 'drift', checked: [text`${outside(value)}`] },
      { zone: `${value}.ok`, outcome: 'ok', checked: [text`${outside(value)}`] },
      { zone: `${value}.blind`, outcome: 'unknown', checked: [text`${outside(value)}`] },
    ],
    findings: [one, failing],
  });
}
