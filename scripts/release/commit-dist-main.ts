import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { commitOf, placeOf } from './commit-dist.ts';
import { textAt } from './json.ts';
import { output } from './ports.ts';
import { asked, systemRun } from './system.ts';

/*
 * The only step of .github/workflows/commit-dist.yml that writes: commits the files of a folder as dist/ to the branch for
 * which they were built. Nothing in that folder is run, and no link in it is followed.
 */

async function main([folder = '']: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const repository = asked(env, 'GITHUB_REPOSITORY', /^[\w.-]+\/[\w.-]+$/);
  const place = placeOf(JSON.parse(await readFile(asked(env, 'GITHUB_EVENT_PATH', /./), 'utf8')), repository);
  if (typeof place === 'string') return `Nothing is committed: ${place}.`;
  const files = await filesIn(folder);
  if (files.size === 0) return 'Nothing is committed: the build left nothing, so dist/ is as it should be.';
  const answer = await output(
    systemRun,
    'gh',
    ['api', 'graphql', '--input', '-'],
    commitOf(place, repository, files),
  );
  const oid = textAt(JSON.parse(answer), 'data', 'createCommitOnBranch', 'commit', 'oid');
  if (oid === undefined)
    throw new Error(`gh: expected a commit, got ${JSON.stringify(answer.slice(0, 500))}`);
  return `Committed dist/ as ${oid}.`;
}

async function filesIn(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    if (!(await lstat(file)).isFile())
      throw new Error(`${JSON.stringify(name)}: expected a file: build dist/ by hand`);
    files.set(name, await readFile(file));
  }
  return files;
}

/** A build that changed nothing leaves no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (textAt(error, 'code') === 'ENOENT') return [];
    throw error;
  }
}

try {
  process.stdout.write(`${await main(process.argv.slice(2), process.env)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
