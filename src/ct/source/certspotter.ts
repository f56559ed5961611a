import type { Issuance, IssuanceSource, SourceFailure, SourceResult } from '../model.js';
import type { HttpPorts } from '../reader/get.js';
import { createPace, type Pace, type PaceRule } from '../reader/pace.js';
import { baseUrl, paceFor } from './base-url.js';
import { getPage } from './http.js';
import { SOURCE_LIMITS, type SourceLimits } from './limits.js';
import { readPage } from './page.js';

/** A source that contradicts itself so often needs no more to be said of it. */
export const MOST_CONTRADICTIONS = 100;

export const SSLMATE_API = 'https://api.certspotter.com';

export interface CertspotterOptions extends HttpPorts {
  /** Default: SSLMate's. HTTPS, or plain HTTP on a loopback address. */
  readonly baseUrl?: string;
  readonly token?: string;
  readonly userAgent: string;
  readonly limits?: Partial<SourceLimits>;
  /** Default: that of a key without payment, for all questions to this source together. */
  readonly pace?: Pace;
}

/** What a key without payment may ask; that whole domains may be asked for ten times an hour only is left to `Retry-After`. */
export const CERTSPOTTER_PACE: readonly PaceRule[] = [
  { count: 5, ms: 1_000 },
  { count: 75, ms: 60_000 },
];

/**
 * Certificates from an API of the shape of SSLMate's Cert Spotter "CT Search API" v1: unexpired issuances in order of
 * discovery, paged by `after` until an empty list. Only `id` and `cert_der` are believed (the bytes speak for
 * themselves); what it says of the issuer is kept as a hint, and digests that are not those of the bytes are
 * contradictions. Never rejects, and is never complete after anything went wrong.
 */
export function createCertspotterSource(options: CertspotterOptions): IssuanceSource {
  const limits = { ...SOURCE_LIMITS, ...options.limits };
  const base = baseUrl(options.baseUrl ?? SSLMATE_API, SSLMATE_API);
  const pace = options.pace ?? createPace(paceFor(base, CERTSPOTTER_PACE), options.clock);
  return {
    id: 'certspotter',
    async query(domain, { includeSubdomains, signal }) {
      const issuances: Issuance[] = [];
      const seen = new Set<string>();
      const contradictions: string[] = [];
      const seenSoFar = (pages: number) => ({
        issuances,
        pages,
        ...(contradictions.length === 0 ? {} : { contradictions }),
      });
      const stop = (code: SourceFailure, detail: string, pages: number): SourceResult => ({
        ...seenSoFar(pages),
        complete: false,
        failure: { code, detail },
      });
      if ('wrong' in base) return stop('internal', base.wrong, 0);
      const deadline = options.clock.monotonic() + limits.totalMs;
      let after: string | undefined;
      for (let page = 0; ; page++) {
        if (page >= limits.pages)
          return stop('limit', `more than ${limits.pages} pages; the rest was not asked for`, page);
        const url = questionUrl(base.url, domain, includeSubdomains, after);
        const answer = await getPage(url, { ...options, limits, deadline, signal, pace });
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
          if (contradictions.length < MOST_CONTRADICTIONS) contradictions.push(...entry.contradictions);
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
        if (fresh.length === 0) return { ...seenSoFar(page + 1), complete: true };
        after = fresh[fresh.length - 1]?.id;
      }
    },
  };
}

const EXPANDED = ['dns_names', 'issuer', 'issuer.caa_domains', 'revocation', 'problem_reporting', 'cert_der'];

function questionUrl(base: URL, domain: string, includeSubdomains: boolean, after: string | undefined): URL {
  const url = new URL(`${base.pathname.replace(/\/$/, '')}/v1/issuances`, base);
  url.searchParams.set('domain', domain);
  url.searchParams.set('include_subdomains', String(includeSubdomains));
  url.searchParams.set('match_wildcards', 'true');
  for (const one of EXPANDED) url.searchParams.append('expand', one);
  if (after !== undefined) url.searchParams.set('after', after);
  return url;
}

function shown(id: string): string {
  return JSON.stringify(id.slice(0, 60));
}
