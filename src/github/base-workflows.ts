import { belowTop, unreadable } from './base-files.js';
import { allSteps, textOf, type Reader } from './workflow-calls.js';
import { readWorkflow, type GuardStep, type Steps, type Workflow } from './workflow-steps.js';

/** The job that runs, as the runner tells it. */
export interface OwnJob {
  /** Path of its workflow in this repository; absent: it lies in another one, or the runner does not say. */
  readonly workflow?: string;
  /** Id of the job. */
  readonly job?: string;
  /** Where this Action comes from: `owner/name`. */
  readonly action?: string;
}

/** Most workflows of a repository that are read: a question to GitHub each, of a thousand that a job has in an hour. */
const MOST_WORKFLOWS = 300;

/** What the base's version of the running job judges. */
export type JobBefore =
  /** What it judges now; or it cannot be told, since the runner or an expression names it. */
  | 'the same'
  /** There was no such job. */
  | 'new'
  /** Other policy files, a list each. */
  | readonly (readonly string[])[];

/**
 * What of the job changed: a pull request must not name a policy for itself that was no judge before, and what the job judged must not
 * go by the way.
 */
export async function jobBefore(
  { workflow, job, action }: OwnJob,
  named: readonly string[],
  { base, change }: { readonly base: Reader; readonly change: Reader },
): Promise<JobBefore> {
  if (workflow === undefined || job === undefined) return 'the same';
  const [before, after] = [await textOf(workflow, base), await textOf(workflow, change)];
  if (before === undefined) return 'new';
  const ofJob = async (text: string, from: Reader): Promise<readonly GuardStep[] | undefined> => {
    const read = readWorkflow(text, action);
    if (read === undefined) return undefined;
    const all = await allSteps(concerning(read, job), action, from);
    return all.filter((step) => step.job === undefined || step.job === job);
  };
  const read = readWorkflow(before, action);
  if (before === after && (read === undefined || concerning(read, job).calls.length === 0)) return 'the same';
  const steps = (await ofJob(before, base)) ?? [];
  if (steps.length === 0) return before === after ? 'the same' : 'new';
  const was = listsOf(steps);
  const is = after === undefined ? undefined : await ofJob(after, change);
  // What a run alone knows may be all that there was. So may a workflow that is not in the checkout, but for what is named here.
  const open = is === undefined || is.some(({ policies }) => policies === undefined);
  if (open && was.some((one) => isSame(one, named))) return 'the same';
  const judged = [named, ...listsOf(is ?? [])];
  const dropped = was.filter((one) => !judged.some((other) => isSame(one, other)));
  return dropped.length === 0 ? 'the same' : dropped;
}

/** What a job may run: where it has no step of caa-guard itself, it may be one of a workflow that is called. */
function concerning({ steps, calls }: Workflow, job: string): Steps {
  const itself = steps.some((step) => step.job === job);
  return { steps, calls: calls.filter((one) => (one.kind === 'action' ? one.job === job : !itself)) };
}

/** Lists of policy files that the workflows among these files judge where something is to be merged. */
export async function namedByWorkflows(
  files: readonly string[],
  { action }: OwnJob,
  from: Reader,
): Promise<readonly (readonly string[])[]> {
  const workflows = files.filter((file) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file));
  if (workflows.length > MOST_WORKFLOWS)
    throw unreadable(
      '.github/workflows',
      new Error(`expected at most ${MOST_WORKFLOWS} workflows; there are more`),
    );
  const lists: (readonly string[])[] = [];
  for (const file of workflows) {
    const text = await textOf(file, from);
    const read: Workflow | undefined = text === undefined ? undefined : readWorkflow(text, action);
    if (read?.gate === true) lists.push(...listsOf(await allSteps(read, action, from)));
  }
  return lists;
}

/** Whether two lists name the same files, in whatever order. */
export function isSame(a: readonly string[], b: readonly string[]): boolean {
  const [one, other] = [a, b].map((files) => JSON.stringify(files.map(belowTop).sort()));
  return one === other;
}

/** What the workflow wrote may be no path: then it names nothing. */
function listsOf(steps: readonly GuardStep[]): readonly (readonly string[])[] {
  return steps.flatMap(({ policies }) => {
    try {
      return policies === undefined ? [] : [policies.map(belowTop)];
    } catch {
      return [];
    }
  });
}
