import type { DsPin, PersistGrant, SourcePosition } from './model.js';
import { accountUri } from './grants.js';
import { readDomainName } from './names.js';
import { boolean, described, listOf, record, required, scalar, type Shape } from './shape.js';

/** DNSSEC algorithms by mnemonic (IANA "DNS Security Algorithm Numbers"); the ones that may be wanted. */
export const ALGORITHMS: Readonly<Record<string, number>> = {
  RSASHA256: 8,
  RSASHA512: 10,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
};

export const algorithm: Shape<number> = scalar({
  says: 'a DNSSEC algorithm: its number or mnemonic',
  example: '13',
  schema: { type: ['integer', 'string'], examples: [13, 15, 'ECDSAP256SHA256'] },
  parse: (text) => {
    const number = ALGORITHMS[text.toUpperCase()] ?? (/^[0-9]{1,3}$/.test(text) ? Number(text) : undefined);
    return number !== undefined && number > 0 && number < 256
      ? { value: number }
      : { wrong: `is none of ${Object.keys(ALGORITHMS).join(', ')} and no number from 1 to 255` };
  },
});

/** SHA-256 in hex (with or without colons) or base64; kept as lower-case hex. */
export const sha256: Shape<string> = scalar({
  says: 'a SHA-256 digest: 64 hex digits (colons allowed) or base64',
  example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  schema: { pattern: '^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$|^[A-Za-z0-9+/]{43}=$' },
  code: 'digest-invalid',
  parse: (text) => {
    const hex = text.replaceAll(':', '').toLowerCase();
    if (/^[0-9a-f]{64}$/.test(hex)) return { value: hex };
    if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return { value: Buffer.from(text, 'base64').toString('hex') };
    return { wrong: `has ${hex.length} characters and is no such digest` };
  },
});

const DIGEST_OCTETS: Readonly<Record<number, number>> = { 1: 20, 2: 32, 4: 48 };

const dsText: Shape<DsPin> = scalar({
  says: 'a DS record: key tag, algorithm, digest type, digest',
  example: '20326 8 2 e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d',
  schema: { pattern: '^[0-9]+ +[0-9]+ +[0-9]+ +[0-9A-Fa-f ]+$' },
  code: 'digest-invalid',
  parse: (text) => {
    const [keyTag, algorithmNumber, digestType, ...digest] = text.trim().split(/\s+/);
    const pin = {
      keyTag: Number(keyTag),
      algorithm: Number(algorithmNumber),
      digestType: Number(digestType),
      digest: digest.join('').toLowerCase(),
    };
    const wrong = dsProblem(pin);
    return wrong === undefined ? { value: pin } : { wrong };
  },
});

function dsProblem(pin: DsPin): string | undefined {
  if (!Number.isInteger(pin.keyTag) || pin.keyTag < 0 || pin.keyTag > 65535)
    return 'has no key tag from 0 to 65535';
  if (!Number.isInteger(pin.algorithm) || pin.algorithm < 1 || pin.algorithm > 255)
    return 'has no algorithm number from 1 to 255';
  const octets = DIGEST_OCTETS[pin.digestType];
  if (octets === undefined) return 'has a digest type other than 1 (SHA-1), 2 (SHA-256) and 4 (SHA-384)';
  return new RegExp(`^[0-9a-f]{${octets * 2}}$`).test(pin.digest)
    ? undefined
    : `has a digest that is not ${octets * 2} hex digits, which type ${pin.digestType} needs`;
}

/** DS records as in a zone file: `20326 8 2 e06d…`. */
export const dsSet = listOf(dsText, { says: 'a list of DS records', single: true });

/** Seconds, as `3d`, `12h`, `30m`, `90s` or a number. */
export const duration: Shape<number> = scalar({
  says: 'a span of time: a number with d, h, m or s',
  example: '3d',
  schema: { type: ['string', 'integer'], pattern: '^[0-9]+[dhms]?$' },
  parse: (text) => {
    const [, number, unit] = /^([0-9]{1,9})([dhms]?)$/.exec(text.trim()) ?? [];
    if (number === undefined) return { wrong: 'is no such span' };
    return { value: Number(number) * ({ d: 86_400, h: 3_600, m: 60, s: 1 }[unit ?? 's'] ?? 1) };
  },
});

/** An instant in RFC 3339 with time zone, as Unix milliseconds; a day alone is its beginning in UTC. */
export const instant: Shape<number> = scalar({
  says: 'a time (RFC 3339) or a day',
  example: '2026-12-01T04:00:00Z',
  code: 'date-invalid',
  parse: (text) => {
    if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text))
      return { wrong: 'is no time with a time zone, and no day' };
    const time = Date.parse(text);
    const day = Date.parse(text.slice(0, 10));
    const real = !Number.isNaN(day) && new Date(day).toISOString().startsWith(text.slice(0, 10));
    return Number.isNaN(time) || !real ? { wrong: 'is a day that no calendar has' } : { value: time };
  },
});

export const iodefUrl: Shape<string> = scalar({
  says: 'a mailto: or https: URL for reports',
  example: 'mailto:security@example.com',
  schema: { pattern: '^(mailto|https?):' },
  parse: (text) =>
    /^(mailto:[^@\s]+@[^@\s]+|https?:\/\/[^\s]+)$/.test(text) ? { value: text } : { wrong: 'is neither' },
});

export const contact: Shape<string> = scalar({
  says: 'an e-mail address or a telephone number (+49…)',
  example: 'hostmaster@example.com',
  parse: (text) =>
    /^[^@\s]+@[^@\s]+$|^\+[0-9().\- ]{5,}$/.test(text) ? { value: text } : { wrong: 'is neither' },
});

const dnsName = (says: string, example: string): Shape<string> =>
  scalar({
    says,
    example,
    code: 'name-invalid',
    parse: (text) => {
      const read = readDomainName(text);
      return 'name' in read ? { value: read.name } : read;
    },
  });

export const hostName = dnsName('a name server name', 'ns1.example.net');
export const domainBelow = dnsName(
  'a domain name that an alias or a delegation may lead to',
  'auth.example.net',
);

export const windows = listOf(
  record<{ from: number; to: number; at: SourcePosition }>(
    {
      from: required(described(instant, 'When issuance opens.')),
      to: required(described(instant, 'When it closes again.')),
    },
    { says: 'a window: from and to', example: '{from: 2026-12-01T04:00:00Z, to: 2026-12-01T06:00:00Z}' },
    (get, at) => ({ from: get<number>('from') ?? 0, to: get<number>('to') ?? 0, at }),
  ),
  { says: 'a list of windows' },
);

export const persistGrants = listOf(
  record<PersistGrant>(
    {
      ca: required(described(hostName, 'Issuer domain name of the CA.')),
      account: required(described(accountUri, 'The account that may use the standing record.')),
      wildcard: described(boolean('false'), 'Whether policy=wildcard may stand there.'),
      until: described(
        instant,
        'Latest persistUntil that is allowed; without it, a grant without end is allowed.',
      ),
    },
    {
      says: 'a grant: ca and account',
      example:
        '{ca: letsencrypt.org, account: "https://acme-v02.api.letsencrypt.org/acme/acct/1234567", until: 2027-01-01}',
    },
    (get, at) => {
      const until = get<number>('until');
      return {
        ca: get<string>('ca') ?? '',
        account: get<string>('account') ?? '',
        wildcard: get<boolean>('wildcard') ?? false,
        ...(until === undefined ? {} : { until: Math.floor(until / 1000) }),
        at,
      };
    },
  ),
  { says: 'a list of grants' },
);
