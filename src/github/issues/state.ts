import * as v from 'valibot';
import { Groups, groupsOf, Minutes, MOST_MARKS, sinceIn } from './marks.js';
import { keptScope, scopeIn, ScopeShape } from './scope-state.js';
import type { Scope } from './scope.js';

/** In what words a finding was told: what is left of it when it cannot be looked at, or is gone. Printable ASCII. */
export interface Words {
  readonly rule: string;
  readonly subject: string;
  readonly title: string;
}

/** A finding that an issue tells. */
export interface Told {
  /** `markOf` its id. */
  readonly mark: string;
  /** Since when it is told; minutes since 1970. */
  readonly since: number;
  /** Absent where the state had no room for them. */
  readonly words?: Words;
}

/** Why an issue of ours was closed by us. */
export type Ending = 'well' | 'gone' | 'duplicate';

/** Why an issue was opened again: all had been well, or somebody closed it though nothing was. */
export type Again = 'back' | 'not-so';

/**
 * What an issue keeps of itself, in its body. People can edit it: it is a hint, read strictly, and made anew where it does not
 * read. All times are minutes since 1970.
 */
export interface IssueState {
  /** `zone example.com`, `source certspotter`. */
  readonly about: string;
  /** Id of the policy for which it is kept, and the label by which: other steps keep issues in the same repository. */
  readonly policy?: string;
  readonly label?: string;
  /** Rises by one with each comment of ours. */
  readonly revision: number;
  /** At most `MOST_TOLD`. */
  readonly told: readonly Told[];
  /** When the world was looked at for what stands here. An older look never undoes a newer one. */
  readonly at: number;
  /** Since when all is well, where the issue stays open for a while all the same. */
  readonly well?: number;
  /** When it was opened again after all had been well, of late. */
  readonly reopened: readonly number[];
  /** The issue that was there before this one. */
  readonly follows?: number;
  /** It was closed by us. */
  readonly closed?: Ending;
  /** A comment has said so, and the issue is still open. */
  readonly ending?: Exclude<Ending, 'duplicate'>;
  /** For the issue of a source: what it does not show. */
  readonly scope?: Scope;
  /** The next comment may have been posted: whoever reads this has to look. The value says how it was to begin. */
  readonly due?: Again | 'plain';
}

/** Findings of one issue that are told apart; of more only the gravest are. */
export const MOST_TOLD = MOST_MARKS;
const MOST_REOPENED = 4;
const MOST_TIMES = 100;
/** Most bytes of the JSON; base64url makes 9,216 characters of it. */
const MOST_JSON = 6_912;
/** Most bytes of the JSON that the name of a policy may take; a longer one is not kept. */
const MOST_POLICY = 600;
const MOST_WORDS = { rule: 60, subject: 120, title: 240 } as const;

const Short = (most: number) => v.pipe(v.string(), v.maxLength(most), v.regex(/^[\x20-\x7e]*$/));

/** The state in JSON, with short names. `t`: marks by the time since which they are told. `k`: words by mark. */
const Kept = v.strictObject({
  a: v.pipe(v.string(), v.maxLength(400)),
  p: v.optional(v.pipe(v.string(), v.maxLength(MOST_POLICY))),
  b: v.optional(v.pipe(v.string(), v.maxLength(50))),
  r: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9)),
  t: Groups(MOST_TIMES),
  k: v.optional(
    v.record(
      v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)),
      v.strictTuple([Short(MOST_WORDS.rule), Short(MOST_WORDS.subject), Short(MOST_WORDS.title)]),
    ),
  ),
  l: Minutes,
  w: v.optional(Minutes),
  o: v.optional(v.pipe(v.array(Minutes), v.maxLength(MOST_REOPENED))),
  f: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e12))),
  c: v.optional(v.picklist(['well', 'gone', 'duplicate'])),
  e: v.optional(v.picklist(['well', 'gone'])),
  q: v.optional(v.picklist(['back', 'not-so', 'plain'])),
  s: v.optional(ScopeShape),
});

/**
 * The state as base64url of JSON, of at most 9,216 characters: words are left out from some finding on, in the order of what is
 * told, so that it fits.
 */
export function writeState(state: IssueState): string {
  const kept: v.InferOutput<typeof Kept> = {
    a: state.about,
    ...(state.policy === undefined || ascii(JSON.stringify(state.policy)).length > MOST_POLICY
      ? {}
      : { p: state.policy }),
    ...(state.label === undefined ? {} : { b: state.label }),
    r: state.revision,
    t: groupsOf(state.told.slice(0, MOST_TOLD), MOST_TIMES),
    l: state.at,
    ...(state.well === undefined ? {} : { w: state.well }),
    ...(state.reopened.length === 0 ? {} : { o: state.reopened.slice(-MOST_REOPENED) }),
    ...(state.follows === undefined ? {} : { f: state.follows }),
    ...(state.closed === undefined ? {} : { c: state.closed }),
    ...(state.ending === undefined ? {} : { e: state.ending }),
    ...(state.due === undefined ? {} : { q: state.due }),
    ...(state.scope === undefined ? {} : { s: keptScope(state.scope) }),
  };
  let room = MOST_JSON - ascii(JSON.stringify(kept)).length - '"k":{},'.length;
  const words: [string, [string, string, string]][] = [];
  for (const { mark, words: some } of state.told) {
    if (some === undefined) continue;
    const { rule, subject, title } = some;
    const entry: [string, string, string] = [
      rule.slice(0, MOST_WORDS.rule),
      subject.slice(0, MOST_WORDS.subject),
      title.slice(0, MOST_WORDS.title),
    ];
    room -= ascii(JSON.stringify({ [mark]: entry })).length;
    if (room < 0) break;
    words.push([mark, entry]);
  }
  const all =
    words.length === 0
      ? kept
      : { ...kept, k: Object.fromEntries(words.sort(([a], [b]) => (a < b ? -1 : 1))) };
  return Buffer.from(ascii(JSON.stringify(all))).toString('base64url');
}

/** The state that was written; `undefined` for anything else. */
export function readState(written: string): IssueState | undefined {
  if (written.length > 9_216) return undefined;
  const read = v.safeParse(Kept, json(written));
  if (!read.success) return undefined;
  const { a, p, b, r, t, k = {}, l, w, o = [], f, c, e, q, s } = read.output;
  const told = sinceIn(t).map(({ mark, since }): Told => {
    const [rule, subject, title] = Object.hasOwn(k, mark) ? (k[mark] ?? []) : [];
    if (rule === undefined || subject === undefined || title === undefined) return { mark, since };
    return { mark, since, words: { rule, subject, title } };
  });
  if (told.length > MOST_TOLD || new Set(told.map(({ mark }) => mark)).size < told.length) return undefined;
  return {
    about: a,
    ...(p === undefined ? {} : { policy: p }),
    ...(b === undefined ? {} : { label: b }),
    revision: r,
    told,
    at: l,
    reopened: o,
    ...(w === undefined ? {} : { well: w }),
    ...(f === undefined ? {} : { follows: f }),
    ...(c === undefined ? {} : { closed: c }),
    ...(e === undefined ? {} : { ending: e }),
    ...(q === undefined ? {} : { due: q }),
    ...(s === undefined ? {} : { scope: scopeIn(s) }),
  };
}

function ascii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function json(written: string): unknown {
  try {
    return JSON.parse(Buffer.from(written, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
