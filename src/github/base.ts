import { CaaGuardError } from '../base/error.js';
import { loadPolicies } from '../policy/index.js';
import type { Policy } from '../policy/model.js';
import { filesAtCommit, isMissing, unreadable, type BaseFiles } from './base-files.js';
import type { Repository } from './api/port.js';

/** What a change is to be merged into: its policy binds. */
export interface Base {
  readonly files: BaseFiles;
  /** Policy files that stand there, of those that were asked for; empty: there is none yet. */
  readonly policies: readonly string[];
  /** Absent where there is none, and where it does not load. */
  readonly policy?: Policy;
}

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
 * Reads the policy of the base, with all that it extends, so that what cannot be read is known before anything is asked.
 * Rejects with `BASE_UNREADABLE`, and with `BASE_PATH` for a policy file that can be none of the repository.
 */
export async function openBase({ files, named, usual, head }: BaseQuestion): Promise<Base> {
  let fault: CaaGuardError | undefined;
  const read = async (file: string): Promise<string> => {
    try {
      return await files.read(file);
    } catch (thrown) {
      // The loader takes every file that cannot be read for one that is not there.
      if (thrown instanceof CaaGuardError && thrown.code === 'BASE_UNREADABLE') fault ??= thrown;
      throw thrown;
    }
  };
  const policies = named.length > 0 ? await present(named, read) : await present(usual, read, 1);
  if (policies.length === 0) {
    if (head !== undefined) await refuseElsewhere(files, head);
    return { files, policies };
  }
  const loaded = await loadPolicies(policies, { readFile: read });
  if (fault !== undefined) throw fault;
  return { files, policies, ...(loaded.ok ? { policy: loaded.policy } : {}) };
}

/** Those that are there; `most` ends the search. */
async function present(
  places: readonly string[],
  read: (file: string) => Promise<string>,
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
  base: BaseFiles,
  { repository, commit, policies }: NonNullable<BaseQuestion['head']>,
): Promise<void> {
  const there = await present(policies, filesAtCommit(repository, commit).read, 1);
  if (there.length > 0) return;
  throw unreadable(
    base.where,
    new Error(
      `${policies.map((one) => JSON.stringify(one)).join(', ')} is a file of ${repository.fullName} neither there nor in the head. Either the ` +
        'token may not read files, or the policy lies in a checkout of its own, or is made by a step before',
    ),
  );
}
