import type { Issue } from '../api/port.js';
import type { IssueInputs } from '../issue-inputs.js';
import type { Said } from './comment.js';
import { FLAP_WELL, flaps, ofLate } from './flap.js';
import { widened } from './scope.js';
import { MOST_TOLD, type Again, type IssueState, type Told } from './state.js';
import { minutesOf } from './time.js';
import type { Topic } from './topic.js';

/** An issue of ours, with the state that it is in once what its comments told is counted. */
export interface OurIssue {
  readonly issue: Issue;
  readonly key: string;
  readonly state: IssueState;
}

/** What becomes of one issue. */
export type Step =
  | { readonly step: 'leave' }
  | { readonly step: 'open'; readonly state: IssueState }
  | {
      readonly step: 'change';
      /** Written before the comment, so that a run which ends in between is noticed. Absent where there is no comment. */
      readonly before?: IssueState;
      readonly reopen: boolean;
      readonly comment?: Said;
      readonly after: IssueState;
      readonly close: boolean;
    };

export interface StepTime {
  /** Unix milliseconds. */
  readonly now: number;
  /** When the world was looked at; minutes since 1970. */
  readonly at: number;
}

/** Minutes by which clocks of runs may differ. */
const SKEW = 60;
const LEAVE: Step = { step: 'leave' };

type StepOptions = Pick<IssueInputs, 'reopenWithin' | 'unknownAfter'>;

/** What becomes of the issue of a topic, if it has one. Pure. */
export function stepOf(
  topic: Topic,
  ours: OurIssue | undefined,
  time: StepTime,
  options: StepOptions,
  since?: number,
): Step {
  const { now, at } = time;
  if (ours === undefined) return topic.standing.length === 0 ? LEAVE : opened(topic, time, options, since);
  // What a newer look wrote is not undone by an older one that took longer. A time to come is of nobody's look.
  if (at < ours.state.at && ours.state.at <= minutesOf(now) + SKEW) return LEAVE;
  return ours.issue.state === 'open'
    ? openStep(topic, ours, time, options)
    : closedStep(topic, ours, time, options, since);
}

function opened(topic: Topic, time: StepTime, options: StepOptions, since = time.at, follows?: number): Step {
  const { at } = time;
  const { scope } = widened(topic, undefined, time, options);
  const state: IssueState = {
    about: `${topic.about.kind} ${topic.about.name}`,
    revision: 0,
    told: toldOf(topic, [], since),
    at,
    reopened: [],
    ...(follows === undefined ? {} : { follows }),
    ...(scope === undefined ? {} : { scope }),
  };
  return { step: 'open', state };
}

function openStep(topic: Topic, { state }: OurIssue, time: StepTime, options: StepOptions): Step {
  const { now, at } = time;
  const { standing, sight } = topic;
  // Opened again by a hand, though all is well: that is for them to say.
  if (state.closed !== undefined && standing.length === 0) return LEAVE;
  if (sight === 'gone' && standing.length === 0) return closing(state, at, 'gone');
  const { well, closed: _, ending, ...held } = state;
  if (standing.length > 0) return telling(topic, held, time, options);
  if (sight === 'partly') return quiet(state, at);
  if (ending === undefined && (well !== undefined || flaps(state.reopened, now))) {
    const from = Math.min(well ?? at, at);
    if (at - from < FLAP_WELL) return quiet({ ...state, well: from }, at);
  }
  return closing(state, at, 'well');
}

/** Something stands: what is new and what is gone is told, and nothing else. */
function telling(
  topic: Topic,
  state: IssueState,
  time: StepTime,
  options: StepOptions,
  {
    since = time.at,
    reopen = false,
    again,
  }: { readonly since?: number | undefined; readonly reopen?: boolean; readonly again?: Again } = {},
): Step {
  const { at } = time;
  const { due, scope: before, ...held } = state;
  const told = toldOf(topic, state.told, since);
  const marks = new Set(topic.standing.map(({ mark }) => mark));
  const known = new Set(state.told.map(({ mark }) => mark));
  const gone = topic.sight === 'partly' ? [] : state.told.filter(({ mark }) => !marks.has(mark));
  const fresh = topic.standing.slice(0, MOST_TOLD).filter(({ mark }) => !known.has(mark));
  const { scope, wider } = widened(topic, again === undefined ? before : undefined, time, options);
  const after = { ...held, at, told, ...(scope === undefined ? {} : { scope }) };
  // An issue that was opened again a moment before a run ended still owes the words for it.
  const how = again ?? (due === undefined || due === 'plain' ? undefined : due);
  if (!reopen && how === undefined && fresh.length + gone.length + wider.length === 0)
    return quiet(after, at);
  const revision = state.revision + 1;
  return {
    step: 'change',
    before: { ...held, ...(before === undefined ? {} : { scope: before }), at, due: how ?? 'plain' },
    reopen,
    comment: {
      revision,
      fresh,
      gone,
      wider,
      from: earliest(state.told, at),
      at,
      ...(how === undefined ? {} : { again: how }),
    },
    after: { ...after, revision },
    close: false,
  };
}

function quiet({ due: _, ...state }: IssueState, at: number): Step {
  return { step: 'change', reopen: false, after: { ...state, at }, close: false };
}

function closing(state: IssueState, at: number, why: 'well' | 'gone'): Step {
  const { due: _, well, ending, scope: __, ...held } = state;
  const after: IssueState = { ...held, at, told: [], closed: why };
  if (ending !== undefined) return { step: 'change', reopen: false, after, close: true };
  const revision = state.revision + 1;
  const ended = well ?? at;
  return {
    step: 'change',
    before: { ...held, ...(well === undefined ? {} : { well }), at, due: 'plain' },
    reopen: false,
    comment: {
      revision,
      fresh: [],
      gone: state.told,
      wider: [],
      ending: why,
      from: earliest(state.told, ended),
      at: ended,
    },
    after: { ...after, revision },
    close: true,
  };
}

function closedStep(
  topic: Topic,
  { issue, state }: OurIssue,
  time: StepTime,
  options: StepOptions,
  since?: number,
): Step {
  const { now } = time;
  const { standing } = topic;
  if (standing.length === 0) return LEAVE;
  const told = new Set(state.told.map(({ mark }) => mark));
  const byHand = state.closed === undefined && state.ending === undefined;
  const known = standing.slice(0, MOST_TOLD).every(({ mark }) => told.has(mark));
  const dismissed = byHand && issue.stateReason !== 'completed' && issue.stateReason !== undefined;
  if (dismissed && known) {
    // More that a source does not show is something else than what was dismissed.
    const { scope, wider } = widened(topic, state.scope, time, options);
    if (wider.length === 0)
      return scope === undefined || state.scope === undefined ? LEAVE : quiet({ ...state, scope }, time.at);
  }
  if (now - (issue.closedAt ?? issue.updatedAt) > options.reopenWithin)
    return opened(topic, time, options, since, issue.number);
  const { closed: _, ending: __, well: ___, due: ____, ...held } = state;
  if (byHand)
    return telling(topic, held, time, options, {
      since,
      reopen: true,
      ...(dismissed ? {} : { again: 'not-so' }),
    });
  const reopened = [...ofLate(state.reopened, now), minutesOf(now)];
  return telling(topic, { ...held, told: [], reopened }, time, options, {
    since,
    reopen: true,
    again: 'back',
  });
}

/** What the issue tells from now on: what it told and may still stand first, since words for it are kept nowhere else. */
function toldOf({ standing, sight }: Topic, before: readonly Told[], at: number): readonly Told[] {
  const since = new Map(before.map((one) => [one.mark, one.since]));
  const stands = new Map<string, Told>();
  for (const { mark, words } of standing) {
    if (stands.size === MOST_TOLD) break;
    if (!stands.has(mark)) stands.set(mark, { mark, since: since.get(mark) ?? at, words });
  }
  const kept = sight === 'partly' ? before.filter(({ mark }) => !stands.has(mark)) : [];
  return [...kept.slice(0, MOST_TOLD - stands.size), ...stands.values()];
}

function earliest(told: readonly Told[], at: number): number {
  return told.reduce((first, { since }) => Math.min(first, since), at);
}
