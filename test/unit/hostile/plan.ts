import { caaRdata } from '../../../src/rules/testing/builder.js';
import type { PlanEvidence } from '../../../src/survey/evidence.js';
import { named, type Values } from './world.js';

/** A Terraform plan in which somebody else named the resources, and wrote what they hold. */
export function hostilePlan(value: Values): PlanEvidence {
  const address = value('plan-address');
  const change = { address, actions: ['update'], reason: value('plan-reason') };
  const record = (rdata?: Uint8Array, faults: readonly { code: string; detail: string }[] = []) => ({
    address,
    ...(rdata === undefined ? {} : { rdata: Buffer.from(rdata).toString('base64') }),
    unknown: rdata === undefined ? [value('plan-attribute')] : [],
    sensitive: [],
    faults,
  });
  const theirs = Buffer.concat([
    Buffer.of(0, 5),
    Buffer.from('issue'),
    Buffer.from(value('plan-value')).subarray(0, 4_000),
  ]);
  const before = [record(caaRdata('0 issue letsencrypt.org'))];
  const after = [
    record(theirs),
    record(),
    record(undefined, [{ code: 'value', detail: value('plan-fault') }]),
  ];
  const zone = 'aws/example.com';
  return {
    kind: 'plan',
    formatVersion: '1.2',
    errored: true,
    complete: false,
    deferred: [address],
    resources: 9,
    zones: [
      { key: zone, provider: 'aws', name: 'example.com', created: false, deleted: false, exhaustive: false, changes: [change] },
    ],
    sets: [
      { zone, owner: 'example.com', type: 'CAA', ttl: 300, before, after, through: after, changes: [change, { ...change, actions: ['delete'] }] },
      { zone, owner: named(value('plan-owner')), type: 'CAA', before: [], after, through: after, changes: [change] },
    ],
    signing: [{ zone, domain: 'example.com', how: 'zone', before: 'on', after: 'off', changes: [change] }],
    outside: [{ zone, owner: named(value('plan-owner')), type: 'CAA', address, before, after }],
    unplaced: [
      { address, actions: ['create'], what: value('plan-what'), why: 'zone', attribute: value('plan-attribute'), unseen: 'unknown' },
      { address, actions: ['create'], what: value('plan-what'), why: 'type', attribute: value('plan-attribute') },
    ],
  }; // prettier-ignore
}
