import * as v from 'valibot';
import type { CertificateFacts, CertificateName } from '../ct/model.js';
import { MOST_SHARDS } from '../policy/shard.js';
import { isBase64 } from './bytes.js';
import type { Evidence } from './evidence.js';
import { typeNumber } from './lookup-evidence.js';
import { planSchema } from './plan-schema.js';

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
const COUNT = 'a whole number, zero or more';
const count = v.pipe(v.number(), v.safeInteger(COUNT), v.minValue(0, COUNT));
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
  issuerSpkiSha256: v.exactOptional(hex(32)),
  hints: v.exactOptional(
    v.strictObject({ revoked: v.exactOptional(v.boolean()), reporting: v.exactOptional(longText) }),
  ),
  entry: v.exactOptional(v.strictObject({ logId: hex(32), index: count })),
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

/** Octets of an answer that a log gave. */
const exhibit = v.strictObject({ url: longText, octets: base64(1_048_576) });
const READ_FAILURES = [
  'unreachable',
  'timeout',
  'http-status',
  'rate-limited',
  'not-json',
  'bad-shape',
  'too-large',
  'repeats',
  'limit',
  'unauthorised',
  'aborted',
  'internal',
  'not-found',
  'bad-signature',
  'bad-hash',
] as const;
const readFailure = v.strictObject({ code: v.picklist(READ_FAILURES), detail: longText, url: longText });
const contradicted = v.strictObject({
  state: v.literal('contradicted'),
  why: v.picklist(['other-leaf', 'root', 'tile', 'head', 'history', 'shrunk', 'two-roots']),
  detail: longText,
});
const unseen = v.strictObject({ state: v.literal('unseen'), failure: readFailure });

const inclusion = v.variant('state', [
  v.strictObject({ state: v.literal('included'), index: count, size: count }),
  v.strictObject({ state: v.literal('pending'), until: time }),
  v.strictObject({ state: v.literal('not-included'), due: time, size: count, headAt: time }),
  contradicted,
  unseen,
]);

const consistency = v.variant('state', [
  v.strictObject({ state: v.literal('consistent') }),
  contradicted,
  unseen,
]);

const sctRecord = v.strictObject({
  log: v.strictObject({
    id: hex(32),
    key: base64(4_096),
    kind: v.picklist(['rfc6962', 'static']),
    origin: shortText,
    mmd: span,
  }),
  head: v.exactOptional(base64(65_536)),
  index: v.exactOptional(count),
  path: v.exactOptional(list(base64(32), 64)),
  exhibits: v.exactOptional(list(exhibit, 64)),
  sct: base64(65_535),
  issuerSpkiSha256: hex(32),
});

const proof = v.strictObject({
  sha256: hex(32),
  scts: list(
    v.strictObject({
      logId: hex(32),
      log: v.exactOptional(shortText),
      timestamp: v.number(),
      leafIndex: v.exactOptional(count),
      signature: v.picklist(['valid', 'invalid', 'unknown-log', 'no-issuer-key']),
      fault: v.exactOptional(v.picklist(['signature', 'algorithm', 'future'])),
      inclusion: v.exactOptional(inclusion),
      record: v.exactOptional(sctRecord),
    }),
    100,
  ),
  problems: list(longText, 100),
  policies: list(
    v.strictObject({
      policy: shortText,
      outcome: v.picklist(['met', 'missed', 'unknown']),
      needed: count,
      counted: count,
      reasons: list(longText, 100),
    }),
    16,
  ),
});

const logList = v.strictObject({
  from: v.picklist(['packaged', 'file', 'latest']),
  timestamp: time,
  logs: count,
  failure: v.exactOptional(failure),
});

const logHead = { size: count, root: base64(32), timestamp: time, signature: base64(1_024) };

const log = v.strictObject({
  id: hex(32),
  description: shortText,
  head: v.exactOptional(v.strictObject(logHead)),
  failure: v.exactOptional(failure),
  since: v.exactOptional(
    v.strictObject({
      ...logHead,
      consistency,
      exhibits: v.exactOptional(list(exhibit, 64)),
    }),
  ),
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
  proofs: v.exactOptional(list(proof, 100_000)),
  attestations: v.exactOptional(list(attestation, 100_000)),
  servers: v.exactOptional(list(servers, 64)),
  vantages: v.exactOptional(list(vantage, 64)),
});

const PART = `a whole number from 1 to ${MOST_SHARDS}`;
const part = v.pipe(v.number(), v.integer(PART), v.minValue(1, PART), v.maxValue(MOST_SHARDS, PART));
const shard = v.pipe(
  v.strictObject({ index: part, of: part, policy: hex(32) }),
  v.check(({ index, of }) => index <= of, 'an index of at most the number of shards'),
);
const merged = v.strictObject({
  of: part,
  policy: hex(32),
  missing: list(v.strictObject({ index: part, why: v.exactOptional(longText) }), MOST_SHARDS),
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
  shard: v.exactOptional(shard),
  merged: v.exactOptional(merged),
  domains: list(domain, 100_000),
  canaries: v.exactOptional(list(canary, 64)),
  logList: v.exactOptional(logList),
  logs: v.exactOptional(list(log, 1_000)),
  plan: v.exactOptional(planSchema),
  exchanges: list(exchange, 10_000_000),
}) satisfies v.GenericSchema<unknown, Evidence>;
