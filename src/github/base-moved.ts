import type { Elsewhere } from '../survey/moved.js';
import { GitHubError } from './api/error.js';
import { present } from './base.js';
import { unreadable, type BaseFiles } from './base-files.js';
import { isSame, namedByWorkflows, type OwnJob } from './base-workflows.js';
import { POLICY_PLACES } from './usual-policy.js';

/** Files of a change: as they are in the checkout, and which there are. */
export interface ChangeFiles {
  readonly read: (file: string) => Promise<string>;
  readonly list: () => Promise<readonly string[]>;
}

export interface MoveQuestion {
  readonly base: BaseFiles;
  readonly change: ChangeFiles;
  /** Policy files that this job judges. */
  readonly policies: readonly string[];
  readonly job: OwnJob;
}

/** Most files that a change takes away and that are read, to see whether one was the policy. */
const MOST_GONE = 200;

/**
 * Where a policy that is new in its place may come from, as the workflows of both say, and what the change takes away. `named`: what
 * the base's version of this very job judges.
 */
export async function elsewhereOf(
  question: MoveQuestion,
  named: readonly (readonly string[])[] = [],
): Promise<Elsewhere> {
  const { base, change, job } = question;
  const [before, after] = [await base.list(), await change.list()];
  const was = inPlace(await namedByWorkflows(before, job, base), before);
  const is = inPlace(await namedByWorkflows(after, job, change), after);
  const stays = new Set(after);
  const judged = new Set(is.flat());
  const dropped = new Set(
    [...inPlace(named, before).flat(), ...was.flat().filter((file) => !judged.has(file))].filter((file) =>
      before.includes(file),
    ),
  );
  const gone = before.filter((file) => isPolicyName(file) && !stays.has(file) && !dropped.has(file));
  if (gone.length > MOST_GONE)
    throw unreadable(
      base.where,
      new Error(
        `the policy is new in its place, and the change takes ${gone.length} files away of which one may have been the policy; at most ` +
          `${MOST_GONE} are read. Bring the policy in a change of its own`,
      ),
    );
  return {
    dropped: [...dropped],
    gone: await textsAmong(gone, base),
    staying: was.length > 0 ? [] : await present(POLICY_PLACES, base, 1),
    others: othersOf(is, question),
    readOther: change.read,
  };
}

/** The same where it is enough to know what the base's version of this job judges. */
export async function elsewhereOfJob(
  named: readonly (readonly string[])[],
  question: MoveQuestion,
): Promise<Elsewhere> {
  const { base, change, job } = question;
  const after = await change.list();
  const is = inPlace(await namedByWorkflows(after, job, change), after);
  const dropped: string[] = [];
  for (const files of named)
    dropped.push(...(files.length > 0 ? await present(files, base) : await present(POLICY_PLACES, base, 1)));
  return {
    ...{ dropped: [...new Set(dropped)], gone: [], staying: [] },
    ...{ others: othersOf(is, question), readOther: change.read },
  };
}

/** Those that are text: a policy is. */
async function textsAmong(files: readonly string[], { read }: BaseFiles): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const file of files) {
    try {
      await read(file);
      texts.push(file);
    } catch (thrown) {
      const { cause } = thrown as { readonly cause?: unknown };
      if (!(cause instanceof GitHubError && cause.code === 'invalid')) throw thrown;
    }
  }
  return texts;
}

function othersOf(lists: readonly (readonly string[])[], { policies }: MoveQuestion) {
  return lists.filter((files) => files.length > 0 && !isSame(files, policies));
}

/** A list that names nothing stands for the first of the usual places that there is. */
function inPlace(
  lists: readonly (readonly string[])[],
  there: readonly string[],
): readonly (readonly string[])[] {
  const usual = POLICY_PLACES.filter((place) => there.includes(place)).slice(0, 1);
  return lists.map((files) => (files.length > 0 ? files : usual));
}

function isPolicyName(file: string): boolean {
  return /\.(ya?ml|json)$/i.test(file) && !file.startsWith('.github/workflows/');
}
