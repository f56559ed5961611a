/** What keeps a text from being a URL that is asked: it is none, or not safe to ask, or it holds credentials. */
export type HttpUrlFault = 'scheme' | 'credentials';

/**
 * Reads an absolute `https:` URL without user name and password; `http:` for an address of this machine only, where it
 * gives nothing away on the line. What is wrong is for the caller to say, in the words of its option.
 */
export function readHttpUrl(text: string): { readonly href: string } | { readonly wrong: HttpUrlFault } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url?.protocol === 'http:' && /^(localhost|127\.[0-9.]+|\[::1\])$/.test(url.hostname);
  if (url === undefined || (url.protocol !== 'https:' && !local)) return { wrong: 'scheme' };
  if (url.username !== '' || url.password !== '') return { wrong: 'credentials' };
  return { href: url.href };
}
