import { failed, type Call } from './call.js';
import type { Client } from './client.js';
import { commitName } from './content.js';
import { read, TreeShape } from './shapes.js';

/**
 * Paths of the files of a commit (REST API, "Get a tree"), links and submodules left out. Rejects with `invalid` for a repository
 * of which GitHub lists a part alone: a file that is not on the list would pass for one that is not there.
 */
export async function pathsAt(
  client: Client,
  repository: string,
  commit: string,
): Promise<readonly string[]> {
  const call: Call = {
    ...{ method: 'GET', kind: 'read', needs: '`contents: read`' },
    to: `/repos/${repository}/git/trees/${commitName(commit)}?recursive=1`,
    doing: `list the files of commit ${commit.slice(0, 12)}`,
  };
  const { tree, truncated } = read(await client.ask(call), TreeShape, call);
  if (truncated)
    throw failed('invalid', call, 'expected all files of the commit; there are more than GitHub lists');
  return tree.flatMap(({ path, mode }) => (mode === '100644' || mode === '100755' ? [path] : []));
}
