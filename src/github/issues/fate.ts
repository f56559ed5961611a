import { GitHubError } from '../api/error.js';
import type { Repository } from '../api/port.js';
import { policiesIn } from '../policy-id.js';
import { aboutOf, keyOf } from './key.js';
import type { OurIssue } from './step.js';

/**
 * What became of a policy for which issues of ours are kept, and which is not the one of this run. `there`: another step has it.
 * `gone`: its file was in the repository and is there no more, or the repository has another name now. Anything else is `unsure`: it
 * may be made by a job, or come from elsewhere.
 */
export type Fate = 'gone' | 'there' | 'unsure';

/** Policies and files that are asked for in one run. */
const MOST_POLICIES = 5;
const MOST_PATHS = 10;

/** The id of the policy for which an issue is kept, as its state says and its key bears out. */
export function policyOf({ key, state: { policy, about } }: OurIssue): string | undefined {
  const what = aboutOf(about);
  return policy !== undefined && what !== undefined && keyOf(policy, what) === key ? policy : undefined;
}

/** The fates of policies for which an issue is open. Rejects with `GitHubError` where GitHub is not reached. */
export async function fatesOf(
  ours: readonly OurIssue[],
  policyId: string,
  repository: Pick<Repository, 'file' | 'everHeld'>,
  commit: string | undefined,
): Promise<ReadonlyMap<string, Fate>> {
  const open = ours.filter(({ issue }) => issue.state === 'open').flatMap((one) => policyOf(one) ?? []);
  const ids = [...new Set(open)].filter((id) => id !== policyId).slice(0, MOST_POLICIES);
  const fates = new Map<string, Fate>();
  for (const id of ids) fates.set(id, await fateOf(id, policyId, repository, commit));
  return fates;
}

async function fateOf(
  id: string,
  policyId: string,
  repository: Pick<Repository, 'file' | 'everHeld'>,
  commit: string | undefined,
): Promise<Fate> {
  const [theirs, mine] = [policiesIn(id), policiesIn(policyId)];
  if (theirs === undefined || mine === undefined) return 'unsure';
  // Every step runs under the name that the repository has now.
  if (theirs.repository !== mine.repository && String(theirs.paths) === String(mine.paths)) return 'gone';
  if (commit === undefined || theirs.paths.length > MOST_PATHS) return 'unsure';
  let fate: Fate = 'there';
  for (const path of theirs.paths) {
    const file = await fileAt(path, repository, commit);
    if (file === 'gone') return 'gone';
    if (file === 'unsure') fate = 'unsure';
  }
  return fate;
}

async function fileAt(
  path: string,
  repository: Pick<Repository, 'file' | 'everHeld'>,
  commit: string,
): Promise<Fate> {
  // A pattern of files is the name of none.
  if (/[*?[\]{}]/.test(path)) return 'unsure';
  try {
    if ((await repository.file(path, commit)) !== undefined) return 'there';
    return (await repository.everHeld(path, commit)) ? 'gone' : 'unsure';
  } catch (error) {
    // A token that may not read files can keep issues all the same.
    if (error instanceof GitHubError && ['forbidden', 'missing', 'invalid'].includes(error.code))
      return 'unsure';
    throw error;
  }
}
