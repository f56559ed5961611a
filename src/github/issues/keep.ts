import { randomBytes } from 'node:crypto';
import { outside, own, text, type Text } from '../../base/text.js';
import type { Clock } from '../../dns/model.js';
import { plain, type Plain, type RuleUrl } from '../../report/index.js';
import type { Judgement } from '../../rules/model.js';
import { GitHubError } from '../api/error.js';
import type { Repository } from '../api/port.js';
import type { IssueInputs } from '../issue-inputs.js';
import { chosen } from './choose.js';
import { execute } from './execute.js';
import { acquire, lockName } from './lock.js';
import { look } from './look.js';
import { plan, type Plan, type PlanOptions, type Seen } from './plan.js';
import { MOST_TOLD } from './state.js';
import type { OurIssue } from './step.js';
import type { Topic } from './topic.js';

export interface IssuePorts {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: (line: Plain) => void;
  /** Address of this run, to which issues lead. */
  readonly runUrl?: string;
  readonly ruleUrl: RuleUrl;
  /** The same for the same policy files of the same repository, in every run; issues of another are not touched. */
  readonly policyId: string;
  /** The commit that is checked out: in it policies are looked for whose issues no step seems to keep. */
  readonly commit?: string;
  /** A word of letters and digits that no other run has. Default: a random one. */
  readonly runId?: string;
}

/** What became of the issues. */
export interface IssueReport {
  /** Numbers of the open issues that tell what was found, in rising order. */
  readonly open: readonly number[];
  /** What was done, a sentence each. */
  readonly done: readonly Text[];
  /**
   * Whether everything that fails the run, and every source that is blind for longer than `unknownAfter`, is told by an open
   * issue. What was closed as not planned is not.
   */
  readonly told: boolean;
  /** Issues that later runs will open, since this one opened as many as it may. */
  readonly left: number;
  /** Why something could not be done, a sentence each. */
  readonly problems: readonly Text[];
  /** What somebody should do by hand, a sentence each. */
  readonly notes: readonly Text[];
}

/**
 * Has the issues of a repository tell what a judgement of the whole policy says: opens, comments, closes. Writes nothing where
 * they tell it already. Of runs that overlap one writes, after it has looked again. Never rejects for what GitHub does.
 */
export async function keepIssues(
  judgement: Judgement,
  options: IssueInputs,
  ports: IssuePorts,
): Promise<IssueReport> {
  const done: Text[] = [];
  const problems: Text[] = [];
  // One time for all of it: what lasted long enough while this run writes is for the next one to tell.
  const planOptions = planOptionsOf(options, ports);
  const planned = (seen: Seen): Plan => plan(judgement, seen, planOptions);
  const seen = await keep(planned, options, ports, { done, problems });
  const stands = seen === undefined ? unseenStands(judgement) : standsIn(planned(seen), problems);
  for (const words of [...done, ...problems, ...stands.notes]) ports.log(plain(text`caa-guard: ${words}`));
  return { done, problems, ...stands };
}

interface Words {
  readonly done: Text[];
  readonly problems: Text[];
}

/** Writes what has to be written. Gives what stands in the repository then; `undefined` where that could not be read. */
async function keep(
  planned: (seen: Seen) => Plan,
  options: IssueInputs,
  ports: IssuePorts,
  words: Words,
): Promise<Seen | undefined> {
  const read = (): Promise<Seen> => look(ports.repository, options, ports);
  // Whoever is not reached, or refuses, was asked often enough for one run.
  const first = await orProblem(read, words);
  if (first === undefined || planned(first).actions.length === 0) return first;
  const wrote = await orProblem(() => write(planned, options, ports, words), words);
  // Nothing was written: it stands as it stood.
  if (wrote === undefined) return first;
  // Read again, since only that is true.
  return orProblem(read, words);
}

async function orProblem<Value>(work: () => Promise<Value>, { problems }: Words): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    problems.push(text`issues could not be kept: ${outside(error.message)}${needsOf(error)}`);
    return undefined;
  }
}

/** What is refused first is to read; whoever gives just that is refused the next thing. */
function needsOf({ code }: GitHubError): Text {
  return own(code === 'forbidden' ? '. To keep issues the job needs `issues: write`' : '');
}

/** Whether this run, or another one meanwhile, may have written. Rejects where none did. */
async function write(
  planned: (seen: Seen) => Plan,
  options: IssueInputs,
  ports: IssuePorts,
  { done, problems }: Words,
): Promise<true> {
  const { repository, clock, sleep, runId = randomBytes(9).toString('base64url') } = ports;
  const lock = await acquire({ repository, clock, sleep, runId }, lockName(options.labels[0]));
  if (lock === undefined) {
    problems.push(own('another run is writing issues; what this one found is left to it and to the next'));
    return true;
  }
  try {
    // What the other run wrote while we waited counts.
    const seen = await look(repository, options, ports);
    const { who } = seen;
    const outcome = await execute(planned(seen).actions, options, { repository, sleep, lock, who });
    done.push(...outcome.done);
    problems.push(...outcome.problems);
    return true;
  } finally {
    await lock.release().catch((error: unknown) => {
      if (!(error instanceof GitHubError)) throw error;
      problems.push(text`the lock of the issues was left behind, for 20 minutes: ${outside(error.message)}`);
    });
  }
}

type Stands = Pick<IssueReport, 'open' | 'told' | 'left' | 'notes'>;

/** What has to be told, and stands in open issues. */
function standsIn({ ours, notes, actions, demanding, left, problems: more }: Plan, problems: Text[]): Stands {
  problems.push(...more);
  const issues = chosen(ours);
  const open = demanding.map((topic) => toldIn(topic, issues.get(topic.key)?.kept));
  return {
    open: open.flatMap((one) => (one === undefined ? [] : [one.number])).sort((a, b) => a - b),
    told: open.every((one) => one?.whole === true),
    left: left + actions.filter((one) => one.do === 'open').length,
    notes,
  };
}

function unseenStands({ outcome }: Judgement): Stands {
  return { open: [], told: outcome === 'ok', left: 0, notes: [] };
}

/** The open issue of a topic, and whether it tells all that stands. */
function toldIn(
  { standing }: Topic,
  kept: OurIssue | undefined,
): { readonly number: number; readonly whole: boolean } | undefined {
  if (kept?.issue.state !== 'open') return undefined;
  const marks = new Set(kept.state.told.map(({ mark }) => mark));
  const whole = standing.slice(0, MOST_TOLD).every(({ mark }) => marks.has(mark));
  return { number: kept.issue.number, whole };
}

function planOptionsOf(options: IssueInputs, { clock, policyId, runUrl, ruleUrl }: IssuePorts): PlanOptions {
  const { maxNew, unknownAfter, reopenWithin } = options;
  return {
    label: options.labels[0],
    maxNew,
    unknownAfter,
    reopenWithin,
    policyId,
    now: clock.now(),
    look: { ruleUrl, ...(runUrl === undefined ? {} : { runUrl }) },
  };
}
