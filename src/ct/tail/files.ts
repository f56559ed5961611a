import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { CaaGuardError, messageOf } from '../../base/error.js';
import type { WatchItem } from '../watch/watch-list.js';
import { matchFileName, readMatch, writeMatch, type StoredMatch } from './match-file.js';
import type { TailFinding, TailMatch } from './model.js';
import { readState, writeState, type LogState } from './state.js';

const TEMPORARY = '.new';
/** Files that are written or read at once. */
const AT_ONCE = 8;

/**
 * The state directory:
 *
 *     logs/<log id>/state.json             where the reading stands
 *     logs/<log id>/certificates/*.pem     what was found, a file an entry
 *     logs/<log id>/findings/*.json        what is wrong with the log, with its proof
 *     lists/<digest>                       watch lists that were in force
 *
 * A file is written beside its place, brought to the disk, and then renamed: it is there whole or not at all. Matches are
 * on the disk before the state that says that their entries are read.
 */
export class TailFiles {
  constructor(readonly directory: string) {}

  async logs(): Promise<readonly string[]> {
    const names = await listed(path.join(this.directory, 'logs'));
    return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
  }

  /** `undefined`: the log was never read. Throws `CaaGuardError` for a state that is damaged: to begin anew would hide it. */
  async state(logId: string): Promise<LogState | undefined> {
    const file = this.#of(logId, 'state.json');
    const text = await textOf(file);
    if (text === undefined) return undefined;
    const state = readState(text, logId);
    if (state === undefined)
      throw new CaaGuardError(
        'ct/tail-state',
        `expected the state of a log in ${JSON.stringify(file)}; something else is there. Put a copy back, or remove the file to read the log anew`,
      );
    return state;
  }

  async putState(logId: string, state: LogState): Promise<void> {
    await put(this.#of(logId, 'state.json'), writeState(logId, state));
  }

  /** Writes the matches; gives those that were not there before. */
  async putMatches(logId: string, matches: readonly TailMatch[]): Promise<readonly TailMatch[]> {
    const directory = this.#of(logId, 'certificates');
    const known = new Set(await listed(directory));
    const fresh = matches.filter((match) => !known.has(matchFileName(match)));
    await mkdir(directory, { recursive: true });
    await eachOf(fresh, (match) => place(path.join(directory, matchFileName(match)), writeMatch(match)));
    if (fresh.length > 0) await syncDirectory(directory);
    return fresh;
  }

  async matches(logId: string): Promise<readonly StoredMatch[]> {
    const directory = this.#of(logId, 'certificates');
    const names = (await listed(directory)).filter((name) => name.endsWith('.pem')).sort();
    const found: StoredMatch[] = [];
    for (const name of names) {
      const match = readMatch((await textOf(path.join(directory, name))) ?? '');
      if (match !== undefined && match.logId === logId) found.push(match);
    }
    return found;
  }

  /** Keeps a finding under what it proves: found again it is the same file. Gives whether it is new. */
  async putFinding(finding: TailFinding): Promise<boolean> {
    const digest = createHash('sha256').update(JSON.stringify(finding.proof)).digest('hex').slice(0, 16);
    const file = this.#of(finding.log.id, 'findings', `${finding.kind}-${digest}.json`);
    if ((await textOf(file)) !== undefined) return false;
    await put(file, `${JSON.stringify(finding, null, 2)}\n`);
    return true;
  }

  /** Keeps a watch list; gives its name. */
  async putList(items: readonly WatchItem[]): Promise<string> {
    const text = items
      .map(({ name, below }) => `${below ? '.' : ''}${name}\n`)
      .sort()
      .join('');
    const name = createHash('sha256').update(text).digest('hex');
    const file = path.join(this.directory, 'lists', name);
    if ((await textOf(file)) === undefined) await put(file, text);
    return name;
  }

  list(name: string): Promise<string | undefined> {
    return textOf(path.join(this.directory, 'lists', name));
  }

  #of(logId: string, ...rest: readonly string[]): string {
    return path.join(this.directory, 'logs', logId, ...rest);
  }
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await place(file, text);
  await syncDirectory(path.dirname(file));
}

/** Whole or not at all; that its name is there after the power fails is for `syncDirectory`. */
async function place(file: string, text: string): Promise<void> {
  const beside = `${file}${TEMPORARY}`;
  const handle = await open(beside, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

/** Not every system can: the file is then there all the same, if not after the power fails. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES'].includes(codeOf(error))) throw error;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new CaaGuardError(
      'ct/tail-state',
      `expected to read ${JSON.stringify(file)}: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  }
}

async function listed(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
