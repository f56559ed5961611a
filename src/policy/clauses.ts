import { issuance } from './grants.js';
import { ledgerItems } from './ledger/clause.js';
import { attestations, providers } from './own-values.js';
import { boolean, described, listOf, objectSchema, type Fields, type Shape } from './shape.js';
import {
  algorithm,
  contact,
  domainBelow,
  dsSet,
  duration,
  hostName,
  iodefUrl,
  persistGrants,
  sha256,
  windows,
} from './values.js';

/** Clauses that every guarded name may have. */
export const NAME_CLAUSES = {
  issue: described(
    issuance,
    'Who may issue certificates for TLS (CAA issue): a list of CAs, none, or unrestricted.',
  ),
  issuewild: described(
    issuance,
    'Who may issue wildcard certificates (CAA issuewild). Without it, wildcards follow issue.',
  ),
  issuemail: described(
    issuance,
    'Who may issue S/MIME certificates (CAA issuemail, RFC 9495). Without it, nothing is said of them.',
  ),
  issuevmc: described(
    issuance,
    'Who may issue mark certificates (CAA issuevmc). Without it, nothing is said of them.',
  ),
  iodef: described(
    listOf(iodefUrl, { says: 'a list of URLs', single: true }),
    'Where CAs report refused requests (CAA iodef), exactly these. An empty list: nowhere.',
  ),
  contacts: described(
    listOf(contact, { says: 'a list of addresses', single: true }),
    'What contactemail and contactphone records may say; each opens a way of validation.',
  ),
  sealed: described(
    boolean(),
    'Nobody may issue outside of the windows: the deployed CAA must deny all. issue then says who may during a window.',
  ),
  windows: described(windows, 'When a sealed name is open for its renewals.'),
  persist: described(
    persistGrants,
    'Standing grants that may exist at _validation-persist (dns-persist-01).',
  ),
  challenges: described(
    listOf(domainBelow, { says: 'a list of names', single: true }),
    'Where _acme-challenge and _validation-persist may lead by alias or delegation: these names and all below.',
  ),
} as const satisfies Fields;

const DNSSEC_CLAUSES = {
  required: described(boolean(), 'The chain of trust must be complete down to this zone.'),
  algorithms: described(
    listOf(algorithm, { says: 'a list of algorithms', single: true }),
    'DNSKEY algorithms that may be used.',
  ),
  ds: described(dsSet, 'The locked DS set, as at the parent.'),
  plannedDs: described(dsSet, 'DS records that a planned rollover may add or change to.'),
  expiryHorizon: described(duration, 'Signatures must be good for at least this long; default 3d.'),
} as const satisfies Fields;

const CERTIFICATE_CLAUSES = {
  keys: described(
    listOf(sha256, { says: 'a list of SHA-256 digests', single: true }),
    'SHA-256 of the public keys (SubjectPublicKeyInfo) that are ours.',
  ),
  certificates: described(
    listOf(sha256, { says: 'a list of SHA-256 digests', single: true }),
    'SHA-256 of certificates, or of their TBS, that are ours.',
  ),
  ledger: described(
    ledgerItems,
    'Ledger files, as seen from this file, with the keys, requests and certificates that are ours; or entries themselves.',
  ),
  attestations: described(attestations, 'Workflows whose attestation of a certificate says that it is ours.'),
  providers: described(
    providers,
    'Providers that get certificates on our behalf, by CA and names. Weaker: another customer of theirs may look the same.',
  ),
  exhaustive: described(
    boolean(),
    'true (default): every certificate in CT must be one of these. false: this is not judged.',
  ),
} as const satisfies Fields;

/** Clauses of a registered domain only. `dnssec` and `certificates` hold clauses of their own. */
export const ZONE_CLAUSES = {
  nameservers: described(
    listOf(hostName, { says: 'a list of name server names', single: true }),
    'The delegation must be exactly this set.',
  ),
  includeSubdomains: described(boolean(), 'Ask CT for names below the domain as well; default true.'),
} as const satisfies Fields;

export const GROUPS = { dnssec: DNSSEC_CLAUSES, certificates: CERTIFICATE_CLAUSES } as const;

/** Every clause of a domain by its dotted key: `issue`, `dnssec.required` ... */
export const CLAUSES: Readonly<Record<string, Shape<unknown>>> = {
  ...NAME_CLAUSES,
  ...ZONE_CLAUSES,
  ...Object.fromEntries(
    Object.entries(GROUPS).flatMap(([group, fields]) =>
      Object.entries(fields).map(([key, shape]) => [`${group}.${key}`, shape]),
    ),
  ),
};

export const CLAUSE_KEYS: readonly string[] = Object.keys(CLAUSES);

/** JSON Schema of the clauses of a name below the apex, and of a domain (without `names`). */
export const nameSchema = objectSchema(NAME_CLAUSES);
export const groupSchemas = Object.fromEntries(
  Object.entries(GROUPS).map(([group, fields]) => [group, objectSchema(fields)]),
);
