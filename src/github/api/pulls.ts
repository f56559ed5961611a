import type { Call } from './call.js';
import { pages } from './pages.js';
import type { Repository } from './port.js';
import { id, type Asking } from './repository.js';
import { PullShape, read, ReviewShape } from './shapes.js';

const needs = '`pull-requests: read`';

/** Pull requests and their reviews; their comments are those of issues. */
export function pullMethods({ client, base, home }: Asking): Pick<Repository, 'pull' | 'reviews'> {
  return {
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
