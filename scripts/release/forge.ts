import { textAt, valueAt } from './json.ts';
import { output, type Forge, type Run } from './ports.ts';

const COMMIT = /^[0-9a-f]{40}$/;

/** GitHub through its own command line program, which runners have; its token is in GH_TOKEN. `name` is `owner/name`. */
export function openForge(run: Run, name: string): Forge {
  const gh = (...args: readonly string[]): Promise<string> => output(run, 'gh', args);
  return {
    async commitOf(tag) {
      const commit = (await gh('api', `repos/${name}/commits/tags/${tag}`, '--jq', '.sha')).trim();
      if (!COMMIT.test(commit))
        throw new Error(`gh: expected a commit for ${tag}, got ${JSON.stringify(commit)}`);
      return commit;
    },
    async tags() {
      const refs = await gh('api', '--paginate', `repos/${name}/git/matching-refs/tags/v`, '--jq', '.[].ref');
      return refs
        .split('\n')
        .filter((ref) => ref.startsWith('refs/tags/'))
        .map((ref) => ref.slice('refs/tags/'.length));
    },
    async release(tag) {
      const { code, out, err } = await run('gh', ['api', `repos/${name}/releases/tags/${tag}`]);
      if (code === 0) return { immutable: valueAt(JSON.parse(out), 'immutable') === true };
      if (isMissing(out)) return undefined;
      throw new Error(`gh: expected the release ${tag} or 404, got exit code ${code}: ${err.trim()}`);
    },
    async publish(tag, notes, latest) {
      const how = ['--verify-tag', '--title', tag, `--latest=${latest}`, '--notes-file', '-'];
      await output(run, 'gh', ['release', 'create', tag, '--repo', name, ...how], notes);
    },
    async move(tag, commit) {
      const there = await gh('api', `repos/${name}/git/matching-refs/tags/${tag}`, '--jq', '.[].ref');
      if (there.split('\n').includes(`refs/tags/${tag}`))
        await gh(
          'api',
          '--method',
          'PATCH',
          `repos/${name}/git/refs/tags/${tag}`,
          '-f',
          `sha=${commit}`,
          '-F',
          'force=true',
        );
      else await gh('api', `repos/${name}/git/refs`, '-f', `ref=refs/tags/${tag}`, '-f', `sha=${commit}`);
    },
  };
}

/** `gh api` prints the answer's body also where it fails, and there GitHub gives the status. */
function isMissing(out: string): boolean {
  try {
    return textAt(JSON.parse(out), 'status') === '404';
  } catch {
    return false;
  }
}
