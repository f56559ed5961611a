import * as v from 'valibot';
import type { CertificateFacts, CertificateName } from '../ct/model.js';
import { isBase64 } from './bytes.js';
import type { Evidence } from './evidence.js';
import { typeNumber } from './lookup-evidence.js';

/*
 * The evidence format, as strict as it can be said: unknown keys are refused, text and lists are bounded. What an
 * evidence file says is not believed for being well-formed: certificates are read again, answers validated again.
 */

/** Latest time that a JavaScript Date can hold. */
const LAST_TIME = 8.64e15;

const shortText = v.pipe(v.string(), v.maxLength(1_024, 'at most 1024 characters'));
const longText = v.pipe(v.string(), v.maxLength(16_384, 'at most 16384 characters'));
const WHEN = 'Unix time in whole milliseconds';
const time = v.pipe(v.number(), v.integer(WHEN), v.minValue(-LAST_TIME, WHEN), v.maxValue(LAST_TIME, WHEN));
const SPAN = 'a span of time, zero or more';
const span = v.pipe(v.number(), v.minValue(0, SPAN), v.maxValue(LAST_TIME, SPAN));
const NAME = 'a DNS name in presentation form';
const name = v.pipe(v.string(), v.minLength(1, NAME), v.maxLength(1_024, NAME));
const type = v.pipe(
  v.string(),
  v.check((text) => typeNumber(text) !== undefined, 'an RR type such as CAA or TYPE65280'),
);
const base64 = (octets: number) =>
  v.pipe(
    v.string(),
    v.maxLength(Math.ceil(octets / 3) * 4, `at most ${octets} octets`),
    v.check(isBase64, 'base64 with padding (RFC 4648, section 4)'),
  );
const hex = (octets?: number) =>
  octets === undefined
    ? v.pipe(
        v.string(),
        v.maxLength(1_024, 'at most 1024 digits'),
        v.regex(/^([0-9a-f]{2})*$/, 'lower-case hex'),
      )
    : v.pipe(
        v.string(),
        v.regex(new RegExp(`^[0-9a-f]{${octets * 2}}$`), `${octets} octets in lower-case hex`),
      );
const list = <const Schema extends v.GenericSchema>(schema: Schema, most: number) =>
  v.pipe(v.array(schema), v.maxLength(most, `at most ${most} entries`));

const certificateName = v.strictObject({
  from: v.picklist(['san', 'cn']),
  kind: v.picklist(['dns', 'ip', 'email', 'uri', 'other']),
  value: longText,
}) satisfies v.GenericSchema<unknown, CertificateName>;

const facts = v.strictObject({
  sha256: hex(32),
  tbsSha256: hex(32),
  spkiSha256: hex(32),
  keyKind: v.exactOptional(shortText),
  precertificate: v.boolean(),
  serial: hex(),
  issuer: longText,
  authorityKeyId: v.exactOptional(hex()),
  notBefore: time,
  notAfter: time,
  names: list(certificateName, 10_000),
  problems: list(longText, 1_000),
  oddities: v.exactOptional(list(longText, 1_000)),
}) satisfies v.GenericSchema<unknown, CertificateFacts>;

const certificate = v.strictObject({
  der: base64(262_144),
  sourceId: shortText,
  facts,
  issuerCaa: v.strictObject({
    domains: list(shortText, 100),
    from: v.picklist(['table', 'source', 'none']),
  }),
});

const failure = v.strictObject({ code: shortText, detail: longText });

const issuance = v.strictObject({
  source: shortText,
  complete: v.boolean(),
  failure: v.exactOptional(failure),
  includeSubdomains: v.boolean(),
  partial: v.exactOptional(v.literal(true)),
  asOf: v.exactOptional(time),
  contradictions: v.exactOptional(list(longText, 1_000)),
  certificates: list(certificate, 100_000),
});

const canary = v.strictObject({
  source: shortText,
  name,
  failure: v.exactOptional(failure),
  newest: v.exactOptional(time),
});

const reason = v.strictObject({
  code: shortText,
  name,
  type: v.exactOptional(type),
  zone: v.exactOptional(name),
  server: v.exactOptional(shortText),
  detail: longText,
});

const answer = v.strictObject({
  owner: name,
  zone: name,
  aliases: list(v.strictObject({ from: name, to: name, via: v.picklist(['CNAME', 'DNAME']) }), 64),
  kind: v.picklist(['records', 'nodata', 'nxdomain']),
  wildcard: v.exactOptional(name),
  ttl: span,
  rdatas: list(base64(65_535), 10_000),
  signatures: list(base64(65_535), 10_000),
});

const lookup = v.variant('state', [
  v.strictObject({ name, type, state: v.literal('secure'), answer }),
  v.strictObject({ name, type, state: v.literal('insecure'), reason, answer }),
  v.strictObject({ name, type, state: v.literal('bogus'), reason }),
  v.strictObject({ name, type, state: v.literal('indeterminate'), reason }),
]);

const serverAnswer = v.pipe(
  v.strictObject({
    address: shortText,
    transport: v.picklist(['udp', 'tcp']),
    name,
    type,
    failure: v.exactOptional(failure),
    response: v.exactOptional(
      v.strictObject({
        rcode: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_095)),
        authoritative: v.boolean(),
        kind: v.picklist(['records', 'nodata', 'nxdomain', 'alias', 'referral', 'error']),
        rdatas: list(base64(65_535), 10_000),
        signatures: list(base64(65_535), 10_000),
      }),
    ),
  }),
  v.check(
    ({ failure: failed, response }) => (failed === undefined) !== (response === undefined),
    'either a failure or a response',
  ),
);

const servers = v.strictObject({
  zone: name,
  parentSeen: v.boolean(),
  childUnseen: v.exactOptional(failure),
  servers: list(
    v.strictObject({
      name,
      atParent: v.boolean(),
      atChild: v.boolean(),
      glue: list(shortText, 1_000),
      addresses: list(shortText, 1_000),
    }),
    1_000,
  ),
  answers: list(serverAnswer, 100_000),
});

const vantage = v.strictObject({ resolver: shortText, lookups: v.record(v.string(), lookup) });

const attestation = v.strictObject({
  tbsSha256: hex(32),
  bundles: list(base64(262_144), 100),
  identities: list(
    v.strictObject({ issuer: longText, repository: longText, workflow: longText, ref: longText }),
    100,
  ),
  rejected: list(longText, 100),
  failure: v.exactOptional(failure),
});

const domain = v.strictObject({
  zone: name,
  lookups: v.record(v.string(), lookup),
  issuance: list(issuance, 64),
  attestations: v.exactOptional(list(attestation, 100_000)),
  servers: v.exactOptional(list(servers, 64)),
  vantages: v.exactOptional(list(vantage, 64)),
});

const exchange = v.strictObject({
  server: shortText,
  transport: v.picklist(['udp', 'tcp', 'tls', 'https']),
  at: time,
  ms: span,
  query: base64(65_535),
  alone: v.exactOptional(v.boolean()),
  response: v.exactOptional(base64(65_535)),
  failure: v.exactOptional(shortText),
  detail: v.exactOptional(longText),
});

export const evidenceSchema = v.strictObject({
  format: v.literal('caa-guard/evidence/1'),
  tool: v.strictObject({ name: shortText, version: shortText }),
  startedAt: time,
  finishedAt: time,
  vantage: v.strictObject({
    mode: v.picklist(['iterative', 'forward']),
    servers: list(shortText, 1_000),
  }),
  anchors: list(longText, 1_000),
  domains: list(domain, 100_000),
  canaries: v.exactOptional(list(canary, 64)),
  exchanges: list(exchange, 10_000_000),
}) satisfies v.GenericSchema<unknown, Evidence>;
