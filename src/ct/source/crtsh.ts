import type { Issuance, IssuanceSource, SourceFailure, SourceResult } from '../model.js';
import type { GetFailure, HttpPorts } from '../reader/get.js';
import { createPace, type Pace, type PaceRule } from '../reader/pace.js';
import { readTlv } from '../x509/der.js';
import { baseUrl, paceFor } from './base-url.js';
import { contradictionsOf } from './claims.js';
import { readCrtshList, truncation, type CrtshRow } from './crtsh-list.js';
import { getAnswer, getPage } from './http.js';
import { SOURCE_LIMITS, type SourceLimits } from './limits.js';
import { isCertificate, looksLikePem, readPem } from './pem.js';

export const CRTSH = 'https://crt.sh';

/** 60 questions a minute for one address, 5 at a time, as its operator said in 2020 (groups.google.com/g/crtsh). */
export const CRTSH_PACE: readonly PaceRule[] = [
  { count: 5, ms: 5_000 },
  { count: 60, ms: 60_000 },
];

/** A certificate is one question each: no more are read than a minute and its pace allow. */
const CRTSH_LIMITS: SourceLimits = { ...SOURCE_LIMITS, certificates: 200 };

export interface CrtshOptions extends HttpPorts {
  /** Default: crt.sh's own. HTTPS, or plain HTTP on a loopback address. */
  readonly baseUrl?: string;
  readonly userAgent: string;
  readonly limits?: Partial<SourceLimits>;
  /** Default: crt.sh's, for all questions of this source together. */
  readonly pace?: Pace;
  /** The certificate behind an id, where it was read before: an id of crt.sh stands for the same bytes for ever. */
  readonly known?: (id: string) => Uint8Array | undefined;
}

/**
 * Unexpired certificates by crt.sh's search by name, each read by its id. The search is asked for the domain, for all
 * below it, and for wildcards that cover it; a list that crt.sh may have cut off makes the answer incomplete. Never
 * rejects.
 */
export function createCrtshSource(options: CrtshOptions): IssuanceSource {
  const limits = { ...CRTSH_LIMITS, ...options.limits };
  const base = baseUrl(options.baseUrl ?? CRTSH, CRTSH);
  const pace = options.pace ?? createPace(paceFor(base, CRTSH_PACE), options.clock);
  return {
    id: 'crtsh',
    async query(domain, { includeSubdomains, signal }) {
      if ('wrong' in base) return result([], [], 0, { code: 'internal', detail: base.wrong });
      const request = {
        ...options,
        limits,
        pace,
        signal,
        deadline: options.clock.monotonic() + limits.totalMs,
      };
      const found = await search(patterns(domain, includeSubdomains), (pattern) =>
        getPage(listUrl(base.url, pattern), request),
      );
      const issuances: Issuance[] = [];
      const contradictions: string[] = [];
      let failure = found.failure;
      // New ones have the highest ids: where there is no time for all, those count most.
      const rows = [...found.rows.values()].sort((a, b) => Number(b.id) - Number(a.id));
      for (const [nth, row] of rows.entries()) {
        if (nth >= limits.certificates) {
          const detail = `crt.sh names ${rows.length} certificates; the newest ${limits.certificates} were read`;
          failure ??= { code: 'limit', detail };
          break;
        }
        const der = options.known?.(row.id) ?? (await certificate(base.url, row.id, request));
        if ('failure' in der) {
          failure ??= {
            code: der.failure,
            detail: `certificate ${row.id}, and ${rows.length - nth - 1} more, could not be read: ${der.detail}`,
          };
          break;
        }
        issuances.push({ der, id: row.id });
        if (row.serial !== undefined)
          contradictions.push(...contradictionsOf(row.id, { serial: row.serial }, der));
      }
      return result(issuances, contradictions, found.pages, failure);
    },
  };
}

interface Found {
  readonly rows: ReadonlyMap<string, CrtshRow>;
  readonly pages: number;
  readonly failure?: { readonly code: SourceFailure; readonly detail: string };
}

/** All that any of the questions found, and the first thing that went wrong. */
async function search(
  questions: readonly string[],
  ask: (pattern: string) => Promise<{ readonly body: string } | GetFailure>,
): Promise<Found> {
  const rows = new Map<string, CrtshRow>();
  let cut: string | undefined;
  for (const [pages, pattern] of questions.entries()) {
    const answer = await ask(pattern);
    const list = 'failure' in answer ? answer : readCrtshList(answer.body);
    if ('failure' in list) return { rows, pages, failure: { code: list.failure, detail: list.detail } };
    for (const row of list.rows) rows.set(row.id, row);
    cut ??= truncation(list.rows);
  }
  return {
    rows,
    pages: questions.length,
    ...(cut === undefined ? {} : { failure: { code: 'limit', detail: cut } }),
  };
}

/** `%` stands for anything. A wildcard one level up covers the domain itself. */
function patterns(domain: string, includeSubdomains: boolean): readonly string[] {
  const above = domain.slice(domain.indexOf('.') + 1);
  return [
    domain,
    ...(includeSubdomains ? [`%.${domain}`] : []),
    ...(above.includes('.') ? [`*.${above}`] : []),
  ];
}

function listUrl(base: URL, pattern: string): URL {
  const url = new URL(base);
  for (const [key, value] of [
    ['q', pattern],
    ['output', 'json'],
    ['exclude', 'expired'],
    ['deduplicate', 'Y'],
  ] as const)
    url.searchParams.set(key, value);
  return url;
}

/** The bytes behind an id: PEM, or DER. */
async function certificate(
  base: URL,
  id: string,
  request: Parameters<typeof getAnswer>[1],
): Promise<Uint8Array | GetFailure> {
  const url = new URL(base);
  url.searchParams.set('d', id);
  const answer = await getAnswer(url, { ...request, accept: 'application/pkix-cert' });
  if ('failure' in answer) return answer;
  const { body } = answer;
  const der = looksLikePem(body) ? readPem(body.toString('latin1')).find(isCertificate)?.der : body;
  if (der !== undefined && readTlv(der, 0, der.length)?.tag === 0x30) return der;
  return { failure: 'bad-shape', detail: 'expected a certificate; something else came' };
}

function result(
  issuances: readonly Issuance[],
  contradictions: readonly string[],
  pages: number,
  failure: SourceResult['failure'],
): SourceResult {
  return {
    issuances,
    complete: failure === undefined,
    pages,
    ...(failure === undefined ? {} : { failure }),
    ...(contradictions.length === 0 ? {} : { contradictions }),
  };
}
