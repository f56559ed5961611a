import { nearest } from '../policy/names.js';

const PREFIX = 'INPUT_';

/**
 * What is wrong with inputs that this Action does not have. The runner warns of them and goes on: `lokced: true` would be a
 * green check of a policy that nobody locked.
 */
export function unknownInputs(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): readonly string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && env[name] !== '')
    .map((name) => name.slice(PREFIX.length).toLowerCase())
    .filter((name) => !known.includes(name))
    .map((name) => {
      const guess = nearest(name, known);
      return `input ${name}: expected one of the inputs of this version; there is none of that name${guess === undefined ? '. See docs/action.md, or leave it out' : `; did you mean ${guess}?`}`;
    });
}
