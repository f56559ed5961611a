import { isLoopback } from '../../ct/source/loopback.js';
import { GitHubError } from './error.js';

/**
 * The API's URL without a slash at its end: `https://api.github.com`, or `https://host/api/v3` of an Enterprise Server. Throws
 * `GitHubError<'invalid'>` for one over which a token must not go.
 */
export function apiUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const safe =
    url !== undefined &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
  if (!safe || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new GitHubError(
      'invalid',
      'GITHUB_API_URL: expected an https: URL such as https://api.github.com or https://github.example/api/v3, without user ' +
        'name, query and fragment; plain http: is for loopback addresses only',
    );
  return url.href.replace(/\/+$/, '');
}

/** The whole URL of what is asked for; `undefined` if it does not lie below the API's, so that no token goes there. */
export function below(base: string, to: string): URL | undefined {
  const whole = to.startsWith('/') ? `${base}${to}` : to;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  return url !== undefined && url.href.startsWith(`${base}/`) && url.username === '' && url.password === ''
    ? url
    : undefined;
}

/** `owner/name`, each of the characters that GitHub allows. */
export function repositoryName(text: string): string {
  if (/^[A-Za-z0-9_.-]{1,100}\/[A-Za-z0-9_.-]{1,100}$/.test(text) && !/(^|\/)\.{1,2}(\/|$)/.test(text))
    return text;
  throw new GitHubError('invalid', 'GITHUB_REPOSITORY: expected owner/name; something else came');
}

/** A token of any length and shape that fits into a header. It is not shown. */
export function tokenText(text: string): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new GitHubError(
    'unauthorized',
    'input github-token: expected printable ASCII without spaces, as goes into an HTTP header; it is not shown here',
  );
}
