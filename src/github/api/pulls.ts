import * as v from 'valibot';
import type { Call } from './call.js';
import { commitName } from './content.js';
import { pages } from './pages.js';
import type { Repository } from './port.js';
import { id, type Asking } from './repository.js';
import { CommitShape, PullShape, read, ReviewShape } from './shapes.js';

const needs = '`pull-requests: read`';

/** Pull requests, their reviews, and the commits that they would be; their comments are those of issues. */
export function pullMethods({
  client,
  base,
  home,
}: Asking): Pick<Repository, 'everHeld' | 'parents' | 'pull' | 'reviews'> {
  return {
    everHeld: async (path, commit) => {
      const query = new URLSearchParams({ path, sha: commitName(commit), per_page: '1' });
      const call: Call = {
        ...{ method: 'GET', kind: 'read', needs: '`contents: read`' },
        to: `${home}/commits?${String(query)}`,
        doing: `read the history of the file ${JSON.stringify(path)}`,
      };
      return read(await client.ask(call), v.array(v.unknown()), call).length > 0;
    },
    parents: async (commit) => {
      const doing = `read the commit ${commit}`;
      const call: Call = {
        ...{ method: 'GET', kind: 'read', needs: '`contents: read`', doing },
        to: `${home}/git/commits/${commitName(commit)}`,
      };
      return read(await client.ask(call), CommitShape, call);
    },
    pull: async (number) => {
      const call: Call = {
        ...{ method: 'GET', kind: 'read', needs },
        to: `${home}/pulls/${id(number)}`,
        doing: `read pull request ${number}`,
      };
      return read(await client.ask(call), PullShape, call);
    },
    reviews: async (pull) => {
      const list = {
        path: `${home}/pulls/${id(pull)}/reviews`,
        doing: `list the reviews of pull request ${pull}`,
        needs,
        tooMany: 'Open another pull request for this change',
      };
      return pages(client, base, list, ReviewShape);
    },
  };
}
