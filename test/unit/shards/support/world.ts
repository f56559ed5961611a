import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLab, type Lab } from '../../../../src/lab/index.js';

/** How many domains; thousands take minutes: `CAA_GUARD_SHARD_DOMAINS=10000`. */
export const COUNT = Number(process.env['CAA_GUARD_SHARD_DOMAINS'] ?? 36);

/** The time of all runs is one, so that what they say of times is the same. */
export const NOW = Date.now();
export const clock = { now: () => NOW, monotonic: () => performance.now() };

const names = Array.from({ length: COUNT }, (_, i) => `domain-${i}.${['com', 'net', 'org'][i % 3]}`);

/** One CA for every domain. */
export const POLICY = [
  'version: 1',
  'domains:',
  ...names.flatMap((name) => [`  ${name}:`, '    issue: [{ca: letsencrypt.org}]']),
  '',
].join('\n');

/** A lab with the domains, each fifth of which lets another CA issue, and a folder for what runs leave. */
export interface ShardWorld {
  readonly lab: Lab;
  readonly folder: string;
  /** Domains that let another CA issue. */
  readonly adrift: number;
  stop(): Promise<void>;
}

export async function shardWorld(): Promise<ShardWorld> {
  const lab = createLab({ clock, seed: 'shards' });
  const strays = new Set(names.filter((_, i) => i % 5 === 1));
  for (const name of names) {
    const ca = strays.has(name) ? 'digicert.com' : 'letsencrypt.org';
    lab.addZone({
      name,
      records: [
        ['@', 'CAA', `0 issue "${ca}"`],
        ['@', 'A', '192.0.2.80'],
      ],
    });
  }
  await lab.start();
  const folder = await mkdtemp(path.join(tmpdir(), 'caa-guard-shards-'));
  return {
    lab,
    folder,
    adrift: strays.size,
    async stop() {
      await lab.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
