import { caOf, CAS, MEANT } from './cas.js';
import type { Located } from './document.js';
import { isMethodLabel, METHODS, methodOf } from './methods.js';
import type { Grant, Issuance } from './model.js';
import { nearest, readDomainName } from './names.js';
import type { PolicyProblem } from './problem.js';
import { boolean, came, described, expected, listOf, record, required, scalar, type Shape } from './shape.js';

const IDENTIFIERS = CAS.flatMap((ca) => ca.identifiers);

/** An issuer domain name (RFC 8659, section 4.2), lower case. Whether the table knows it is asked of the whole grant. */
const issuerName: Shape<string> = scalar({
  says: "a CA's issuer domain name, as it stands in CAA records",
  example: 'letsencrypt.org',
  schema: { examples: ['letsencrypt.org', 'pki.goog', 'digicert.com'] },
  parse: (text) => {
    const read = readDomainName(text);
    return 'name' in read ? { value: read.name } : read;
  },
});

/**
 * An account URI (RFC 8657, section 3). It is compared octet by octet, and it has to fit into a CAA parameter
 * (`%x21-3A / %x3C-7E`: visible ASCII without the semicolon).
 */
export const accountUri: Shape<string> = scalar({
  says: 'an account URI (https:, as the CA shows it, or acct:)',
  example: 'https://acme-v02.api.letsencrypt.org/acme/acct/1234567',
  schema: { pattern: '^(https://[!-:<-~]+|acct:[!-:<-~]+)$' },
  code: 'account-invalid',
  parse: readAccountUri,
});

/** An account URI, or why a text is none. */
export function readAccountUri(text: string): { readonly value: string } | { readonly wrong: string } {
  if (/[^\x21-\x3a\x3c-\x7e]/.test(text))
    return {
      wrong:
        'holds a space, a semicolon or a character that is not visible ASCII, which no CAA parameter can carry',
    };
  if (/^acct:[^@]+@[^@]+$/.test(text)) return { value: text };
  if (!/^https:\/\//.test(text)) return { wrong: 'is no https: or acct: URI' };
  try {
    const url = new URL(text);
    if (url.username !== '' || url.password !== '') return { wrong: 'holds a user name or password' };
    if (url.pathname === '/' && url.search === '')
      return { wrong: 'names a service and no account: the path is missing' };
    return { value: text };
  } catch {
    return { wrong: 'is no URI' };
  }
}

export const methodLabel: Shape<string> = scalar({
  says: 'a validation method',
  example: 'dns-01',
  schema: { anyOf: [{ enum: METHODS.map((method) => method.label) }, { pattern: '^ca-[A-Za-z0-9-]+$' }] },
  code: 'method-unknown',
  parse: readMethodLabel,
});

/** The label of a validation method, or why a text is none. */
export function readMethodLabel(text: string): { readonly value: string } | { readonly wrong: string } {
  if (methodOf(text) !== undefined) return { value: text };
  if (!isMethodLabel(text)) return { wrong: 'holds a character that no method has (RFC 8657, section 4)' };
  if (text.startsWith('ca-')) return { value: text };
  const guess = nearest(
    text,
    METHODS.map((method) => method.label),
  );
  return {
    wrong: `is no registered method, and a CA's own begins with ca-${guess === undefined ? '' : `; did you mean ${guess}?`}`,
  };
}

const accounts = described(
  listOf(accountUri, { says: 'a list of account URIs', single: true }),
  'ACME accounts that may ask this CA (RFC 8657). One CAA record is expected for each.',
);
const methods = described(
  listOf(methodLabel, { says: 'a list of validation methods', single: true }),
  'Ways of validation that the CA may use (RFC 8657).',
);

const grantRecord: Shape<Grant & { readonly unlisted: boolean }> = record(
  {
    ca: required(described(issuerName, 'Issuer domain name of the CA, as in CAA records.')),
    account: described(accountUri, 'The one ACME account that may ask; short for accounts.'),
    accounts,
    methods,
    unlisted: described(boolean(), 'Says that this CA is meant although the table of CAs does not know it.'),
  },
  {
    says: 'a CA with its accounts and methods',
    example:
      '{ca: letsencrypt.org, account: "https://acme-v02.api.letsencrypt.org/acme/acct/1234567", methods: [dns-01]}',
  },
  (get, at) => {
    const listed = [...(get<readonly string[]>('accounts') ?? [])];
    const single = get<string>('account');
    if (single !== undefined && !listed.includes(single)) listed.push(single);
    const ways = get<readonly string[]>('methods') ?? [];
    return {
      ca: get<string>('ca') ?? '',
      accounts: listed.length === 0 ? 'any' : [...new Set(listed)].sort(),
      methods: ways.length === 0 ? 'any' : [...new Set(ways)].sort(),
      unlisted: get<boolean>('unlisted') ?? false,
      at,
    };
  },
);

const grant: Shape<Grant> = {
  says: 'a CA: its issuer domain name, or a map with ca, accounts and methods',
  example: grantRecord.example,
  schema: { anyOf: [grantRecord.schema, issuerName.schema] },
  read(value, complaints) {
    const read =
      value.kind === 'scalar'
        ? withName(issuerName.read(value, complaints), value.at)
        : grantRecord.read(value, complaints);
    // Of a grant that does not read, the CA is looked at all the same: all errors come at once.
    const named = read ?? namedIn(value);
    if (named === undefined) return undefined;
    const listed = named.unlisted || caOf(named.ca) !== undefined;
    if (!listed) complaints.add(unknownCa(named.ca, value));
    if (read === undefined || !listed) return undefined;
    const { unlisted: _said, ...rest } = read;
    return rest;
  },
};

/** The CA of a map that is no grant, if that much can be read. */
function namedIn(value: Located): { readonly ca: string; readonly unlisted: boolean } | undefined {
  const [ca, unlisted] = [valueOf(value, 'ca'), valueOf(value, 'unlisted')];
  const read = ca?.kind === 'scalar' && typeof ca.value === 'string' ? readDomainName(ca.value) : undefined;
  if (read === undefined || !('name' in read)) return undefined;
  return { ca: read.name, unlisted: unlisted !== undefined };
}

function valueOf(value: Located, key: string): Located | undefined {
  return value.kind === 'map' ? value.entries.find((one) => one.key === key)?.value : undefined;
}

function unknownCa(ca: string, value: Located): PolicyProblem {
  const guess = guessedCa(ca);
  return {
    code: 'ca-unknown',
    at: (valueOf(value, 'ca') ?? value).at,
    message: `expected an issuer domain name that a known CA recognises; ${JSON.stringify(ca)} is in no table${guess === undefined ? '.' : `; did you mean ${guess}?`} If it is meant, say so with unlisted: true`,
    example: guess ?? `{ca: ${ca}, unlisted: true}`,
  };
}

/** The issuer domain name that may be meant by one that no table has. */
export function guessedCa(ca: string): string | undefined {
  return MEANT.get(ca) ?? nearest(ca, IDENTIFIERS);
}

function withName(ca: string | undefined, at: Grant['at']): (Grant & { unlisted: boolean }) | undefined {
  return ca === undefined ? undefined : { ca, accounts: 'any', methods: 'any', unlisted: false, at };
}

/** Who may issue: a list of CAs, `none`, or `unrestricted` said out loud. */
export const issuance: Shape<Issuance> = {
  says: 'a list of CAs, none, or unrestricted',
  example: '[{ca: letsencrypt.org, methods: [dns-01]}]',
  // anyOf: "none" is a string as an issuer domain name is.
  schema: {
    anyOf: [
      { enum: ['none', 'unrestricted'] },
      { type: 'array', items: grant.schema, minItems: 1 },
      grantRecord.schema,
      issuerName.schema,
    ],
  },
  read(value, complaints) {
    if (value.kind === 'scalar') {
      if (value.value === 'none') return [];
      if (value.value === 'unrestricted') return 'unrestricted';
      if (value.value === null)
        return expected(
          issuance,
          value,
          complaints,
          `came: an empty clause says nothing; write none to forbid`,
        );
    }
    if (value.kind === 'list' && value.items.length === 0)
      return expected(issuance, value, complaints, '(empty) came; write none to forbid');
    const items = value.kind === 'list' ? value.items : [value];
    const grants = items.map((item) => {
      if (item.kind === 'list') return expected(grant, item, complaints);
      if (item.kind === 'scalar' && (item.value === 'none' || item.value === 'unrestricted')) {
        complaints.add({
          code: 'shape',
          at: item.at,
          message: `expected a CA in the list; ${came(item)} stands for the whole clause and not in a list`,
          example: String(item.value),
        });
        return undefined;
      }
      return grant.read(item, complaints);
    });
    return grants.includes(undefined) ? undefined : (grants as Grant[]);
  },
};
