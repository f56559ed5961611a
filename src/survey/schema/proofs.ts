import * as v from 'valibot';
import { base64, count, hex, list, longText, shortText, span, time } from './parts.js';

/** Octets of an answer that a log gave. */
export const exhibit = v.strictObject({ url: longText, octets: base64(1_048_576) });

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

export const consistency = v.variant('state', [
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

export const proof = v.strictObject({
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
