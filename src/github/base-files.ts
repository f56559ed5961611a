import path from 'node:path';
import { CaaGuardError, messageOf } from '../base/error.js';
import type { Repository } from './api/port.js';
import type { Workspace } from './workspace.js';

/** Reads files of what a change is to be merged into. */
export interface BaseFiles {
  /** Where they are read, in our own words and hex. */
  readonly where: string;
  /**
   * Text of a file, its path as seen from the top of the repository. Rejects with `code` ENOENT where there is none, and with
   * `BASE_PATH` for a path that can be none of the repository, and with `BASE_UNREADABLE` where it could not be looked.
   */
  readonly read: (file: string) => Promise<string>;
  /** Paths of all files. Rejects with `BASE_UNREADABLE` where these cannot be told. */
  readonly list: () => Promise<readonly string[]>;
}

/** At a commit, by GitHub's API. Each file is asked for once. */
export function filesAtCommit(repository: Pick<Repository, 'file' | 'paths'>, commit: string): BaseFiles {
  const where = `commit ${commit.slice(0, 12)}`;
  const asked = new Map<string, Promise<string | undefined>>();
  return {
    where,
    read: async (file) => {
      const below = belowTop(file);
      const text = asked.get(below) ?? repository.file(below, commit);
      asked.set(below, text);
      return found(
        await text.catch((cause: unknown) => Promise.reject(unreadable(where, cause))),
        file,
        where,
      );
    },
    list: () => repository.paths(commit).catch((cause: unknown) => Promise.reject(unreadable(where, cause))),
  };
}

/** In a folder below the workspace, where the base was checked out. */
export function filesInFolder(workspace: Workspace, folder: string): BaseFiles {
  const where = `folder ${JSON.stringify(folder.slice(0, 200))}`;
  return {
    where,
    read: async (file) => {
      const whole = path.posix.join(folder, belowTop(file));
      const text = await workspace.read(whole).catch((thrown: unknown) => {
        if (isMissing(thrown)) return undefined;
        throw unreadable(where, thrown);
      });
      return found(text, file, where);
    },
    list: () => workspace.list(folder),
  };
}

/** A path without `.` and `..`, as it stands in the repository. */
export function belowTop(file: string): string {
  const normal = path.posix.normalize(file);
  if (
    path.posix.isAbsolute(normal) ||
    normal === '.' ||
    normal.split('/')[0] === '..' ||
    /[\0\\]/.test(normal)
  )
    throw new CaaGuardError(
      'BASE_PATH',
      `expected a path that starts at the top of the repository, so that the same file can be read in the base; got ` +
        JSON.stringify(file.slice(0, 300)),
    );
  return normal;
}

export function isMissing(thrown: unknown): boolean {
  const code = (thrown as { readonly code?: unknown } | undefined)?.code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function found(text: string | undefined, file: string, where: string): string {
  if (text !== undefined) return text;
  const message = `there is no file ${JSON.stringify(file.slice(0, 300))} in the base (${where})`;
  throw Object.assign(new Error(message), { code: 'ENOENT' });
}

/** Nothing is taken from the head in its place: it would be judged by its own words. */
export function unreadable(where: string, cause: unknown): CaaGuardError<'BASE_UNREADABLE'> {
  return new CaaGuardError(
    'BASE_UNREADABLE',
    `expected to read the base, whose policy binds (${where}): ${messageOf(cause)}\n` +
      'Give the job `permissions: contents: read` and the input github-token, or check the base out and name its folder ' +
      'with the input base; if GitHub is at fault, run the job again.',
    { cause },
  );
}
