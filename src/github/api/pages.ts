import * as v from 'valibot';
import { below } from './base.js';
import { failed, type Answer, type Call } from './call.js';
import type { Client } from './client.js';
import { read } from './shapes.js';

/** Most pages that are read, and how much is on one: the most that GitHub gives. */
const MOST_PAGES = 100;
const PER_PAGE = 100;

/** What a list is asked by. */
export interface ListCall extends Pick<Call, 'doing' | 'needs' | 'takes'> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What to do where there is more than is read; or how many pages are enough. */
  readonly tooMany: string | number;
}

/**
 * Everything in a list, page after page: where GitHub names a next page (`Link`), that one; where it names none at all, by
 * number, up to a page that is not full. An answer that the call takes for a refusal ends it. Rejects with `invalid` for a list that
 * is longer than what is read, unless so many pages are enough.
 */
export async function pages<const Shape extends v.GenericSchema<unknown, unknown>>(
  client: Client,
  base: string,
  list: ListCall,
  shape: Shape,
): Promise<v.InferOutput<Shape>[]> {
  const { path, query = {}, doing, needs, takes = [], tooMany } = list;
  const most = typeof tooMany === 'number' ? tooMany : MOST_PAGES;
  const all: v.InferOutput<Shape>[] = [];
  const numbered = (page: number): string =>
    `${path}?${String(new URLSearchParams({ ...query, per_page: String(PER_PAGE), page: String(page) }))}`;
  let to = numbered(1);
  for (let page = 1; page <= most; page++) {
    const call: Call = { method: 'GET', to, kind: 'read', doing, needs, takes };
    const answer: Answer = await client.ask(call);
    if (takes.includes(answer.status)) return all;
    const found: v.InferOutput<Shape>[] = read(answer, v.array(shape), call);
    all.push(...found);
    const link = answer.headers.get('link');
    const next = link === null ? (found.length < PER_PAGE ? undefined : numbered(page + 1)) : nextIn(link);
    if (next === undefined) return all;
    if (below(base, next) === undefined)
      throw failed(
        'unavailable',
        call,
        `expected a next page below ${base}; it names one elsewhere, which is not asked`,
      );
    to = next;
  }
  if (typeof tooMany === 'number') return all;
  throw failed('invalid', list, `expected at most ${MOST_PAGES * PER_PAGE}; there are more. ${tooMany}`);
}

/** The target of `rel="next"` (RFC 8288, section 3). */
function nextIn(link: string): string | undefined {
  return /<([^<>]*)>\s*;[^<]*\brel="?next\b/i.exec(link)?.[1];
}
