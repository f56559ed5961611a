import * as v from 'valibot';
import type { PlanEvidence } from './plan-evidence.js';
import { base64, list, longText as text, name } from './schema/parts.js';

/* The part of the evidence format that holds a Terraform plan; as strict as the rest of it. */

const seconds = v.pipe(v.number(), v.minValue(0, 'zero or more'), v.maxValue(2 ** 53, 'a number of seconds'));

const change = v.strictObject({
  address: text,
  actions: list(text, 4),
  reason: v.exactOptional(text),
  movedFrom: v.exactOptional(text),
  importing: v.exactOptional(v.literal(true)),
  deposed: v.exactOptional(v.literal(true)),
});
const changes = list(change, 100_000);

const record = v.strictObject({
  address: text,
  rdata: v.exactOptional(base64(65_535)),
  unknown: list(text, 100),
  sensitive: list(text, 100),
  faults: list(v.strictObject({ code: text, detail: text }), 100),
});
const records = list(record, 100_000);

const state = v.picklist(['on', 'off', 'none', 'unknown', 'sensitive']);

export const planSchema = v.strictObject({
  kind: v.picklist(['plan', 'state']),
  formatVersion: text,
  terraformVersion: v.exactOptional(text),
  alone: v.exactOptional(v.literal(true)),
  errored: v.boolean(),
  complete: v.boolean(),
  deferred: list(text, 500_000),
  resources: v.pipe(v.number(), v.integer('a whole number'), v.minValue(0, 'zero or more')),
  zones: list(
    v.strictObject({
      key: text,
      provider: text,
      name,
      created: v.boolean(),
      deleted: v.boolean(),
      exhaustive: v.boolean(),
      changes,
    }),
    100_000,
  ),
  sets: list(
    v.strictObject({
      zone: text,
      owner: name,
      type: text,
      ttl: v.exactOptional(seconds),
      before: records,
      after: records,
      through: records,
      changes,
    }),
    500_000,
  ),
  signing: list(
    v.strictObject({
      zone: text,
      domain: name,
      how: v.picklist(['zone', 'key', 'registrar']),
      before: state,
      after: state,
      changes,
    }),
    100_000,
  ),
  outside: list(
    v.strictObject({
      zone: text,
      owner: name,
      type: text,
      address: text,
      before: records,
      after: records,
      states: v.exactOptional(v.strictObject({ before: state, after: state })),
    }),
    500_000,
  ),
  unplaced: list(
    v.strictObject({
      address: text,
      actions: list(text, 4),
      what: text,
      why: v.picklist(['zone', 'name', 'type', 'provider']),
      attribute: text,
      unseen: v.exactOptional(v.picklist(['unknown', 'sensitive'])),
    }),
    500_000,
  ),
}) satisfies v.GenericSchema<unknown, PlanEvidence>;
