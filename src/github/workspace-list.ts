import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CaaGuardError } from '../base/error.js';
import { inside } from './workspace.js';

/** Most entries of folders that are looked at. GitHub's own lists end at half of that. */
const MOST_ENTRIES = 200_000;
/** What stands in no commit. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Paths of the files in a folder and all below it, as seen from it. No link is followed. Rejects with `CaaGuardError` for a folder
 * outside of the roots, and for more files than are looked at.
 */
export async function listFiles(
  folder: string,
  roots: readonly [string, ...string[]],
): Promise<readonly string[]> {
  const top = await inside(path.resolve(roots[0], folder), folder, roots);
  const files: string[] = [];
  const folders = [''];
  let left = MOST_ENTRIES;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const entries = await readdir(path.join(top, next), { withFileTypes: true });
    left -= entries.length;
    if (left < 0) throw tooMany(folder);
    for (const entry of entries) {
      const below = next === '' ? entry.name : `${next}/${entry.name}`;
      if (entry.isFile()) files.push(below);
      else if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) folders.push(below);
    }
  }
  return files.sort();
}

function tooMany(folder: string): CaaGuardError<'BASE_UNREADABLE'> {
  return new CaaGuardError(
    'BASE_UNREADABLE',
    `expected at most ${MOST_ENTRIES} files in ${JSON.stringify(folder.slice(0, 300))}, where a policy may have been before; there ` +
      'are more. Check out the policies alone (`sparse-checkout` of actions/checkout)',
  );
}
