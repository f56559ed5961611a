import { describe, expect, it } from 'vitest';
import { main } from './main.js';
import { testPorts, type TestPorts } from './testing/ports.js';

const policy = (...domains: readonly string[]): string =>
  `version: 1\ndomains:\n${domains.map((name) => `  ${name}: {issue: none}\n`).join('')}`;
const PLAN = JSON.stringify({ format_version: '1.2', resource_changes: [], planned_values: {} });

/** A disk in memory, on which patterns stand for what is stored. */
function disk(stored: Readonly<Record<string, string>>): TestPorts {
  const files = new Map(Object.entries({ 'plan.json': PLAN, ...stored }));
  const find = async (pattern: string, folder: string): Promise<readonly string[]> => {
    const prefix = folder === '.' ? '' : `${folder}/`;
    const [before = '', after = ''] = pattern.split('*');
    return [...files.keys()]
      .filter((file) => file.startsWith(prefix + before) && file.endsWith(after))
      .map((file) => file.slice(prefix.length))
      .sort();
  };
  const ports = testPorts({ stored: files, find });
  const read = (file: string): Promise<string> => ports.files.read(file);
  const isFolder = (file: string): boolean => [...files.keys()].some((one) => one.startsWith(`${file}/`));
  return {
    ...ports,
    files: {
      ...ports.files,
      read: (file) =>
        isFolder(file)
          ? Promise.reject(Object.assign(new Error('a directory'), { code: 'EISDIR' }))
          : read(file),
    },
  };
}

const planned = (ports: TestPorts, ...argv: readonly string[]): Promise<number> =>
  main(['plan', 'plan.json', ...argv], ports);

describe('`--base` with a pattern of policy files', () => {
  const BASE = { 'main/dns/a.yaml': policy('a.example'), 'main/dns/b.yaml': policy('b.example') };

  it('passes where the same files are there', async () => {
    const ports = disk({ ...BASE, 'dns/a.yaml': policy('a.example'), 'dns/b.yaml': policy('b.example') });
    expect(await planned(ports, '--base', 'main', '-p', 'dns/*.yaml')).toBe(0);
    expect(ports.out()).toContain('The change says the same');
  });

  it('fails where the change deletes one: its domains are not guarded any more', async () => {
    const ports = disk({ ...BASE, 'dns/a.yaml': policy('a.example') });
    expect(await planned(ports, '--base', 'main', '-p', 'dns/*.yaml')).toBe(1);
    expect(ports.out()).toContain('b.example is not guarded any more');
  });

  it('judges nothing where the change deletes all of them', async () => {
    const ports = disk(BASE);
    expect(await planned(ports, '--base', 'main', '-p', 'dns/*.yaml')).toBe(2);
    expect(ports.err()).toContain(
      'expected a pattern that stands for policy files; "dns/*.yaml" stands for none',
    );
  });
});

describe('`--base` with a policy file that is new', () => {
  const BASE = { 'main/caa-guard.yaml': policy('a.example', 'b.example'), 'main/.git/HEAD': 'x' };

  it('is held against the usual one of the base, which the change moved', async () => {
    const ports = disk({ ...BASE, 'new.yaml': policy('a.example') });
    expect(await planned(ports, '--base', 'main', '-p', 'new.yaml')).toBe(1);
    expect(ports.out()).toContain('b.example is not guarded any more');
  });

  it('is held against it for what both declare, where the change left it', async () => {
    const looser = policy('a.example').replace('none', 'unrestricted');
    for (const [text, code] of [
      [policy('a.example'), 0],
      [looser, 1],
      [policy('c.example'), 0],
    ] as const) {
      const ports = disk({ ...BASE, 'caa-guard.yaml': BASE['main/caa-guard.yaml'], 'new.yaml': text });
      expect(await planned(ports, '--base', 'main', '-p', 'new.yaml')).toBe(code);
    }
  });
});

describe('a base that is there and cannot be read', () => {
  it('ends with 3, as in the Action: what binds was not seen', async () => {
    const ports = disk({ 'caa-guard.yaml': policy('a.example') });
    ports.files.read = async (file) => {
      if (file.startsWith('main')) throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
      return ports.stored.get(file) ?? '';
    };
    expect(await planned(ports, '--base', 'main/caa-guard.yaml')).toBe(3);
    expect(ports.err()).toMatch(/expected the policy of the base.*permission denied/);
  });

  it('and one that is not there ends with 2: it was named wrongly', async () => {
    const ports = disk({ 'caa-guard.yaml': policy('a.example') });
    expect(await planned(ports, '--base', 'nowhere')).toBe(2);
  });
});
