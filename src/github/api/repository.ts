import { repositoryName, apiUrl, tokenText } from './base.js';
import { createClient, type Client } from './client.js';
import { fileAt } from './content.js';
import { issueMethods } from './issues.js';
import { labelMethods } from './labels.js';
import { accountOf } from './login.js';
import { WORKFLOW_LOGIN, type Repository, type TokenAccount } from './port.js';
import { pullMethods } from './pulls.js';
import { pathsAt } from './tree.js';
import type { WaitPorts } from './waits.js';

export interface RepositoryOptions extends WaitPorts {
  /** `GITHUB_API_URL`: https, or http on loopback. */
  readonly url: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Goes to places below `url` alone. */
  readonly token: string;
  readonly fetch: typeof fetch;
  /** Told of each pause, in a line; it may hold what GitHub said, inert. */
  readonly log: (line: string) => void;
  /** Of caa-guard, for `User-Agent`. */
  readonly version: string;
  /** Milliseconds for one request. Default: 30,000. */
  readonly requestMs?: number;
  /** From 0 to below 1: spreads repeated questions of many runs. Default: from node:crypto. */
  readonly random?: () => number;
}

/** What asks in one repository; the methods of a `Repository` are made of it. */
export interface Asking {
  readonly client: Client;
  /** The API's URL. */
  readonly base: string;
  /** `/repos/owner/name`. */
  readonly home: string;
}

/**
 * A repository, by GitHub's REST API: no GraphQL and no search, which not every server has. Throws `GitHubError` for a URL, a
 * name or a token that is none; asks nothing by itself.
 */
export function openRepository(options: RepositoryOptions): Repository {
  const { version, requestMs = 30_000, ...rest } = options;
  const base = apiUrl(options.url);
  const fullName = repositoryName(options.repository);
  const token = tokenText(options.token);
  const client = createClient({ ...rest, base, token, requestMs, userAgent: `caa-guard/${version}` });
  const asking: Asking = { client, base, home: `/repos/${fullName}` };
  let asked: Promise<TokenAccount> | undefined;
  // Once a run, unless it could not be told.
  const account = (): Promise<TokenAccount> =>
    (asked ??= accountOf(client).catch((error: unknown) => {
      asked = undefined;
      throw error;
    }));
  return {
    fullName,
    account,
    login: async () => {
      const whose = await account();
      return whose.kind === 'user' ? whose.login : WORKFLOW_LOGIN;
    },
    ...issueMethods(asking),
    ...labelMethods(asking),
    file: async (path, commit) => fileAt(client, fullName, path, commit),
    paths: async (commit) => pathsAt(client, fullName, commit),
    ...pullMethods(asking),
  };
}

/** A number of an issue or a comment, as part of a path. */
export function id(number: number): string {
  if (Number.isSafeInteger(number) && number > 0) return String(number);
  throw new RangeError(`expected a number from 1; ${number} came`);
}
