import { outside, text, type Text } from '../../base/text.js';
import type { Judgement } from '../../rules/model.js';
import type { Issue } from '../api/port.js';
import type { IssueInputs } from '../issue-inputs.js';
import {
  changeAction,
  doubleActions,
  labelAction,
  openAction,
  relabelAction,
  type Action,
} from './actions.js';
import { adopted } from './adopt.js';
import { blindSince, blindTag } from './blind.js';
import type { Look } from './body.js';
import { chosen, type Chosen } from './choose.js';
import type { Fate } from './fate.js';
import { aboutOf, keyOf, markOf } from './key.js';
import { stepOf, type OurIssue, type StepTime } from './step.js';
import { minutesOf, msOf } from './time.js';
import { nameWords, silentTopic, topicsOf, type Topic } from './topic.js';
import type { Who } from './who.js';

/** What was read of the repository. */
export interface Seen {
  readonly who: Who;
  /** Issues with our label, marker and author, by number. */
  readonly ours: readonly OurIssue[];
  /** Open issues with our label and marker of another account, by key: ours, if it is not said rightly who we are. */
  readonly others: ReadonlyMap<string, Issue>;
  /** What became of other policies for which issues of ours are open. */
  readonly fates: ReadonlyMap<string, Fate>;
  /** Description of our label; `undefined` where there is no such label. */
  readonly label: string | undefined;
}

export interface Plan {
  /** In the order in which they are to be done: what wakes people for good cause comes first. */
  readonly actions: readonly Action[];
  /** What has to be told by an open issue, gravest first. */
  readonly demanding: readonly Topic[];
  /** Issues that a later run will open. */
  readonly left: number;
  readonly problems: readonly Text[];
  /** What a hand has to do, and nothing that is wrong with this run. */
  readonly notes: readonly Text[];
  /** Issues of ours, with those that are taken over. */
  readonly ours: readonly OurIssue[];
}

export interface PlanOptions extends Pick<IssueInputs, 'maxNew' | 'unknownAfter' | 'reopenWithin'> {
  readonly policyId: string;
  /** By which issues are found again. */
  readonly label: string;
  /** Unix milliseconds. */
  readonly now: number;
  readonly look: Pick<Look, 'runUrl' | 'ruleUrl'>;
}

/** What has to be written so that issues tell what a judgement says, and nothing that they tell already. Pure. */
export function plan(judgement: Judgement, seen: Seen, options: PlanOptions): Plan {
  const { policyId, label, now } = options;
  const look: Look = { ...options.look, observedAt: judgement.observedAt };
  const time: StepTime = { now, at: minutesOf(judgement.observedAt) };
  const zones = new Set(['', ...judgement.domains.map(({ zone }) => zone)]);
  const { ours: all, notes } = adopted(seen.ours, seen.fates, policyId, zones);
  const issues = chosen(all);
  const spoken = topicsOf(judgement, policyId);
  const demanding: Topic[] = [];
  const waiting = new Map<string, number>();
  const opens: Action[] = [];
  const changes: Action[] = [];
  const relabels: Action[] = [];
  const problems: Text[] = seen.who.problem === undefined ? [] : [seen.who.problem];
  let left = 0;
  const topics = [...spoken, ...silent(spoken, issues, judgement, policyId)];
  const known = new Set(topics.map(({ key }) => key));
  for (const topic of topics) {
    const ours = named(topic, issues.get(topic.key)?.kept, options);
    if (ours !== undefined) relabels.push(...relabelAction(topic, ours, label));
    const blind = blindness(topic, ours, seen, options, time);
    if (blind !== undefined) waiting.set(blind.tag, blind.since);
    if (blind?.lasted === false) continue;
    if (topic.standing.length > 0) demanding.push(topic);
    const step = stepOf(topic, ours, time, options, blind?.since);
    if (step.step === 'leave') continue;
    if (step.step === 'open') {
      const other = seen.others.get(topic.key);
      const full = opens.length >= options.maxNew;
      if (other !== undefined) problems.push(otherWords(topic, other, seen.who));
      else if (full) left++;
      if (other !== undefined || full) continue;
      opens.push(openAction(topic, step, look, options));
    }
    if (step.step === 'change' && ours !== undefined) changes.push(...changeAction(topic, step, ours, look));
    // From now on its issue says since when it is blind.
    if (blind !== undefined && (step.step === 'open' || step.reopen)) waiting.delete(blind.tag);
  }
  const doubles = [...issues].flatMap(([key, one]) => (known.has(key) ? doubleActions(one) : []));
  const blind = labelAction(seen.label, policyId, waiting, now);
  const actions = [...inOrder(changes, [...opens, ...relabels]), ...doubles, ...blind];
  return { actions, demanding, left, problems, notes, ours: all };
}

/** Of a source that is blind and of which no open issue tells: since when, and whether that is long enough to say so. */
function blindness(
  { about, key, standing }: Topic,
  ours: OurIssue | undefined,
  { label = '' }: Seen,
  { policyId, unknownAfter }: PlanOptions,
  { now, at }: StepTime,
): { readonly tag: string; readonly since: number; readonly lasted: boolean } | undefined {
  if (about.kind === 'zone' || standing.length === 0 || ours?.issue.state === 'open') return undefined;
  const tag = blindTag(policyId, key);
  const since = blindSince(label, tag, at) ?? at;
  return { tag, since, lasted: now - msOf(since) >= unknownAfter };
}

function otherWords({ about }: Topic, { number, author }: Issue, { account }: Who): Text {
  const there = text`issue ${number} is one for ${nameWords(about)}, and of another account, ${outside(author)}: it is not brought up to date, and no other one is opened`;
  return account === 'user'
    ? text`${there}. If no other step keeps it, close it, or take the label from it`
    : text`${there}. If that is the account of this token, name it (the input issue-author); if not, take the label from that issue`;
}

/** Comments on what stands come first, then new issues; what is quiet or is closed can wait. */
function inOrder(changes: readonly Action[], opens: readonly Action[]): readonly Action[] {
  const urgent = (one: Action): boolean =>
    one.do === 'change' && one.comment !== undefined && one.after?.state !== 'closed';
  return [...changes.filter(urgent), ...opens, ...changes.filter((one) => !urgent(one))];
}

/** Topics of which this run says nothing, though an issue of this very policy is open for them. */
function silent(
  spoken: readonly Topic[],
  issues: ReadonlyMap<string, Chosen>,
  judgement: Judgement,
  policyId: string,
): readonly Topic[] {
  const known = new Set(spoken.map(({ key }) => key));
  return [...issues.values()].flatMap(({ kept: { key, state, issue } }) => {
    const about = aboutOf(state.about);
    // Only what gives the key was written by us for this policy. Other policies keep issues under the same label.
    if (about === undefined || known.has(key) || issue.state === 'closed' || keyOf(policyId, about) !== key)
      return [];
    return [silentTopic(policyId, about, judgement)];
  });
}

/** With what it is about and for what it is kept as we know it, whatever its state says. */
function named(
  { about }: Topic,
  ours: OurIssue | undefined,
  { policyId, label }: PlanOptions,
): OurIssue | undefined {
  if (ours === undefined) return undefined;
  const { state, key } = ours;
  // A source is one thing to tell, whatever a state says that was edited away, or is of a policy of another name.
  const told =
    about.kind === 'zone' ? state.told : state.told.slice(0, 1).map((one) => ({ ...one, mark: markOf(key) }));
  return {
    ...ours,
    state: { ...state, told, about: `${about.kind} ${about.name}`, policy: policyId, label },
  };
}
