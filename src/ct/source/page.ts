import type { Issuance, SourceFailure } from '../model.js';

/** One entry of a page; without `issuance` its certificate could not be read. */
export interface PageEntry {
  readonly id: string;
  readonly issuance?: Issuance;
}

export type Page =
  { readonly entries: readonly PageEntry[] } | { readonly failure: SourceFailure; readonly detail: string };

/** Most CAA identifiers that are kept of one issuer, and their length: a hint needs no more. */
const MOST_HINTS = 50;
const LONGEST_HINT = 253;

/** Reads one answer: a JSON array of objects with `id` and `cert_der`. Everything else in it is not believed. */
export function readPage(body: string): Page {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const html = /^\s*</.test(body);
    return {
      failure: 'not-json',
      detail: `expected JSON from the source; ${html ? 'HTML' : 'something else, or a part of it,'} came (${body.length} characters)`,
    };
  }
  if (!Array.isArray(value))
    return {
      failure: 'bad-shape',
      detail: 'expected a list of issuances from the source; something else came',
    };
  const entries: PageEntry[] = [];
  for (const item of value as readonly unknown[]) {
    const entry = readEntry(item);
    if (entry === undefined)
      return { failure: 'bad-shape', detail: `entry ${entries.length} of the list has no usable id` };
    entries.push(entry);
  }
  if (new Set(entries.map((entry) => entry.id)).size !== entries.length)
    return { failure: 'repeats', detail: 'the source gave the same id twice on one page' };
  return { entries };
}

function readEntry(item: unknown): PageEntry | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const {
    id,
    cert_der: der,
    issuer,
  } = item as { readonly id?: unknown; readonly cert_der?: unknown; readonly issuer?: unknown };
  if (typeof id !== 'string' || id === '' || id.length > 200) return undefined;
  const bytes = typeof der === 'string' ? fromBase64(der) : undefined;
  if (bytes === undefined) return { id };
  const caaDomains = hintOf(issuer);
  return { id, issuance: { der: bytes, id, ...(caaDomains === undefined ? {} : { caaDomains }) } };
}

/** RFC 4648, section 4, with padding; nothing is skipped. */
function fromBase64(text: string): Uint8Array | undefined {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function hintOf(issuer: unknown): readonly string[] | undefined {
  if (typeof issuer !== 'object' || issuer === null) return undefined;
  const domains = (issuer as { readonly caa_domains?: unknown }).caa_domains;
  if (!Array.isArray(domains)) return undefined;
  const names = domains.filter((one): one is string => typeof one === 'string' && one.length <= LONGEST_HINT);
  return names.length === 0 ? undefined : names.slice(0, MOST_HINTS);
}
