import { randomUUID } from 'node:crypto';
import { fstatSync, type Stats } from 'node:fs';
import {
  access,
  constants,
  link,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a file as a whole: whoever reads meanwhile, or after this process was killed, finds what was there before or
 * the new text, and never half of it. What is no file of its own (a pipe, a device, our own output) is written to as it
 * is; and so is a file beside which nothing may be put, or whose owner could not be kept.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const target = await targetOf(file);
  const done = target !== undefined && (await placed(target, text));
  if (!done) await writeFile(file, text);
}

/** The same for a file that must not be there yet; rejects with code EEXIST where it is. */
export async function createWhole(file: string, text: string): Promise<void> {
  const whole = path.resolve(file);
  await mkdir(path.dirname(whole), { recursive: true });
  const draft = await draftOf({ path: whole }, text);
  // Not every file system has hard links, and only they come to be where nothing is.
  const done = draft !== undefined && (await linked(draft, whole));
  if (!done) await writeFile(file, text, { flag: 'wx' });
}

/** A regular file, there or not, links on the way followed. */
interface Target {
  readonly path: string;
  /** Absent: it is not there yet. */
  readonly facts?: Stats;
}

/** `undefined`: what is there is no file that another may take the place of. */
async function targetOf(file: string): Promise<Target | undefined> {
  const whole = path.resolve(file);
  // What lies there stands for what is open, also where that is a file.
  if (/^\/(dev|proc)\//.test(whole)) return undefined;
  if ((await orNothing(lstat(whole))) === undefined) return { path: whole };
  const real = await orNothing(realpath(whole));
  const facts = real === undefined ? undefined : await stat(real);
  if (real === undefined || facts?.isFile() !== true || isOurOutput(facts)) return undefined;
  // A file that may not be written is not to be replaced either.
  await access(real, constants.W_OK);
  return { path: real, facts };
}

/** Puts the text in the place of a file. False where that cannot be done here, and nothing has happened. */
async function placed(target: Target, text: string): Promise<boolean> {
  const draft = await draftOf(target, text);
  if (draft === undefined) return false;
  try {
    await rename(draft, target.path);
    return true;
  } catch {
    // A single file that is mounted into a container, say.
    await rm(draft, { force: true });
    return false;
  }
}

async function linked(draft: string, place: string): Promise<boolean> {
  try {
    await link(draft, place);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') throw thrown;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * The text in a file beside its place, with the rights and the owner of what is there, safe on the disk. `undefined` where
 * there can be none. Rejects where the text does not fit. Its name begins with a dot, so that `*` does not find it if it stays.
 */
async function draftOf({ path: place, facts }: Target, text: string): Promise<string | undefined> {
  const draft = path.join(path.dirname(place), `.caa-guard-${randomUUID()}.tmp`);
  const handle = await orNothing(open(draft, 'wx', 0o666));
  if (handle === undefined) return undefined;
  try {
    if (facts !== undefined) {
      const own = await handle.stat();
      if (own.uid !== facts.uid || own.gid !== facts.gid) await handle.chown(facts.uid, facts.gid);
      await handle.chmod(facts.mode & 0o7777);
    }
  } catch {
    await handle.close();
    await rm(draft, { force: true });
    return undefined;
  }
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (thrown) {
    await rm(draft, { force: true });
    throw thrown;
  } finally {
    await handle.close();
  }
  return draft;
}

/** Whether standard output or standard error goes to this very file: the rest of what is said would go to nowhere. */
function isOurOutput({ dev, ino }: Stats): boolean {
  return [1, 2].some((stream) => {
    try {
      const open = fstatSync(stream);
      return open.dev === dev && open.ino === ino;
    } catch {
      return false;
    }
  });
}

function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch(() => undefined);
}
