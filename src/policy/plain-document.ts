import { readDeclaration, type Declaration } from './declaration.js';
import type { Located } from './locate.js';
import { startOf } from './document.js';
import type { SourcePosition } from './model.js';
import type { PolicyProblem } from './problem.js';

/** What a program says in place of a file: what JSON can hold; an absent value is not said. */
export type Plain =
  string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/**
 * A policy that a program declares, as if it stood in a file of that name. All of it has the same place. What is wrong with it is in
 * `problems`, as for a file.
 */
export function declarePlain(
  name: string,
  document: Plain,
): { readonly declaration: Declaration | undefined; readonly problems: readonly PolicyProblem[] } {
  const problems: PolicyProblem[] = [];
  const declaration = readDeclaration(name, located(document, startOf(name)), {
    add: (problem) => void problems.push(problem),
  });
  return { declaration, problems };
}

function located(value: Plain, at: SourcePosition): Located {
  if (typeof value !== 'object') return { kind: 'scalar', at, value, source: String(value) };
  if (isList(value)) return { kind: 'list', at, items: value.map((one) => located(one, at)) };
  const entries = Object.entries(value).flatMap(([key, one]) =>
    one === undefined ? [] : [{ key, keyAt: at, value: located(one, at) }],
  );
  return { kind: 'map', at, entries };
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
