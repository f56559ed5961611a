import { createHash } from 'node:crypto';
import type { Forge, Ports, Ran, Released } from '../../../scripts/release/ports.js';

export const COMMIT = 'a'.repeat(40);
export const RELEASED: Released = {
  tag: 'v1.2.3',
  commit: COMMIT,
  repository: 'https://github.com/org/caa-guard',
};
export const PACKAGE = 'the package';

export const integrityOf = (content: string): string =>
  `sha512-${createHash('sha512').update(content).digest('base64')}`;

/** What was written to the world outside, in order. */
export type Write =
  | { readonly release: string; readonly latest: boolean; readonly notes: string }
  | { readonly tag: string; readonly commit: string }
  | { readonly npm: readonly string[] };

/** GitHub, a registry, git and the checkout of `v1.2.3`, in memory. */
export class World {
  readonly tags = new Map([['v1.2.3', COMMIT]]);
  readonly releases = new Map<string, { immutable: boolean }>();
  /** Integrity by name and version. */
  readonly registry = new Map<string, string>();
  readonly files = new Map<string, string>([
    ['package.json', manifest()],
    ['package-lock.json', JSON.stringify({ version: '1.2.3' })],
    ['CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n## 1.2.3\n\n- **Better.**\n\n## 1.2.2\n\n- Older.\n'],
    ['package/caa-guard-1.2.3.tgz', PACKAGE],
  ]);
  readonly writes: Write[] = [];
  readonly said: string[] = [];
  onMain = true;
  /** What `git status` shows. */
  changed = '';
  /** Answers that stand in the way: the program's own are not asked then. */
  readonly broken = new Map<string, Ran>();
  refusesTags = false;

  readonly ports: Ports = {
    forge: this.forge(),
    run: (program, args) =>
      Promise.resolve(this.broken.get(`${program} ${args[0]}`) ?? this.ran(program, args)),
    read: (file) => Promise.resolve(Buffer.from(this.files.get(file) ?? '')),
    list: (folder) =>
      Promise.resolve(
        [...this.files.keys()]
          .filter((file) => file.startsWith(`${folder}/`))
          .map((file) => file.slice(folder.length + 1)),
      ),
    say: (line) => this.said.push(line),
  };

  private forge(): Forge {
    return {
      commitOf: (tag) => Promise.resolve(this.tags.get(tag) ?? ''),
      tags: () => Promise.resolve([...this.tags.keys()]),
      release: (tag) => Promise.resolve(this.releases.get(tag)),
      publish: ({ tag }, notes, latest) => {
        this.releases.set(tag, { immutable: true });
        this.writes.push({ release: tag, latest, notes });
        return Promise.resolve();
      },
      move: (tag, commit) => {
        if (this.refusesTags)
          return Promise.reject(new Error('refusing to allow a GitHub App to update workflow'));
        this.tags.set(tag, commit);
        this.writes.push({ tag, commit });
        return Promise.resolve();
      },
    };
  }

  private ran(program: string, args: readonly string[]): Ran {
    const [verb = '', what = ''] = args;
    if (program === 'git' && verb === 'merge-base') return { code: this.onMain ? 0 : 1, out: '', err: '' };
    if (program === 'git' && verb === 'status') return { code: 0, out: this.changed, err: '' };
    if (program === 'npm' && verb === 'view') {
      const integrity = this.registry.get(what);
      const missing = JSON.stringify({ error: { code: 'E404' } });
      return integrity === undefined
        ? { code: 1, out: missing, err: '' }
        : { code: 0, out: JSON.stringify(integrity), err: '' };
    }
    if (program === 'npm' && verb === 'publish') {
      this.registry.set('caa-guard@1.2.3', integrityOf(this.files.get(what.slice(2)) ?? ''));
      this.writes.push({ npm: args });
      return { code: 0, out: '', err: '' };
    }
    throw new Error(`nothing else is run: ${program} ${args.join(' ')}`);
  }
}

export function manifest(changes: Readonly<Record<string, unknown>> = {}): string {
  const repository = { type: 'git', url: 'git+https://github.com/org/caa-guard.git' };
  return JSON.stringify({ name: 'caa-guard', version: '1.2.3', repository, ...changes });
}
