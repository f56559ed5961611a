import * as v from 'valibot';
import { Groups, groupsOf, Marks, marksIn, sinceIn } from './marks.js';
import type { Scope } from './scope.js';

/** Times that are told apart: this is looked at for hours, and not for months. */
const MOST_HOURS = 40;

/** What a source does not show, as a state keeps it: told and not rested, waiting, rested. */
export const ScopeShape = v.strictTuple([
  v.union([v.literal(''), Marks]),
  Groups(MOST_HOURS),
  Groups(MOST_HOURS),
]);

type Kept = v.InferOutput<typeof ScopeShape>;

export function keptScope({ told, waiting, rested }: Scope): Kept {
  const resting = new Set(rested.map(({ mark }) => mark));
  const plain = told.filter((mark) => !resting.has(mark)).sort();
  return [plain.join(''), groupsOf(waiting, MOST_HOURS), groupsOf(rested, MOST_HOURS)];
}

export function scopeIn([told, waiting, rested]: Kept): Scope {
  const resting = sinceIn(rested);
  return {
    told: [...marksIn(told), ...resting.map(({ mark }) => mark)],
    waiting: sinceIn(waiting),
    rested: resting,
  };
}
