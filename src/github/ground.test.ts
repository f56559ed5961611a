import { describe, expect, it } from 'vitest';
import { GitHubError } from './api/error.js';
import type { JobEvent } from './event.js';
import { groundOf, type Ground } from './ground.js';
import type { Inputs } from './inputs.js';
import { fakePorts, fakeRepository, inputs } from './testing/fakes.js';

const [BASE, HEAD] = ['a'.repeat(40), 'b'.repeat(40)];
const PULL = {
  kind: 'pull-request',
  number: 12,
  base: BASE,
  head: HEAD,
  author: 'alice',
  fork: false,
} as const;
const FORK = { ...PULL, fork: true };

/** A workspace with the head, and a GitHub with the base. */
function world(base: Readonly<Record<string, string>> = { 'caa-guard.yaml': 'base', 'root.hints': 'base' }) {
  const head = { 'caa-guard.yaml': 'head', 'root.hints': 'head' };
  const ports = fakePorts({
    files: { ...head, 'base/caa-guard.yaml': 'folder', 'base/root.hints': 'folder' },
  });
  const github = fakeRepository({ files: { [BASE]: base, [HEAD]: head } });
  const ground = (event: JobEvent, over: Partial<Inputs> = {}): Promise<Ground> =>
    groundOf(event, { inputs: inputs(over)(), policies: ['caa-guard.yaml'] }, ports, async () => github);
  return { ports, github, ground };
}

describe('a run where nothing is about to be merged', () => {
  it('stands on the workspace, and does not ask GitHub', async () => {
    const { github, ground } = world();
    const { base, kept, readNamed } = await ground({ kind: 'plain' }, { base: 'base' });
    expect(base).toBeUndefined();
    expect(kept).toBe(true);
    expect(await readNamed('root.hints')).toBe('head');
    expect(github.requests).toEqual([]);
  });
});

describe('a pull request', () => {
  it('stands on the policy of the base', async () => {
    const { ground } = world();
    const { base, readNamed } = await ground(PULL);
    expect(base).toMatchObject({ policies: ['caa-guard.yaml'], fork: false });
    expect(await base?.readFile('caa-guard.yaml')).toBe('base');
    expect(await readNamed('root.hints')).toBe('head');
  });

  it('stands on what it would be merged into now, and not on what was there at its last push', async () => {
    const [now, merge] = ['d'.repeat(40), 'e'.repeat(40)];
    const { ports } = world();
    const github = fakeRepository({
      files: { [BASE]: { 'caa-guard.yaml': 'old' }, [now]: { 'caa-guard.yaml': 'now' } },
      parents: { [merge]: [now, HEAD] },
    });
    const asked = { inputs: inputs()(), policies: ['caa-guard.yaml'] };
    const on = (event: JobEvent) => groundOf(event, asked, ports, async () => github);
    expect(await (await on({ ...PULL, merge })).base?.readFile('caa-guard.yaml')).toBe('now');
    await expect(on({ ...PULL, merge, head: now })).rejects.toMatchObject({ code: 'BASE_UNREADABLE' });
  });

  it('does not stand on a merge into the branch that was its base before', async () => {
    const [lax, merge] = ['d'.repeat(40), 'e'.repeat(40)];
    const { ports } = world();
    const files = { [BASE]: { 'caa-guard.yaml': 'base' }, [lax]: { 'caa-guard.yaml': 'lax' } };
    const asked = { inputs: inputs()(), policies: ['caa-guard.yaml'] };
    const into = (base: string) => {
      const github = fakeRepository({ files, parents: { [merge]: [base, HEAD] } });
      return groundOf({ ...PULL, merge, retargeted: true }, asked, ports, async () => github);
    };
    expect(await (await into(BASE)).base?.readFile('caa-guard.yaml')).toBe('base');
    await expect(into(lax)).rejects.toMatchObject({
      code: 'BASE_UNREADABLE',
      message: expect.stringContaining('has just become the base') as string,
    });
  });

  it('stands on the folder that is named for the base, and GitHub is not asked', async () => {
    const { github, ground } = world();
    const { base } = await ground(PULL, { base: 'base' });
    expect(await base?.readFile('caa-guard.yaml')).toBe('folder');
    expect(github.requests).toEqual([]);
  });

  it('does not stand on a folder that is not there', async () => {
    const { ground } = world();
    await expect(ground(PULL, { base: 'gone' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('does not take a folder of another level for a base without a policy', async () => {
    const { ports, ground } = world();
    ports.files.set('work/base/caa-guard.yaml', 'folder');
    await expect(ground(PULL, { base: 'work' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('there is one at "work/base/caa-guard.yaml"'),
    });
  });

  it('does not stand on its own policy where GitHub cannot be asked', async () => {
    const { ports } = world();
    const asked = { inputs: inputs()(), policies: ['caa-guard.yaml'] };
    const github = () => Promise.reject(new GitHubError('unauthorized', 'no token'));
    await expect(groundOf(PULL, asked, ports, github)).rejects.toMatchObject({
      code: 'BASE_UNREADABLE',
      message: expect.stringMatching(/no token[^]*contents: read/),
    });
  });

  it('tells its reviews when these are asked for, and not before', async () => {
    const { github, ground } = world();
    const { base } = await ground(PULL);
    expect(github.requests.filter((one) => one.startsWith('reviews'))).toEqual([]);
    expect(await base?.approval?.()).toEqual({ head: HEAD, author: 'alice', reviews: [] });
    expect(github.requests).toContain('reviews 12');
  });
});

describe('a pull request from a fork', () => {
  it('has what inputs name read in the base, and keeps nothing', async () => {
    const { ground } = world();
    const { base, kept, readNamed } = await ground(FORK);
    expect(base?.fork).toBe(true);
    expect(kept).toBe(false);
    expect(await readNamed('root.hints')).toBe('base');
  });

  it('cannot bring a file that inputs name and the base has not', async () => {
    const { ground } = world({ 'caa-guard.yaml': 'base' });
    await expect((await ground(FORK)).readNamed('root.hints')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each(['files', 'tail'] as const)('has no certificates of its own: %s=', async (kind) => {
    const { ground } = world();
    const ct = { sources: [{ kind, path: 'certs' }] };
    await expect(ground(FORK, { ct })).rejects.toMatchObject({ code: 'FORK_REFUSED' });
    await expect(ground(PULL, { ct })).resolves.toBeDefined();
  });

  it('has those of the base, where that is checked out', async () => {
    const { ports, ground } = world();
    const listed: string[] = [];
    Object.assign(ports.certificateFiles, { list: async (file: string) => (listed.push(file), []) });
    const ct = { sources: [{ kind: 'files', path: './certs' }] } as const;
    const { certificateFiles } = await ground(FORK, { ct, base: 'base' });
    await certificateFiles.list('./certs', 1);
    expect(listed).toEqual(['base/certs']);
    await expect(certificateFiles.list('../certs', 1)).rejects.toMatchObject({ code: 'BASE_PATH' });
  });
});

describe('a group in a merge queue', () => {
  it('stands on what it is built on', async () => {
    const { ground } = world();
    const { base } = await ground({ kind: 'merge-group', base: BASE, head: HEAD });
    expect(base).toMatchObject({ policies: ['caa-guard.yaml'], fork: false });
  });

  it('is approved as its pull request is', async () => {
    const group = { kind: 'merge-group', base: BASE, head: 'c'.repeat(40) } as const;
    const { base } = await world().ground({ ...group, number: 12 });
    expect(await base?.approval?.()).toEqual({ head: HEAD, author: 'alice', reviews: [] });
    const unknown = await world().ground(group);
    expect(await unknown.base?.approval?.()).toEqual({ unseen: expect.stringContaining('merge queue') });
  });
});
