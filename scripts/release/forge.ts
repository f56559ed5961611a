import { valueAt } from './json.ts';
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
      if (err.includes('(HTTP 404)')) return undefined;
      throw new Error(`gh: expected the release ${tag} or 404, got exit code ${code}: ${err.trim()}`);
    },
    async publish({ tag, commit }, notes, latest) {
      // The commit counts only if the tag went away just now: then it comes back where it was, and not where main is.
      const release = { tag_name: tag, target_commitish: commit, name: tag, body: notes };
      const asked = JSON.stringify({ ...release, make_latest: String(latest) });
      await output(run, 'gh', ['api', `repos/${name}/releases`, '--input', '-'], asked);
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
