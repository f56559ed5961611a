import { type Text } from '../base/text.js';
import type { GROUPS, NAME_CLAUSES, ZONE_CLAUSES } from './clauses.js';
import type { SourcePosition } from './model.js';

/** A clause that can be looser than another: `issue`, `dnssec.required` ...; and what stands beside the clauses. */
export type LoosenedClause =
  | keyof typeof NAME_CLAUSES
  | keyof typeof ZONE_CLAUSES
  | {
      [Group in keyof typeof GROUPS]: `${Group}.${keyof (typeof GROUPS)[Group] & string}`;
    }[keyof typeof GROUPS]
  | 'domains'
  | 'names'
  | 'waivers'
  | 'failOn'
  | 'approval';

/** One way in which a policy allows what another forbade. */
export interface Weakening {
  readonly clause: LoosenedClause;
  /** The domain or name it concerns; `''` for the policy as a whole. */
  readonly subject: string;
  /** What is allowed now, and what held before. */
  readonly words: Text;
  /** The same change the other way round: what is not allowed any more, and what holds now. */
  readonly undone: Text;
  /** Where the weaker policy says so, if it says it anywhere. */
  readonly at?: SourcePosition;
}

/** What a weakening is, before it is known whose it is. `at` where the place is another than that of the clause. */
export type Loosened = readonly Pick<Weakening, 'clause' | 'words' | 'undone' | 'at'>[];

/** A change in words, both ways. */
export type Said = Pick<Weakening, 'words' | 'undone'>;

/** Where a clause is always there, there are no words for its absence. */
export const NEVER: Said = { words: [], undone: [] };

/** Members of `to` that `from` does not have, each once as a weakening. An absent `from` forbade nothing. */
export function added(
  clause: LoosenedClause,
  from: readonly string[] | undefined,
  to: readonly string[] | undefined,
  words: { readonly one: (value: string) => Said; readonly all: Said },
): Loosened {
  if (from === undefined) return [];
  if (to === undefined) return [{ clause, ...words.all }];
  const known = new Set(from);
  return [...new Set(to)]
    .filter((value) => !known.has(value))
    .map((value) => ({ clause, ...words.one(value) }));
}

/** Whether two lists hold the same members, in whatever order and however often. */
export function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((one) => right.has(one));
}
