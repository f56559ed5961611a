import * as v from 'valibot';
import { base64, list, longText, name, shortText, span, type } from './parts.js';

const reason = v.strictObject({
  code: shortText,
  name,
  type: v.exactOptional(type),
  zone: v.exactOptional(name),
  server: v.exactOptional(shortText),
  detail: longText,
});

export const answer = v.strictObject({
  owner: name,
  zone: name,
  aliases: list(v.strictObject({ from: name, to: name, via: v.picklist(['CNAME', 'DNAME']) }), 64),
  kind: v.picklist(['records', 'nodata', 'nxdomain']),
  wildcard: v.exactOptional(name),
  ttl: span,
  rdatas: list(base64(65_535), 10_000),
  signatures: list(base64(65_535), 10_000),
});

export const lookup = v.variant('state', [
  v.strictObject({ name, type, state: v.literal('secure'), answer }),
  v.strictObject({ name, type, state: v.literal('insecure'), reason, answer }),
  v.strictObject({ name, type, state: v.literal('bogus'), reason }),
  v.strictObject({ name, type, state: v.literal('indeterminate'), reason }),
]);

export const vantage = v.strictObject({ resolver: shortText, lookups: v.record(v.string(), lookup) });
