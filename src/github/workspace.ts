import { constants } from 'node:fs';
import { mkdir, open, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CaaGuardError } from '../base/error.js';

/** Files that a run may touch: those below its roots. Relative paths start at the first root. */
export interface Workspace {
  /** UTF-8 text of a regular file. Rejects with `code` ENOENT where there is none. */
  read(file: string): Promise<string>;
  /** Whether there is a folder at a path. */
  isFolder(folder: string): Promise<boolean>;
  /** Paths of all files in a folder and below it, as seen from it (see `listFiles`). */
  list(folder: string): Promise<readonly string[]>;
  /** Paths that a pattern stands for (see `findFiles`); each is still to be read by `read`. */
  find(pattern: string): Promise<readonly string[]>;
  /** Writes a file, with the folders above it; gives its absolute path. */
  write(file: string, text: string): Promise<string>;
}

/** Largest file that is read, in bytes. Evidence is the largest that there is. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The workspace and the runner's folder for temporary files. A pull request can commit symbolic links, to
 * `/proc/self/environ` say: a path that leaves the roots, on its face or through a link, is refused with
 * `CaaGuardError<'PATH_OUTSIDE'>`.
 */
export function openWorkspace(roots: readonly [string, ...string[]]): Workspace {
  return {
    read: async (file) => {
      const real = await inside(path.resolve(roots[0], file), file, roots);
      const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const { size } = await regular(handle, file);
        if (size > MOST_BYTES) throw refused(file, `it holds ${size} bytes; ${MOST_BYTES} are allowed`);
        return await handle.readFile('utf8');
      } finally {
        await handle.close();
      }
    },
    isFolder: async (folder) => {
      try {
        return (await stat(await inside(path.resolve(roots[0], folder), folder, roots))).isDirectory();
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
        throw error;
      }
    },
    list: async (folder) => (await import('./workspace-list.js')).listFiles(folder, roots),
    find: async (pattern) => (await import('./workspace-glob.js')).findFiles(pattern, roots),
    write: async (file, text) => {
      const whole = path.resolve(roots[0], file);
      const folder = path.dirname(whole);
      // Looked at before anything is made, so that no folder is made outside either.
      await inside(await nearest(folder), file, roots);
      await mkdir(folder, { recursive: true });
      const real = path.join(await inside(folder, file, roots), path.basename(whole));
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
      const handle = await open(real, flags, 0o644).catch((cause: unknown) => {
        if (codeOf(cause) === 'ELOOP') throw refused(file, 'it is a symbolic link');
        throw cause;
      });
      try {
        await regular(handle, file);
        await handle.writeFile(text);
      } finally {
        await handle.close();
      }
      return real;
    },
  };
}

async function regular(handle: FileHandle, file: string) {
  const facts = await handle.stat();
  if (!facts.isFile()) throw refused(file, 'it is no regular file');
  return facts;
}

/** The real path of `whole`, if that lies in one of the roots. */
export async function inside(whole: string, asked: string, roots: readonly string[]): Promise<string> {
  const real = await realpath(whole);
  for (const root of roots) {
    const way = path.relative(await realpath(root), real);
    if (way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way)))
      return real;
  }
  throw refused(asked, 'it lies, or a symbolic link leads, outside of the workspace');
}

/** The folder itself, or the nearest one above it that exists. */
async function nearest(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    const above = path.dirname(folder);
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    return nearest(above);
  }
}

function refused(file: string, why: string): CaaGuardError<'PATH_OUTSIDE'> {
  return new CaaGuardError(
    'PATH_OUTSIDE',
    `expected a file below the workspace (GITHUB_WORKSPACE) or RUNNER_TEMP; ${JSON.stringify(file.slice(0, 300))} is ` +
      `refused: ${why}`,
  );
}

function codeOf(thrown: unknown): unknown {
  return (thrown as { readonly code?: unknown } | undefined)?.code;
}
