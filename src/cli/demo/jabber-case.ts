/**
 * What is publicly known of the interception of jabber.ru and xmpp.ru in 2023, as far as this reconstruction uses it
 * (https://notes.valdikss.org.ru/jabber.ru-mitm/). The certificates themselves are not at hand; serial numbers are
 * known by their beginning. How the attacker was validated is not known: from inside the hosting network it can only
 * have been by HTTP or TLS.
 */
export interface RogueIssuance {
  readonly names: readonly string[];
  /** Beginning of the serial number. */
  readonly serial: string;
  /** Days of its validity, `YYYY-MM-DD`; it was in Certificate Transparency from the first. */
  readonly from: string;
  readonly to: string;
}

export const ROGUE_ISSUANCES: readonly RogueIssuance[] = [
  { names: ['jabber.ru'], serial: '03:43:75', from: '2023-04-18', to: '2023-07-17' },
  { names: ['jabber.ru', 'xmpp.ru'], serial: '04:d1:d2', from: '2023-04-25', to: '2023-07-24' },
  { names: ['jabber.ru', 'xmpp.ru'], serial: '04:b7:85', from: '2023-04-25', to: '2023-07-24' },
  { names: ['jabber.ru'], serial: '04:4c:1c', from: '2023-07-18', to: '2023-10-16' },
  { names: ['xmpp.ru'], serial: '03:f3:68', from: '2023-07-18', to: '2023-10-16' },
  { names: ['xmpp.ru'], serial: '04:9c:2d', from: '2023-10-13', to: '2024-01-11' },
];

/** When it was noticed, and how: a rogue certificate had expired, and clients complained. */
export const NOTICED = '2023-10-16';

/** The owner's CA, and the attacker's: the same. Accounts are made up. */
export const CA = 'letsencrypt.org';
export const OWNER_ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/100200300';
export const ATTACKER_ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/900900900';
export const ATTACKER_METHOD = 'http-01';

/** The owner's ordinary renewals, each a day on which a certificate of his own key was issued. Made up, every 60 days. */
export const OWNER_RENEWALS = ['2023-03-01', '2023-04-30', '2023-06-29', '2023-08-28', '2023-10-27'];
