import type { PolicyProblem } from '../policy/problem.js';
import type { Problem } from './ports.js';

/** An error in a policy as it is told: with what would be right, where the policy room says so. */
export function problemOf({ message, example, at }: PolicyProblem): Problem {
  return { message: example === undefined ? message : `${message}; for example: ${example}`, at };
}
