import { readDocument, type Document, type ResourceChange } from './document.js';
import { Collector } from './collector.js';
import { outsideChanges } from './outside.js';
import type { TerraformPlan } from './model.js';
import { readerOf } from './providers/index.js';
import { unreadResource } from './unread.js';
import { Zones, type Hints } from './zones.js';

/**
 * Reads what `terraform show -json` or `tofu show -json` prints of a plan or a state: which record sets, and what
 * signing, stand before and after in the zones that matter (`hints.names`; without it, in all). Sensitive values are not
 * in the result. Throws `CaaGuardError<PlanErrorCode>` for a text that is no such thing.
 */
export function readPlan(text: string, hints: Hints = {}): TerraformPlan {
  const document = readDocument(text);
  const zones = new Zones(document, hints);
  const collector = new Collector(zones);
  for (const change of document.changes) take(change, collector, document);
  return {
    kind: document.kind,
    formatVersion: document.formatVersion,
    ...(document.terraformVersion === undefined ? {} : { terraformVersion: document.terraformVersion }),
    errored: document.errored,
    complete: document.complete,
    deferred: document.deferred,
    resources: document.changes.length,
    ...collector.result(),
    outside: outsideChanges(document.drift, zones),
  };
}

function take(change: ResourceChange, collector: Collector, { kind }: Document): void {
  if (change.mode !== 'managed') return;
  const reader = readerOf(change.type);
  if (reader !== undefined) collector.take(change, reader);
  else if (kind === 'state' || !isUntouched(change)) {
    const unread = unreadResource(change);
    if (unread !== undefined) collector.unplaced.push(unread);
  }
}

function isUntouched({ actions }: ResourceChange): boolean {
  return actions.every((action) => action === 'no-op' || action === 'read');
}
