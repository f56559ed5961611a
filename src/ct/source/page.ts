import type { Issuance, SourceFailure } from '../model.js';
import { contradictionsOf } from './claims.js';
import { fromBase64, parseList, textOf, type ListFailure } from './json.js';

/** One entry of a page; without `issuance` its certificate could not be read. */
export interface PageEntry {
  readonly id: string;
  readonly issuance?: Issuance;
  /** Where what the source says of it is not what its bytes say. */
  readonly contradictions: readonly string[];
}

export type Page = { readonly entries: readonly PageEntry[] } | ListFailure;

/** Most CAA identifiers that are kept of one issuer, and their length: a hint needs no more. */
const MOST_HINTS = 50;
const LONGEST_HINT = 253;
const LONGEST_REPORTING = 2_000;

/**
 * Reads one answer: a JSON array of objects with `id` and `cert_der`. Digests in it are compared with the certificate;
 * what it says of the issuer is kept as a hint; everything else is not believed.
 */
export function readPage(body: string): Page {
  const list = parseList(body);
  if ('failure' in list) return list;
  const entries: PageEntry[] = [];
  for (const item of list.items) {
    const entry = readEntry(item);
    if (entry === undefined)
      return { failure: 'bad-shape', detail: `entry ${entries.length} of the list has no usable id` };
    entries.push(entry);
  }
  if (new Set(entries.map((entry) => entry.id)).size !== entries.length)
    return {
      failure: 'repeats' satisfies SourceFailure,
      detail: 'the source gave the same id twice on one page',
    };
  return { entries };
}

function readEntry(item: unknown): PageEntry | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, cert_der: der, issuer, ...rest } = item as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || id === '' || id.length > 200) return undefined;
  const bytes = typeof der === 'string' ? fromBase64(der) : undefined;
  if (bytes === undefined) return { id, contradictions: [] };
  const claims = {
    ...textOf('sha256', rest['cert_sha256']),
    ...textOf('tbsSha256', rest['tbs_sha256']),
    ...textOf('spkiSha256', rest['pubkey_sha256']),
  };
  const issuance = { der: bytes, id, ...issuerHints(issuer), ...standing(rest) };
  return { id, issuance, contradictions: contradictionsOf(id, claims, bytes) };
}

function issuerHints(issuer: unknown): Pick<Issuance, 'caaDomains' | 'issuerSpkiSha256'> {
  if (typeof issuer !== 'object' || issuer === null) return {};
  const { caa_domains: domains, pubkey_sha256: key } = issuer as Readonly<Record<string, unknown>>;
  const names = Array.isArray(domains)
    ? domains.filter((one): one is string => typeof one === 'string' && one.length <= LONGEST_HINT)
    : [];
  return {
    ...(names.length === 0 ? {} : { caaDomains: names.slice(0, MOST_HINTS) }),
    ...(typeof key === 'string' && /^[0-9a-f]{64}$/.test(key) ? { issuerSpkiSha256: key } : {}),
  };
}

function standing({
  revoked,
  problem_reporting: reporting,
}: Readonly<Record<string, unknown>>): Pick<Issuance, 'hints'> {
  const hints = {
    ...(typeof revoked === 'boolean' ? { revoked } : {}),
    ...(typeof reporting === 'string' && reporting !== ''
      ? { reporting: reporting.slice(0, LONGEST_REPORTING) }
      : {}),
  };
  return Object.keys(hints).length === 0 ? {} : { hints };
}
