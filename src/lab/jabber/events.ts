/**
 * What happened to jabber.ru and xmpp.ru, as a list. The six certificates of the attacker are those of the public report
 * of October 2023 (names, days, beginnings of serials). All else is made up for this reconstruction: the owner's renewals,
 * the accounts, the time of day, the keys, and the method of validation, of which only is known that it passed through
 * the hosts' network.
 */
export interface JabberEvent {
  readonly kind: 'renewal' | 'attack';
  /** Unix milliseconds. */
  readonly at: number;
  readonly notAfter: number;
  readonly names: readonly string[];
  /** Who asks the CA, and how the name is validated. */
  readonly account: string;
  readonly method: 'dns-01' | 'http-01';
  /** How the real serial number begins (hex), for the attacker's certificates. */
  readonly serialBegins?: string;
  /** Whether the report says that it was seen in use. */
  readonly served?: 'yes' | 'unknown';
}

const DAY = 86_400_000;
const LIFETIME = 90 * DAY - 1000;

/** Made up. */
export const OWNER_ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/2001';
/** Made up. */
export const ATTACKER_ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/6660001';

export const JABBER_DOMAINS = ['jabber.ru', 'xmpp.ru'] as const;

/** Names, beginning of the serial, first day, and whether it was seen in use. */
const ATTACKS: readonly (readonly [readonly string[], string, string, 'yes' | 'unknown'])[] = [
  [['jabber.ru'], '034375', '2023-04-18', 'unknown'],
  [['jabber.ru', 'xmpp.ru'], '04d1d2', '2023-04-25', 'unknown'],
  [['jabber.ru', 'xmpp.ru'], '04b785', '2023-04-25', 'yes'],
  [['jabber.ru'], '044c1c', '2023-07-18', 'yes'],
  [['xmpp.ru'], '03f368', '2023-07-18', 'yes'],
  [['xmpp.ru'], '049c2d', '2023-10-13', 'yes'],
];

/** Ten ordinary renewals, one every sixty days. */
const FIRST_RENEWAL = Date.parse('2022-08-01T04:00:00Z');
const RENEWALS = Array.from({ length: 10 }, (_, nth) => FIRST_RENEWAL + nth * 60 * DAY);

export const JABBER_EVENTS: readonly JabberEvent[] = [
  ...RENEWALS.map((at): JabberEvent => ({
    kind: 'renewal',
    at,
    notAfter: at + LIFETIME,
    names: JABBER_DOMAINS,
    account: OWNER_ACCOUNT,
    method: 'dns-01',
  })),
  ...ATTACKS.map(([names, serialBegins, day, served]): JabberEvent => {
    const at = Date.parse(`${day}T12:00:00Z`);
    const account = ATTACKER_ACCOUNT;
    return {
      kind: 'attack',
      at,
      notAfter: at + LIFETIME,
      names,
      account,
      method: 'http-01',
      serialBegins,
      served,
    };
  }),
].sort((a, b) => a.at - b.at);

/** The day on which it was noticed in truth: a certificate in use had ended. */
export const NOTICED_AT = Date.parse('2023-10-16T12:00:00Z');
