import { mapOf, type YamlMap } from './workflow-map.js';

/** What expressions in a workflow may stand for, as far as its own text says it: each all values that there are. */
export interface Scope {
  readonly matrix: unknown;
  /** The nearest first: that of the step, of the job, of the workflow. */
  readonly env: readonly YamlMap[];
  /** What whoever calls it gives; absent: nobody known calls it. */
  readonly inputs: Inputs;
}

/** Values by name; `unknown` where a run alone knows. */
export type Inputs = ReadonlyMap<string, Values>;
export type Values = readonly string[] | 'unknown';

/** Most values that one text is followed to, and most expressions within expressions. */
const MOST_VALUES = 500;
const MOST_DEPTH = 5;

/** All that a text of a workflow may come to. Of different keys of a matrix each goes with each. */
export function valuesOf(text: string, scope: Scope, depth = 0): Values {
  const parts = text.split(/(\$\{\{[^]*?\}\})/);
  let values: readonly string[] = [''];
  for (const part of parts) {
    const some = part.startsWith('${{') ? expressionOf(part.slice(3, -2), scope, depth) : [part];
    if (some === 'unknown' || some.length * values.length > MOST_VALUES) return 'unknown';
    values = values.flatMap((before) => some.map((one) => before + one));
  }
  return [...new Set(values)];
}

/** A value by its name, one in quotes, or one of several between `||`. */
function expressionOf(expression: string, scope: Scope, depth: number): Values {
  if (depth > MOST_DEPTH) return 'unknown';
  const all = expression.split('||').map((one) => termOf(one.trim(), scope, depth));
  return all.includes('unknown') ? 'unknown' : all.flatMap((one) => (one === 'unknown' ? [] : one));
}

function termOf(term: string, scope: Scope, depth: number): Values {
  const quoted = /^'([^']*)'$/.exec(term)?.[1];
  if (quoted !== undefined) return [quoted];
  const [, context, path = ''] = /^(matrix|env|inputs)\.([\w.-]+)$/.exec(term) ?? [];
  const within = (value: unknown): Values =>
    typeof value === 'string' ? valuesOf(value, scope, depth + 1) : 'unknown';
  switch (context) {
    case 'matrix':
      return together(matrixValues(scope.matrix, path).map(within));
    case 'env':
      return within(scope.env.find((one) => path in one)?.[path]);
    case 'inputs':
      return scope.inputs.get(path) ?? 'unknown';
    default:
      return 'unknown';
  }
}

/** `matrix.a` of the list `a`, and `matrix.a.b` of its members; `include` adds to both. */
function matrixValues(matrix: unknown, path: string): readonly unknown[] {
  const [key = '', ...rest] = path.split('.');
  const map = mapOf(matrix) ?? {};
  const listed = listOf(map[key]);
  const included = listOf(map['include']).flatMap((one) => mapOf(one)?.[key] ?? []);
  const known = Array.isArray(map[key] ?? []) && Array.isArray(map['include'] ?? []);
  const values = [...listed, ...included].map((one) =>
    rest.reduce<unknown>((value, name) => mapOf(value)?.[name], one),
  );
  return known ? values : [undefined];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function together(all: readonly Values[]): Values {
  if (all.length === 0 || all.includes('unknown')) return 'unknown';
  return all.flatMap((one) => (one === 'unknown' ? [] : one));
}
