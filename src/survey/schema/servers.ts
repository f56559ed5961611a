import * as v from 'valibot';
import { base64, failure, list, name, shortText, type } from './parts.js';

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

export const servers = v.strictObject({
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
