import { join, outside, own, text, type Text } from '../base/text.js';
import { isPartly, isTouched, type PlannedView } from './facts/planned.js';
import { loosenedFor } from './facts/planned-policy.js';
import type { DomainView } from './model.js';

/** Names that are told apart. */
const MOST_TOLD = 20;

/** What a plan says of a domain, in words, also where nothing is wrong with it. */
export function planWords(view: DomainView): readonly Text[] {
  const { plan } = view;
  if (plan === undefined) return [];
  const planned = view.planned();
  const what = plan.kind === 'state' ? own('State') : own('Plan');
  if (planned.every(({ names, zones }) => names.length === 0 && zones.length === 0))
    return [
      text`${what}: of ${plan.resources} ${own(plan.resources === 1 ? 'resource' : 'resources')} none speaks of ${outside(view.domain.name)}.`,
    ];
  const names = planned.flatMap((one) => one.names.map(({ name }) => ({ name, one })));
  const told = names.slice(0, MOST_TOLD).map(({ name, one }) => nameWords(name, one, view));
  const more = names.length - told.length;
  const signing = plan.signing
    .filter(({ domain }) => domain === view.domain.name)
    .map(
      ({ zone, how, before, after }) =>
        text`${what}: DNSSEC at ${outside(zone)} (${own(how)}) is ${own(before)} before and ${own(after)} after.`,
    );
  return [
    text`${what}: zones at ${join(
      planned.map(({ provider }) => outside(provider)),
      ', ',
    )} hold names of ${outside(view.domain.name)}.`,
    ...told,
    ...(more > 0 ? [text`And ${more} more names.`] : []),
    ...signing,
  ];
}

function nameWords(name: string, planned: PlannedView, view: DomainView): Text {
  const set = planned.setOf(name);
  const of = text`CAA of ${outside(name)} at ${outside(planned.provider)}`;
  if (set === undefined) return text`${of}: no set of its own.`;
  const counts = text`${set.before.length} before, ${set.after.length} after`;
  return text`${of}: ${counts}${isPartly(set) ? own(', of which some cannot be told') : []}; ${changeOf(name, planned, view)}.`;
}

/** Loosened, tightened, both, or the same: the sets are held against each other as policies. */
function changeOf(name: string, planned: PlannedView, view: DomainView): Text {
  const set = planned.setOf(name);
  if (set === undefined || !isTouched(set.changes)) return own('not touched');
  const np = planned.names.find((one) => one.name === name) ?? view.domain;
  const [before, after] = [planned.at('before').deployed(name), planned.at('after').deployed(name)];
  const looser = loosenedFor(np, before, after, view);
  const tighter = loosenedFor(np, after, before, view);
  if (looser === undefined || tighter === undefined) return own('what it changes cannot be told');
  if (looser.length > 0)
    return own(tighter.length > 0 ? 'loosened in parts, tightened in others' : 'loosened');
  return tighter.length > 0
    ? text`tightened: ${join(
        tighter.slice(0, 3).map(({ undone }) => undone),
        '; ',
      )}`
    : own('as strict as before');
}
