import type { PaceRule } from '../reader/pace.js';
import { isLoopback } from './loopback.js';

/** The URL of a source as it was given; only one that gives nothing away on the line is taken. */
export function baseUrl(text: string, example: string): { readonly url: URL } | { readonly wrong: string } {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { wrong: `the URL of the certificate source is none; expected one such as ${example}` };
  }
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!safe || url.username !== '' || url.password !== '')
    return {
      wrong:
        'expected an https: URL without user name for the certificate source; plain http: is for loopback addresses only',
    };
  return { url };
}

/** The rules of a public service are its own: at a service on this machine nobody else is kept waiting. */
export function paceFor(
  base: { readonly url: URL } | { readonly wrong: string },
  rules: readonly PaceRule[],
): readonly PaceRule[] {
  return 'url' in base && isLoopback(base.url.hostname) ? [] : rules;
}
