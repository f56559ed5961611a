import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CaaGuardError } from '../base/error.js';
import { inside } from './workspace.js';

/** Most files that patterns may find, and most entries of folders that are looked at for one pattern. */
const MOST_FILES = 10_000;
const MOST_ENTRIES = 100_000;

/**
 * Paths below the roots that a pattern stands for, sorted: `*` is any part of a name, `?` one character of it, `**` is no
 * such thing. A name that begins with a dot is found only by a pattern that does. A path without any of these is given
 * back as it is, whether it exists or not. No folder is looked into that leaves the roots: `CaaGuardError<'PATH_OUTSIDE'>`.
 */
export async function findFiles(
  pattern: string,
  roots: readonly [string, ...string[]],
): Promise<readonly string[]> {
  if (!isPattern(pattern)) return [pattern];
  const whole = path.resolve(roots[0], pattern);
  const { root } = path.parse(whole);
  let found = [root];
  let left = MOST_ENTRIES;
  for (const part of whole.slice(root.length).split(path.sep)) {
    if (!isPattern(part)) {
      found = found.map((one) => path.join(one, part));
      continue;
    }
    const next: string[] = [];
    for (const folder of found) {
      const names = await namesIn(folder, pattern, roots);
      left -= names.length;
      if (left < 0) throw tooMany(pattern, `more than ${MOST_ENTRIES} entries have to be looked at`);
      next.push(...names.filter((name) => matches(name, part)).map((name) => path.join(folder, name)));
    }
    found = next;
  }
  if (found.length > MOST_FILES) throw tooMany(pattern, `it stands for ${found.length} files`);
  return found.sort();
}

async function namesIn(folder: string, asked: string, roots: readonly string[]): Promise<readonly string[]> {
  try {
    return await readdir(await inside(folder, asked, roots));
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

/** Whether a name is what a pattern stands for. Goes back to the last `*` alone, so that no pattern takes long. */
function matches(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let [at, of] = [0, 0];
  let star: { readonly of: number; at: number } | undefined;
  while (at < name.length) {
    if (pattern[of] === '*') star = { of: ++of, at };
    else if (of < pattern.length && (pattern[of] === '?' || pattern[of] === name[at]))
      [at, of] = [at + 1, of + 1];
    else if (star === undefined) return false;
    else [at, of] = [++star.at, star.of];
  }
  return /^\**$/.test(pattern.slice(of));
}

function tooMany(pattern: string, why: string): CaaGuardError<'INPUT_INVALID'> {
  return new CaaGuardError(
    'INPUT_INVALID',
    `input evidence: expected a pattern that stands for at most ${MOST_FILES} files; ${JSON.stringify(pattern.slice(0, 300))}: ${why}`,
  );
}
