import { createHash } from 'node:crypto';
import { VirtualClock } from '../clock.js';
import type { Issued } from '../ct/ca.js';
import { sha256Hex } from '../ct/certificate.js';
import { createLab, type Lab } from '../lab.js';
import { JABBER_DOMAINS, JABBER_EVENTS, OWNER_ACCOUNT, type JabberEvent } from './events.js';
import {
  certificateEntry,
  dayOf,
  ledgerText,
  oursClause,
  requestEntry,
  textOf,
  type JabberKnowing,
} from './ours.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Label of the owner's key. */
const OWNER = 'owner of jabber.ru';
/** How long before and after a renewal a sealed zone is open. */
const WINDOW = HOUR;

/**
 * How the owner's zones stand, and with which policy:
 * - `as-it-was`: no CAA record, unsigned. The policy only says which certificates are known.
 * - `baseline`: the CA is named, and nothing else; unsigned.
 * - `strict`: bound to the owner's account and to dns-01, signed.
 * - `sealed`: as strict for an hour round each renewal; nobody may issue at any other time.
 */
export type JabberDeployment = 'as-it-was' | 'baseline' | 'strict' | 'sealed';
export const JABBER_DEPLOYMENTS: readonly JabberDeployment[] = ['as-it-was', 'baseline', 'strict', 'sealed'];

/**
 * The jabber.ru case of 2023 as a reconstruction on a virtual clock: a world of its own, with a CA that plays Let's
 * Encrypt. Go to a time, look at the world with a check, ask what CAA says to the request of an event, and let the CA
 * grant it or not: the lab's CA obeys whoever replays.
 */
export class JabberReplay {
  readonly clock = new VirtualClock((JABBER_EVENTS[0]?.at ?? 0) - DAY);
  readonly lab: Lab;
  readonly events = JABBER_EVENTS;
  readonly #granted = new Map<JabberEvent, Issued>();

  readonly knowing: JabberKnowing;

  constructor(
    readonly deployment: JabberDeployment,
    { knowing = 'key', ...options }: { readonly seed?: string; readonly knowing?: JabberKnowing } = {},
  ) {
    this.knowing = knowing;
    this.lab = createLab({ clock: this.clock, since: Date.parse('2022-01-01T00:00:00Z'), ...options });
    const signing = deployment === 'as-it-was' || deployment === 'baseline' ? 'unsigned' : {};
    for (const name of JABBER_DOMAINS)
      this.lab.addZone({ name, signing, records: [['@', 'A', '192.0.2.52']] });
    this.#deploy();
  }

  /** Sets the virtual time, and the CAA records as they stand then. Time may go back. */
  goTo(at: number): void {
    this.clock.set(at);
    this.#deploy();
  }

  /** The CA issues what the event asks for; CT shows it from then on. Twice is once. */
  grant(event: JabberEvent): Issued {
    const known = this.#granted.get(event);
    if (known !== undefined) return known;
    const { at, notAfter, names, kind, serialBegins } = event;
    const nth = this.events.indexOf(event);
    const publicKey = kind === 'renewal' ? this.#ownerKey(event) : this.lab.publicKey(`attacker ${nth}`);
    const serial = serialBegins === undefined ? {} : { serial: serialFrom(serialBegins) };
    const issued = this.lab
      .ca('letsencrypt.org')
      .issue({ names, publicKey, notBefore: at, notAfter, ...serial });
    this.lab.index.add(issued);
    this.#granted.set(event, issued);
    return issued;
  }

  /** Everything happens as it did: CT shows each certificate from its day on. */
  grantAll(): void {
    for (const event of this.events) this.grant(event);
  }

  /** The certificate that an event led to, if it was granted. */
  grantedTo(event: JabberEvent): Issued | undefined {
    return this.#granted.get(event);
  }

  /** Text of the policy (YAML) that goes with the deployment. */
  policy(): string {
    const base = this.deployment === 'as-it-was' ? 'baseline' : this.deployment;
    return [
      '# Reconstruction of the jabber.ru case of 2023 in a lab. Keys and accounts are made up.',
      'version: 1',
      `extends: caa-guard:${base}`,
      'domains:',
      ...JABBER_DOMAINS.flatMap((name) => [`  ${name}:`, ...this.#clauses().map((line) => `    ${line}`)]),
      '',
    ].join('\n');
  }

  /** Text of the ledger (YAML) as it stands at the clock's time, for `csr` and `certificate`. */
  ledger(): string {
    const now = this.clock.now();
    return ledgerText(
      JABBER_DOMAINS,
      this.events
        .filter(({ kind }) => kind === 'renewal')
        .flatMap((event) =>
          this.knowing === 'csr'
            ? requestEntry(event, sha256Hex(this.#ownerKey(event)), now)
            : certificateEntry(event, this.#granted.get(event)?.tbsSha256, now),
        ),
    );
  }

  start(): Promise<void> {
    return this.lab.start();
  }

  stop(): Promise<void> {
    return this.lab.stop();
  }

  /** What is deployed at the clock's time. */
  caa(): readonly string[] {
    const bound = `0 issue "letsencrypt.org;accounturi=${OWNER_ACCOUNT};validationmethods=dns-01"`;
    switch (this.deployment) {
      case 'as-it-was':
        return [];
      case 'baseline':
        return ['0 issue "letsencrypt.org"'];
      case 'strict':
        return [bound, '0 issuewild ";"'];
      case 'sealed':
        return [
          this.#isOpen() ? bound : '0 issue ";"',
          '0 issuewild ";"',
          '0 issuemail ";"',
          '0 issuevmc ";"',
        ];
    }
  }

  #deploy(): void {
    for (const name of JABBER_DOMAINS) this.lab.dns.zone(name).replace('@', 'CAA', this.caa());
  }

  #isOpen(): boolean {
    const now = this.clock.now();
    return this.#renewals().some((at) => at - WINDOW <= now && now < at + WINDOW);
  }

  #renewals(): readonly number[] {
    return this.events.filter(({ kind }) => kind === 'renewal').map(({ at }) => at);
  }

  #ownerKey(event: JabberEvent): Buffer {
    return this.lab.publicKey(this.knowing === 'key' ? OWNER : `${OWNER}, ${dayOf(event.at)}`);
  }

  #clauses(): readonly string[] {
    const certificates = ['certificates:', `  ${oursClause(this.knowing, this.lab.publicKey(OWNER))}`];
    const account = ['  - ca: letsencrypt.org', `    account: ${OWNER_ACCOUNT}`, '    methods: [dns-01]'];
    switch (this.deployment) {
      case 'as-it-was':
        return ['issue: unrestricted', ...certificates];
      case 'baseline':
        return ['issue: [letsencrypt.org]', ...certificates];
      case 'strict':
        return ['issue:', ...account, ...certificates];
      case 'sealed':
        return ['issue:', ...account, 'windows:', ...this.#windows(), ...certificates];
    }
  }

  #windows(): readonly string[] {
    return this.#renewals().map((at) => `  - {from: ${textOf(at - WINDOW)}, to: ${textOf(at + WINDOW)}}`);
  }
}

/** 18 octets, as Let's Encrypt's are, of which only the first are those of the real one. */
function serialFrom(begins: string): Buffer {
  const rest = createHash('sha256').update(`serial ${begins}`).digest();
  return Buffer.concat([Buffer.from(begins, 'hex'), rest]).subarray(0, 18);
}
