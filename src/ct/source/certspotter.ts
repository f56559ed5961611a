import { isLoopback } from './loopback.js';
import type { Issuance, IssuanceSource, SourceFailure, SourceResult } from '../model.js';
import type { HttpPorts } from '../reader/get.js';
import { getPage } from './http.js';
import { SOURCE_LIMITS, type SourceLimits } from './limits.js';
import { readPage } from './page.js';

export const SSLMATE_API = 'https://api.certspotter.com';

export interface CertspotterOptions extends HttpPorts {
  /** Default: SSLMate's. HTTPS, or plain HTTP on a loopback address. */
  readonly baseUrl?: string;
  readonly token?: string;
  readonly userAgent: string;
  readonly limits?: Partial<SourceLimits>;
}

/**
 * Certificates from an API of the shape of SSLMate's Cert Spotter "CT Search API" v1: unexpired issuances in order of
 * discovery, paged by `after` until an empty list. Only `id` and `cert_der` are believed (the bytes speak for
 * themselves); `issuer.caa_domains` is kept as a hint. Never rejects, and is never complete after anything went wrong.
 */
export function createCertspotterSource(options: CertspotterOptions): IssuanceSource {
  const limits = { ...SOURCE_LIMITS, ...options.limits };
  const base = baseOf(options.baseUrl ?? SSLMATE_API);
  return {
    id: 'certspotter',
    async query(domain, { includeSubdomains, signal }) {
      const issuances: Issuance[] = [];
      const seen = new Set<string>();
      const stop = (code: SourceFailure, detail: string, pages: number): SourceResult => ({
        issuances,
        complete: false,
        failure: { code, detail },
        pages,
      });
      if ('wrong' in base) return stop('internal', base.wrong, 0);
      const deadline = options.clock.monotonic() + limits.totalMs;
      let after: string | undefined;
      for (let page = 0; ; page++) {
        if (page >= limits.pages)
          return stop('limit', `more than ${limits.pages} pages; the rest was not asked for`, page);
        const url = questionUrl(base.url, domain, includeSubdomains, after);
        const answer = await getPage(url, { ...options, limits, deadline, signal });
        if ('failure' in answer) return stop(answer.failure, answer.detail, page);
        const read = readPage(answer.body);
        if ('failure' in read) return stop(read.failure, read.detail, page);
        const fresh = read.entries.filter((entry) => !seen.has(entry.id));
        if (fresh.length < read.entries.length)
          return stop(
            'repeats',
            'the source gave again what it had given before; paging cannot go on',
            page + 1,
          );
        for (const entry of fresh) {
          seen.add(entry.id);
          if (entry.issuance !== undefined) issuances.push(entry.issuance);
        }
        const broken = fresh.find((entry) => entry.issuance === undefined);
        if (broken !== undefined)
          return stop(
            'bad-shape',
            `entry ${shown(broken.id)} of the source carries no readable certificate`,
            page + 1,
          );
        if (issuances.length > limits.certificates)
          return stop(
            'limit',
            `more than ${limits.certificates} certificates; the rest was not asked for`,
            page + 1,
          );
        if (fresh.length === 0) return { issuances, complete: true, pages: page + 1 };
        after = fresh[fresh.length - 1]?.id;
      }
    },
  };
}

function questionUrl(base: URL, domain: string, includeSubdomains: boolean, after: string | undefined): URL {
  const url = new URL(`${base.pathname.replace(/\/$/, '')}/v1/issuances`, base);
  url.searchParams.set('domain', domain);
  url.searchParams.set('include_subdomains', String(includeSubdomains));
  url.searchParams.set('match_wildcards', 'true');
  for (const one of ['dns_names', 'issuer.caa_domains', 'cert_der']) url.searchParams.append('expand', one);
  if (after !== undefined) url.searchParams.set('after', after);
  return url;
}

function baseOf(text: string): { readonly url: URL } | { readonly wrong: string } {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return {
      wrong: 'the URL of the certificate source is none; expected one such as https://api.certspotter.com',
    };
  }
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!safe || url.username !== '' || url.password !== '')
    return {
      wrong:
        'expected an https: URL without user name for the certificate source; plain http: is for loopback addresses only',
    };
  return { url };
}

function shown(id: string): string {
  return JSON.stringify(id.slice(0, 60));
}
