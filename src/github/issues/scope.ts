import { outside, own, text, type Text } from '../../base/text.js';
import type { IssueInputs } from '../issue-inputs.js';
import { markOf, sha256 } from './key.js';
import type { Since } from './marks.js';
import { msOf } from './time.js';
import type { Topic } from './topic.js';

/** What a source does not show, as its issue keeps it: so that more of it is told, and told once. */
export interface Scope {
  /** What was told: by the issue as it was opened, or by a comment. */
  readonly told: readonly string[];
  /** What is not shown either, and not for long enough to say so. */
  readonly waiting: readonly Since[];
  /** What was told and is shown again. For a day it is not told anew: it comes and goes. */
  readonly rested: readonly Since[];
}

/** A part of what a source does not show. */
export interface Part {
  readonly mark: string;
  readonly name: Text;
}

/** A part that is to be told, and since when it is not shown. */
export interface Wider extends Part {
  readonly since: number;
}

/** Domains that are told apart; of more than that it is told how many they are, each time that they are twice as many. */
const MOST_DOMAINS = 280;
const DAY = 24 * 60;

/** The scope of a source's issue after a look, and what has to be told of it. Nothing for the issue of a domain. */
export function widened(
  topic: Topic,
  before: Scope | undefined,
  { now, at }: { readonly now: number; readonly at: number },
  { unknownAfter }: Pick<IssueInputs, 'unknownAfter'>,
): { readonly scope?: Scope; readonly wider: readonly Wider[] } {
  if (topic.about.kind !== 'source') return { wider: [] };
  const { steps, domains } = partsOf(topic);
  // What an issue shows when it is opened is told by that.
  if (before === undefined)
    return { scope: { told: marksOf([...steps, ...some(domains, 0)]), waiting: [], rested: [] }, wider: [] };
  const unseen = new Set([...steps, ...domains].map(({ mark }) => mark));
  const restedAt = new Map(before.rested.map(({ mark, since }) => [mark, since]));
  const rested = before.told
    .filter((mark) => !unseen.has(mark))
    .map((mark) => ({ mark, since: Math.min(restedAt.get(mark) ?? at, at) }))
    .filter(({ since }) => at - since < DAY);
  const resting = new Set(rested.map(({ mark }) => mark));
  const told = before.told.filter((mark) => unseen.has(mark) || resting.has(mark));
  const known = new Set(told);
  const waitingAt = new Map(before.waiting.map(({ mark, since }) => [mark, since]));
  const fresh = (parts: readonly Part[]): Part[] => parts.filter(({ mark }) => !known.has(mark));
  const more = [...fresh(steps), ...some(fresh(domains), told.length)].map((part): Wider => ({
    ...part,
    since: Math.min(waitingAt.get(part.mark) ?? at, at),
  }));
  const wider = more.filter(({ since }) => now - msOf(since) >= unknownAfter);
  const waiting = more.filter((one) => !wider.includes(one)).map(({ mark, since }) => ({ mark, since }));
  return { scope: { told: [...told, ...marksOf(wider)], waiting, rested }, wider };
}

/** As many as there is room for beside those that are kept. */
function some(domains: readonly Part[], kept: number): readonly Part[] {
  return domains.slice(0, Math.max(0, MOST_DOMAINS - kept));
}

function marksOf(parts: readonly Part[]): readonly string[] {
  return parts.map(({ mark }) => mark);
}

/** The scope once a comment is counted that told of these. */
export function toldWider(scope: Scope | undefined, marks: readonly string[]): Scope | undefined {
  if (scope === undefined) return undefined;
  const told = [...new Set([...scope.told, ...marks])];
  return { ...scope, told, waiting: scope.waiting.filter(({ mark }) => !marks.includes(mark)) };
}

/** Domains that a source does not show, by name, and how many they are, where they are many. */
function partsOf({ beside }: Topic): { readonly steps: readonly Part[]; readonly domains: readonly Part[] } {
  const zones = [...new Set(beside.map(({ zone }) => zone))].sort();
  const domains = zones.map((zone): Part => {
    const name = zone === '' ? own('the run as a whole') : text`${outside(zone)}`;
    return { mark: markOf(sha256(['unseen', zone])), name };
  });
  const steps: Part[] = [];
  for (let most = MOST_DOMAINS; zones.length > most; most *= 2)
    steps.push({ mark: markOf(sha256(['more than', String(most)])), name: text`more than ${most} domains` });
  return { steps, domains };
}
