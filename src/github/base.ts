import { filesAtCommit, isMissing, unreadable, type BaseFiles } from './base-files.js';
import type { Repository } from './api/port.js';

export interface BaseQuestion {
  readonly files: BaseFiles;
  /** Policy files that inputs name; empty: the first of the usual places. */
  readonly named: readonly string[];
  readonly usual: readonly string[];
  /** Policy files of the head, and where it is, if the base is read by GitHub's API. */
  readonly head?: {
    readonly repository: Repository;
    readonly commit: string;
    readonly policies: readonly string[];
  };
}

/**
 * The policy files that bind, of those that were asked for; none: there is no policy yet. Rejects with `BASE_UNREADABLE` where that
 * cannot be told, and with `BASE_PATH` for a policy file that can be none of the repository.
 */
export async function basePolicies({ files, named, usual, head }: BaseQuestion): Promise<readonly string[]> {
  const policies = named.length > 0 ? await present(named, files) : await present(usual, files, 1);
  if (policies.length === 0 && head !== undefined) await refuseElsewhere(files, head);
  return policies;
}

/** Those that are there; `most` ends the search. */
export async function present(
  places: readonly string[],
  { read }: BaseFiles,
  most = Infinity,
): Promise<readonly string[]> {
  const there: string[] = [];
  for (const place of places) {
    if (there.length >= most) break;
    try {
      await read(place);
      there.push(place);
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
    }
  }
  return there;
}

/**
 * A policy that is not in the base may be a new one. One that is not in the head either lies in another checkout, or the token
 * may not see files at all: then nothing would bind, in every pull request.
 */
async function refuseElsewhere(
  { where }: BaseFiles,
  { repository, commit, policies }: NonNullable<BaseQuestion['head']>,
): Promise<void> {
  const there = await present(policies, filesAtCommit(repository, commit), 1);
  if (there.length > 0) return;
  const names = policies.map((one) => JSON.stringify(one)).join(', ');
  throw unreadable(
    where,
    new Error(
      `${names} is a file of ${repository.fullName} neither there nor in the head. Either the token may not read files, or the ` +
        'policy lies in a checkout of its own, or a step before makes it',
    ),
  );
}
