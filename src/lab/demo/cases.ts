import { sha256Hex } from '../ct/certificate.js';
import { dsText } from '../dns/ds.js';
import type { LabZone } from '../dns/zone.js';
import { HOSTING, type Lab } from '../lab.js';

/** The account that the demo's owner has at the CA. No such account is meant by it. */
export const OWN_ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/1001';
const BOUND = `0 issue "letsencrypt.org;accounturi=${OWN_ACCOUNT};validationmethods=dns-01"`;
const OPEN = '0 issue "letsencrypt.org"';
const NO_WILDCARDS = '0 issuewild ";"';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A domain of the demo: how it was set up, and what happened to it. */
export interface DemoCase {
  readonly name: string;
  /** What happened, in one sentence. */
  readonly story: string;
  /** What a check has to come to after it happened. Before, all are well. */
  readonly outcome: 'ok' | 'drift' | 'unknown';
  /** The rule that has to fire; absent for a domain that is well. */
  readonly rule?: string;
  /** CAA records as deployed at first. */
  readonly caa: readonly string[];
  readonly servers?: readonly string[];
  /** Clauses of the policy, beside the key of the own certificates. */
  readonly clauses: (zone: LabZone) => readonly string[];
  /** Lets it happen. `now` is Unix milliseconds. */
  readonly drift?: (lab: Lab, zone: LabZone, now: number) => void;
}

const boundClauses = (): readonly string[] => [
  'issue:',
  '  - ca: letsencrypt.org',
  `    account: ${OWN_ACCOUNT}`,
  '    methods: [dns-01]',
  'issuewild: none',
];
const bound = { caa: [BOUND, NO_WILDCARDS], clauses: boundClauses } as const;
const QUIET_SERVER = 'ns1.quiet.test';

export const DEMO_CASES: readonly DemoCase[] = [
  {
    name: 'example.com',
    story: 'Nothing happened: bound to one account, signed, every certificate known.',
    outcome: 'ok',
    caa: [...bound.caa, '0 iodef "mailto:security@example.com"'],
    clauses: (zone) => [
      ...boundClauses(),
      'iodef: mailto:security@example.com',
      `nameservers: [${HOSTING.join(', ')}]`,
      'dnssec:',
      '  required: true',
      '  ds:',
      ...zone.dsRdatas().map((rdata) => `    - ${dsText(rdata)}`),
    ],
  },
  {
    ...bound,
    name: 'example.net',
    story: 'The account binding was removed from the CAA record: any customer of the CA may now issue.',
    outcome: 'drift',
    rule: 'caa/binding-lost',
    drift: (_, zone) => void zone.replace('@', 'CAA', [OPEN, NO_WILDCARDS]),
  },
  {
    ...bound,
    name: 'shop.test',
    story: 'A second CA was added to the CAA set.',
    outcome: 'drift',
    rule: 'caa/undeclared-issuer',
    drift: (_, zone) => void zone.add('@', 'CAA', '0 issue "digicert.com"'),
  },
  {
    ...bound,
    name: 'bank.test',
    story: 'The DS record went from the parent: the zone counts as unsigned, and CAA can be forged.',
    outcome: 'drift',
    rule: 'dnssec/insecure',
    clauses: () => [...boundClauses(), 'dnssec: {required: true}'],
    drift: (_, zone) => void zone.setDs('none'),
  },
  {
    ...bound,
    name: 'mail.test',
    story: 'The signature of the CAA set has expired: no CA may issue, and resolvers refuse the answer.',
    outcome: 'drift',
    rule: 'dnssec/bogus',
    drift: (_, zone) => void zone.damage({ name: '@', type: 'CAA', fault: 'expired' }),
  },
  {
    name: 'jabber.example',
    story: 'Somebody else got a certificate, from the CA that is allowed. DNS is as declared.',
    outcome: 'drift',
    rule: 'ct/unknown-certificate',
    caa: [OPEN, NO_WILDCARDS],
    clauses: () => ['issue: [letsencrypt.org]', 'issuewild: none'],
    drift: (lab, _, now) =>
      lab.index.add(
        lab.ca('letsencrypt.org').issue({
          names: ['jabber.example', 'xmpp.jabber.example'],
          publicKey: lab.publicKey('somebody else'),
          notBefore: now - 5 * HOUR,
        }),
      ),
  },
  {
    ...bound,
    name: 'blog.test',
    story: 'A forgotten subdomain got a CAA set of its own, which hides that of the domain.',
    outcome: 'drift',
    rule: 'caa/shadowed',
    clauses: () => [...boundClauses(), 'names:', '  old.blog.test: {}'],
    drift: (_, zone) => void zone.add('old', 'CAA', OPEN),
  },
  {
    ...bound,
    name: 'store.test',
    story:
      'One of its two name servers missed the last change: it still gives the set that any account may use.',
    outcome: 'drift',
    rule: 'caa/servers-differ',
    drift: (lab) =>
      void lab.dns.copyAt(HOSTING[1] ?? '', 'store.test').replace('@', 'CAA', [OPEN, NO_WILDCARDS]),
  },
  {
    ...bound,
    name: 'quiet.test',
    story: 'Its name servers do not answer: nothing is known, which is not the same as all being well.',
    outcome: 'unknown',
    rule: 'caa/lookup-fails',
    servers: [QUIET_SERVER],
    drift: (lab) => lab.dns.server(QUIET_SERVER).fault({ kind: 'silent' }),
  },
];

/** Puts a case into the lab, as it was before anything happened. */
export function deploy(lab: Lab, one: DemoCase, now: number): LabZone {
  for (const server of one.servers ?? []) lab.dns.addServer(server);
  const zone = lab.addZone({
    name: one.name,
    ...(one.servers === undefined ? {} : { servers: one.servers }),
    records: [
      ['@', 'A', '192.0.2.80'],
      ['www', 'A', '192.0.2.80'],
      ...one.caa.map((caa) => ['@', 'CAA', caa] as const),
    ],
  });
  // A renewal every 60 days, with one key throughout.
  for (const age of [70, 10])
    lab.index.add(
      lab.ca('letsencrypt.org').issue({
        names: [one.name, `www.${one.name}`],
        publicKey: ownKey(lab, one),
        notBefore: now - age * DAY,
      }),
    );
  return zone;
}

/** What the policy says of a case. */
export function policyOf(lab: Lab, one: DemoCase): readonly string[] {
  return [
    `  ${one.name}:`,
    ...one.clauses(lab.dns.zone(one.name)).map((line) => `    ${line}`),
    '    certificates:',
    `      keys: [${sha256Hex(ownKey(lab, one))}]`,
  ];
}

function ownKey(lab: Lab, one: DemoCase): Buffer {
  return lab.publicKey(`owner of ${one.name}`);
}
