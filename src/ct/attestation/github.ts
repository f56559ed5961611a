import { getOctets, type GetFailure, type HttpPorts } from '../reader/get.js';
import { bounded, MOST_BUNDLES } from './directory.js';
import type { AttestationFinder, FoundBundles } from './model.js';

export interface GithubFinderOptions extends HttpPorts {
  readonly userAgent: string;
  /** For private repositories, and for more than sixty questions an hour. */
  readonly token?: string;
  /** Default: the API of github.com. */
  readonly baseUrl?: string;
  /** Milliseconds for all questions about one certificate. Default: 20,000. */
  readonly totalMs?: number;
}

const LIMITS = { octets: 8 * 1024 * 1024, requestMs: 10_000, attempts: 3 };
/** Repositories that one certificate is looked for in. */
const MOST_REPOSITORIES = 20;

/**
 * Bundles that GitHub keeps for a repository: `GET /repos/{owner}/{repo}/attestations/sha256:{digest}` gives `{attestations:
 * [{bundle}]}`, and 404 where there are none (REST API, "List attestations"). A private repository that the token does not
 * reach gives 404 as well, so whether the repository can be seen is asked then: if not, it is not known that nobody attested.
 */
export function createGithubFinder(options: GithubFinderOptions): AttestationFinder {
  const { baseUrl = 'https://api.github.com', totalMs = 20_000, ...http } = options;
  const ask = (path: string, repository: string, deadline: number, signal?: AbortSignal) =>
    getOctets(
      new URL(
        `${baseUrl.replace(/\/$/, '')}/repos/${repository.split('/').map(encodeURIComponent).join('/')}${path}`,
      ),
      {
        ...http,
        signal,
        deadline,
        limits: LIMITS,
        accept: 'application/vnd.github+json',
        who: `GitHub about ${repository}`,
      },
    );
  return {
    id: 'github',
    async find(tbsSha256, repositories, signal) {
      const deadline = http.clock.monotonic() + totalMs;
      const bundles: string[] = [];
      for (const repository of repositories.slice(0, MOST_REPOSITORIES)) {
        const path = `/attestations/sha256:${tbsSha256}?per_page=${MOST_BUNDLES}`;
        const answer = await ask(path, repository, deadline, signal);
        if (!('body' in answer)) {
          if (answer.status !== 404) return { bundles, failure: failureOf(answer) };
          const itself = await ask('', repository, deadline, signal);
          if ('body' in itself) continue;
          return { bundles, failure: itself.status === 404 ? hidden(repository) : failureOf(itself) };
        }
        const page = readAnswer(answer.body.toString('utf8'));
        bundles.push(...page.bundles);
        if (page.failure !== undefined) return { bundles, failure: page.failure };
      }
      if (repositories.length <= MOST_REPOSITORIES) return bounded(bundles);
      const detail = `${repositories.length} repositories are named; ${MOST_REPOSITORIES} are asked`;
      return { ...bounded(bundles), failure: { code: 'limit', detail } };
    },
  };
}

type Failure = NonNullable<FoundBundles['failure']>;

function failureOf({ failure, detail }: GetFailure): Failure {
  return { code: failure, detail };
}

function hidden(repository: string): Failure {
  const detail = `GitHub shows no repository ${repository}: it is private and needs a token that may read it, or it is not there`;
  return { code: 'unauthorised', detail };
}

/** What of the answer is no bundle may have been the good one. */
function readAnswer(body: string): FoundBundles {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return {
      bundles: [],
      failure: { code: 'not-json', detail: 'expected JSON from GitHub; something else came' },
    };
  }
  const list = (value as { readonly attestations?: unknown } | null)?.attestations;
  if (!Array.isArray(list))
    return {
      bundles: [],
      failure: {
        code: 'bad-shape',
        detail: 'expected a list of attestations from GitHub; something else came',
      },
    };
  const found = (list as readonly unknown[]).map(
    (one) => (one as { readonly bundle?: unknown } | null)?.bundle,
  );
  const bundles = found
    .filter((one) => typeof one === 'object' && one !== null)
    .map((one) => JSON.stringify(one));
  if (bundles.length === found.length) return { bundles };
  const detail = `${found.length - bundles.length} of ${found.length} attestations came without their bundle`;
  return { bundles, failure: { code: 'bad-shape', detail } };
}
