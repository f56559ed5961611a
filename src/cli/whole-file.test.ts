import { execFileSync, spawn } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'rolldown';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWhole, writeWhole } from './whole-file.js';

const onWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'caa-guard-whole-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(path.join(folder, 'each-'))));
const at = (name: string): string => path.join(dir, name);
const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

describe('a file that is written as a whole', () => {
  it('holds the text, in folders that were not there, and nothing else lies beside it', async () => {
    await writeWhole(at('new/deep/report.json'), 'one');
    await writeWhole(at('new/deep/report.json'), 'two');
    expect(await readFile(at('new/deep/report.json'), 'utf8')).toBe('two');
    expect(await readdir(at('new/deep'))).toEqual(['report.json']);
  });

  it.skipIf(onWindows)('keeps its rights, and gets the usual ones where it is new', async () => {
    await writeFile(at('usual'), '');
    await writeWhole(at('new'), 'x');
    expect(await modeOf(at('new'))).toBe(await modeOf(at('usual')));
    for (const mode of [0o600, 0o640, 0o666]) {
      await chmod(at('new'), mode);
      await writeWhole(at('new'), 'y');
      expect(await modeOf(at('new'))).toBe(mode);
    }
  });

  it.skipIf(onWindows)('is the one that a link leads to, and the link stays', async () => {
    await writeFile(at('target'), 'old');
    await symlink('target', at('link'));
    await symlink('not-there-yet', at('dangling'));
    await writeWhole(at('link'), 'new');
    await writeWhole(at('dangling'), 'new');
    expect((await lstat(at('link'))).isSymbolicLink()).toBe(true);
    expect((await lstat(at('dangling'))).isSymbolicLink()).toBe(true);
    expect(await readFile(at('target'), 'utf8')).toBe('new');
    expect(await readFile(at('not-there-yet'), 'utf8')).toBe('new');
  });

  it.skipIf(onWindows)('stays a pipe where it is one, and a device where it is that', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const reading = readFile(at('pipe'), 'utf8');
    await writeWhole(at('pipe'), 'through');
    expect(await reading).toBe('through');
    expect((await stat(at('pipe'))).isFIFO()).toBe(true);
    await writeWhole('/dev/null', 'gone');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('is told by its own name where it cannot be written', async () => {
    await writeFile(at('file'), '');
    await expect(writeWhole(dir, 'x')).rejects.toThrow('EISDIR');
    await expect(writeWhole(at('file/below'), 'x')).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(await readdir(dir)).toEqual(['file']);
  });

  it.skipIf(onWindows || isRoot)('is not replaced where it may not be written', async () => {
    await writeFile(at('file'), 'theirs', { mode: 0o444 });
    await expect(writeWhole(at('file'), 'x')).rejects.toThrow('EACCES');
    expect(await readFile(at('file'), 'utf8')).toBe('theirs');
  });

  it.skipIf(onWindows || isRoot)('is written in its place where nothing may be put beside it', async () => {
    await writeFile(at('file'), 'old');
    await chmod(dir, 0o555);
    await writeWhole(at('file'), 'new');
    expect(await readFile(at('file'), 'utf8')).toBe('new');
    await chmod(dir, 0o755);
  });

  it('is not made where there is one, and of many at once one is', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => createWhole(at('policy.yaml'), String(i).repeat(1000))),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(createWhole(at('policy.yaml'), 'x')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(at('policy.yaml'), 'utf8')).toMatch(/^([0-7])\1{999}$/);
    expect(await readdir(dir)).toEqual(['policy.yaml']);
  });
});

/** A folder with the code as plain JavaScript, for processes of their own. */
async function program(name: string, text: string): Promise<void> {
  await build({
    input: path.join(import.meta.dirname, 'whole-file.ts'),
    platform: 'node',
    logLevel: 'silent',
    output: { dir, format: 'esm', entryFileNames: 'whole-file.js' },
  });
  await writeFile(at('package.json'), '{"type":"module"}');
  await writeFile(at(name), `import { writeWhole } from './whole-file.js';\n${text}`);
}

describe('a file to which standard output goes', () => {
  it.skipIf(onWindows).each(['/dev/stdout', 'out'])(
    'stays the same file when %s is written',
    async (place) => {
      await program('writer.js', `await writeWhole(${JSON.stringify(place)}, 'a report');`);
      const out = await open(at('out'), 'w');
      const { ino } = await out.stat();
      execFileSync(process.execPath, ['writer.js'], { cwd: dir, stdio: ['ignore', out.fd, 'inherit'] });
      expect(await readFile(at('out'), 'utf8')).toBe('a report');
      expect((await stat(at('out'))).ino).toBe(ino);
      await out.close();
    },
  );
});

/** Writes one of two long reports after the other, and does nothing else, until it is killed. */
const WRITER = `
  const texts = ['a', 'b'].map((one) => one.repeat(4e6));
  for (let i = 0; ; i++) {
    await writeWhole('report', texts[i % 2]);
    if (i === 0) process.stdout.write('begun');
  }`;

/** The writer at work; killed (SIGKILL) so many milliseconds after its first report. */
function killedAfter(milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, ['writer.js'], { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), milliseconds));
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

describe('a process that is killed while it writes', { timeout: 60_000 }, () => {
  it('leaves the report before, or the one after, and never half of one', async () => {
    await program('writer.js', WRITER);
    for (let turn = 0; turn < 8; turn++) {
      await killedAfter(11 * turn);
      const text = await readFile(at('report'), 'utf8');
      expect([text.length, new Set(text).size], `after turn ${turn}`).toEqual([4e6, 1]);
    }
    const left = (await readdir(dir)).filter((name) => name.startsWith('.caa-guard-'));
    // Else nobody was killed in the middle of it, and this has shown nothing.
    expect(left).not.toEqual([]);
  });
});
