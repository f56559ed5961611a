import * as v from 'valibot';
import type { Evidence } from './evidence.js';
import { planSchema } from './plan-schema.js';
import { attestation, canary, issuance } from './schema/certificates.js';
import { log, logList } from './schema/logs.js';
import { lookup, vantage } from './schema/lookups.js';
import { base64, list, longText, name, shortText, span, time } from './schema/parts.js';
import { proof } from './schema/proofs.js';
import { servers } from './schema/servers.js';
import { merged, shard } from './schema/shards.js';

/*
 * The evidence format, as strict as it can be said: unknown keys are refused, text and lists are bounded. What an
 * evidence file says is not believed for being well-formed: certificates are read again, answers validated again.
 */

const domain = v.strictObject({
  zone: name,
  lookups: v.record(v.string(), lookup),
  issuance: list(issuance, 64),
  proofs: v.exactOptional(list(proof, 100_000)),
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
  shard: v.exactOptional(shard),
  merged: v.exactOptional(merged),
  domains: list(domain, 100_000),
  canaries: v.exactOptional(list(canary, 64)),
  logList: v.exactOptional(logList),
  logs: v.exactOptional(list(log, 1_000)),
  plan: v.exactOptional(planSchema),
  exchanges: list(exchange, 10_000_000),
}) satisfies v.GenericSchema<unknown, Evidence>;
