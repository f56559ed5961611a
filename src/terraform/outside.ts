import { Collector } from './collector.js';
import type { ResourceChange } from './document.js';
import type { OutsideChange, PlannedRecord } from './model.js';
import { readerOf } from './providers/index.js';
import type { Zones } from './zones.js';

/**
 * What Terraform found changed when it refreshed (`resource_drift`): `before` is what it had left there, `after` what is
 * there. Only what changes a record set or the signing counts: providers report much else.
 */
export function outsideChanges(drift: readonly ResourceChange[], zones: Zones): readonly OutsideChange[] {
  return drift.flatMap((change): readonly OutsideChange[] => {
    const reader = change.mode === 'managed' ? readerOf(change.type) : undefined;
    if (reader === undefined) return [];
    const one = new Collector(zones);
    one.take(change, { ...reader, leftBehind: false });
    const { sets, signing } = one.result();
    return [
      ...sets
        .filter((set) => contentsOf(set.before) !== contentsOf(set.after))
        .map(({ zone, owner, type, before, after }) => ({
          zone,
          owner,
          type,
          address: change.address,
          before,
          after,
        })),
      ...signing
        .filter(({ before, after }) => before !== after)
        .map(({ zone, domain, before, after }) => ({
          zone,
          owner: domain,
          type: 'DNSSEC' as const,
          address: change.address,
          before: [],
          after: [],
          states: { before, after },
        })),
    ];
  });
}

/** The same for sets of the same records, in whatever order. */
function contentsOf(records: readonly PlannedRecord[]): string {
  return JSON.stringify(
    records
      .map(({ caa, text, unknown, sensitive, faults }) =>
        JSON.stringify([caa, text, unknown, sensitive, faults]),
      )
      .sort(),
  );
}
