import path from 'node:path';
import { isMissing, type BaseFiles } from './base-files.js';
import { readComposite, readWorkflow, type Call, type GuardStep, type Steps } from './workflow-steps.js';

export type Reader = Pick<BaseFiles, 'read'>;

/** Workflows and actions that one of them leads to; GitHub lets ten lie within each other. */
const MOST_CALLS = 100;

/**
 * Steps of caa-guard in what is read and in all that it calls in the same repository. In a workflow that is called, a job goes by its
 * own id; `GITHUB_JOB` says that one.
 */
export async function allSteps(
  { steps, calls }: Steps,
  action: string | undefined,
  from: Reader,
): Promise<readonly GuardStep[]> {
  const found = [...steps];
  const rest = [...calls];
  let left = MOST_CALLS;
  for (let call = rest.shift(); call !== undefined && left > 0; call = rest.shift(), left--) {
    const inside = await called(call, action, from);
    found.push(...inside.steps);
    rest.push(...inside.calls);
  }
  return found;
}

async function called(call: Call, action: string | undefined, from: Reader): Promise<Steps> {
  const nothing: Steps = { steps: [], calls: [] };
  if (call.kind === 'workflow') {
    const text = await textOf(call.path, from);
    return (text === undefined ? undefined : readWorkflow(text, action, call.given)) ?? nothing;
  }
  for (const name of ['action.yml', 'action.yaml']) {
    const text = await textOf(path.posix.join(call.path, name), from);
    if (text !== undefined) return readComposite(text, action, call);
  }
  return nothing;
}

/** What is not there, or cannot be a path of the repository, is no file of it. */
export async function textOf(file: string, { read }: Reader): Promise<string | undefined> {
  try {
    return await read(file);
  } catch (thrown) {
    const { code } = thrown as { readonly code?: unknown };
    if (isMissing(thrown) || code === 'BASE_PATH') return undefined;
    throw thrown;
  }
}
