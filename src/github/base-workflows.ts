import { belowTop, isMissing, unreadable, type BaseFiles } from './base-files.js';
import { readWorkflow, type GuardStep, type Workflow } from './workflow-steps.js';

/** The job that runs, as the runner tells it. */
export interface OwnJob {
  /** Path of its workflow in this repository; absent: it lies in another one, or the runner does not say. */
  readonly workflow?: string;
  /** Id of the job. */
  readonly job?: string;
  /** Where this Action comes from: `owner/name`. */
  readonly action?: string;
}

type Reader = Pick<BaseFiles, 'read'>;

/** Most workflows of a repository that are read. */
const MOST_WORKFLOWS = 100;

/** What the base's version of the running job judges. */
export type JobBefore =
  /** What it judges now; or it cannot be told, since the runner or an expression names it. */
  | 'the same'
  /** There was no such job. */
  | 'new'
  /** Other policy files, a list each. */
  | readonly (readonly string[])[];

/** What of the job changed: a pull request must not name a policy for itself that was no judge before. */
export async function jobBefore(
  { workflow, job, action }: OwnJob,
  named: readonly string[],
  { base, change }: { readonly base: Reader; readonly change: Reader },
): Promise<JobBefore> {
  if (workflow === undefined || job === undefined) return 'the same';
  const [before, after] = [await textOf(workflow, base), await textOf(workflow, change)];
  if (before === undefined) return 'new';
  if (before === after) return 'the same';
  const stepsIn = (text: string): readonly GuardStep[] =>
    readWorkflow(text, action)?.steps.filter((step) => step.job === job) ?? [];
  const steps = stepsIn(before);
  if (steps.length === 0) return 'new';
  const was = listsOf(steps);
  if (was.some((one) => isSame(one, named))) return 'the same';
  // One that is not in the checkout runs all the same, with what is named here.
  const is = after === undefined ? [] : listsOf(stepsIn(after));
  const dropped = was.filter((one) => !is.some((other) => isSame(one, other)));
  return dropped.length === 0 ? 'the same' : dropped;
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
    if (read?.gate === true) lists.push(...listsOf(read.steps));
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

async function textOf(file: string, { read }: Reader): Promise<string | undefined> {
  try {
    return await read(file);
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
}
