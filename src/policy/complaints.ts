import type { Located } from './document.js';
import type { PolicyProblem, PolicyProblemCode } from './problem.js';

/** Collects what is wrong, so that all errors of a run come at once. */
export interface Complaints {
  add(problem: PolicyProblem): void;
}

/** What came, in words, cut to a length that fits a line. */
export function came(value: Located): string {
  if (value.kind === 'map') return 'a map';
  if (value.kind === 'list') return 'a list';
  if (value.value === null) return 'nothing';
  // Quoted is what is text: "1" where 1 is expected is told apart.
  return typeof value.value === 'string' ? JSON.stringify(value.source.slice(0, 120)) : value.source;
}

/** Complains that something else came than was expected, and gives `undefined`, as a `read` does then. */
export function expected(
  shape: { readonly says: string; readonly example: string },
  value: Located,
  complaints: Complaints,
  why = '',
  code: PolicyProblemCode = 'shape',
): undefined {
  complaints.add({
    code,
    at: value.at,
    message: `expected ${shape.says}; ${came(value)}${why === '' ? ' came' : ` ${why}`}`,
    example: shape.example,
  });
  return undefined;
}
