import { expected, type Complaints } from './complaints.js';
import type { Entry, Located } from './document.js';
import type { SourcePosition } from './model.js';
import { nearest } from './names.js';
import type { PolicyProblemCode } from './problem.js';

export { came, expected, type Complaints } from './complaints.js';

/** JSON Schema (draft 2020-12) of one value. */
export type JsonSchema = { readonly [key: string]: unknown };

/**
 * What a value in a policy may be. Reading and JSON Schema come from the same object, so that what the editor accepts
 * is what the loader accepts. `read` gives `undefined` after it has complained.
 */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** What is expected, in words: "a domain name". */
  readonly says: string;
  readonly example: string;
  read(value: Located, complaints: Complaints): T | undefined;
}

interface TextOptions<T> {
  readonly says: string;
  readonly example: string;
  readonly schema?: JsonSchema;
  readonly code?: PolicyProblemCode;
  /** The value, or why the text is none: the end of a sentence that begins with the text. */
  readonly parse: (
    text: string,
  ) => { readonly value: T } | { readonly wrong: string; readonly code?: PolicyProblemCode };
}

/** A scalar read as text; numbers keep the digits as written. */
export function scalar<T>(options: TextOptions<T>): Shape<T> {
  const shape: Shape<T> = {
    says: options.says,
    example: options.example,
    schema: { type: 'string', ...options.schema },
    read(value, complaints) {
      if (value.kind !== 'scalar' || value.value === null || typeof value.value === 'boolean')
        return expected(shape, value, complaints);
      const parsed = options.parse(typeof value.value === 'string' ? value.value : value.source);
      if ('value' in parsed) return parsed.value;
      return expected(shape, value, complaints, parsed.wrong, parsed.code ?? options.code);
    },
  };
  return shape;
}

export function boolean(example = 'true'): Shape<boolean> {
  const shape: Shape<boolean> = {
    says: 'true or false',
    example,
    schema: { type: 'boolean' },
    read: (value, complaints) =>
      value.kind === 'scalar' && typeof value.value === 'boolean'
        ? value.value
        : expected(shape, value, complaints),
  };
  return shape;
}

export function integer(says: string, minimum: number, maximum: number, example: string): Shape<number> {
  const shape: Shape<number> = {
    says,
    example,
    schema: { type: 'integer', minimum, maximum },
    read(value, complaints) {
      const number = value.kind === 'scalar' ? value.value : undefined;
      if (typeof number === 'number' && Number.isInteger(number) && number >= minimum && number <= maximum)
        return number;
      return expected(shape, value, complaints);
    },
  };
  return shape;
}

/** One of a few words. */
export function word<W extends string>(words: readonly W[], says: string): Shape<W> {
  return scalar<W>({
    says,
    example: words[0] ?? '',
    schema: { enum: words },
    parse: (text) => {
      const found = words.find((one) => one === text);
      const guess = nearest(text, words);
      return found === undefined
        ? { wrong: `came${guess === undefined ? '' : `; did you mean ${guess}?`}` }
        : { value: found };
    },
  });
}

/** A list, or a single value in place of a list of one. */
export function listOf<T>(
  item: Shape<T>,
  options: { readonly says: string; readonly single?: boolean },
): Shape<readonly T[]> {
  const array: JsonSchema = { type: 'array', items: item.schema };
  const shape: Shape<readonly T[]> = {
    says: options.says,
    example: `[${item.example}]`,
    schema: options.single === true ? { oneOf: [array, item.schema] } : array,
    read(value, complaints) {
      if (value.kind === 'list') {
        const read = value.items.map((one) => item.read(one, complaints));
        return read.includes(undefined) ? undefined : (read as T[]);
      }
      if (options.single !== true || (value.kind === 'scalar' && value.value === null))
        return expected(shape, value, complaints);
      const one = item.read(value, complaints);
      return one === undefined ? undefined : [one];
    },
  };
  return shape;
}

/** The keys of a map and what each may hold. */
export type Fields = { readonly [key: string]: Shape<unknown> & { readonly required?: boolean } };

/** What a map is, and where a key belongs that is known, but not in it. */
export interface MapWords extends Pick<Shape<unknown>, 'says' | 'example'> {
  readonly elsewhere?: (key: string) => { readonly says: string; readonly example: string } | undefined;
}

/** Reads a map with known keys; an unknown one is an error with its own place or the nearest known one as a guess. */
export function readFields(
  value: Located,
  fields: Fields,
  what: MapWords,
  complaints: Complaints,
): ReadonlyMap<string, { readonly value: unknown; readonly entry: Entry }> | undefined {
  if (value.kind !== 'map') return expected(what, value, complaints);
  const read = new Map<string, { value: unknown; entry: Entry }>();
  const known = Object.keys(fields);
  let good = true;
  for (const entry of value.entries) {
    const field = fields[entry.key];
    if (field === undefined || !known.includes(entry.key)) {
      const guess = nearest(entry.key, known);
      const other = what.elsewhere?.(entry.key);
      const hint = other?.says ?? (guess === undefined ? undefined : `did you mean ${guess}?`);
      complaints.add({
        code: 'unknown-key',
        at: entry.keyAt,
        message: `expected one of the keys ${known.join(', ')}; ${JSON.stringify(entry.key.slice(0, 80))} came${hint === undefined ? '' : `; ${hint}`}`,
        example:
          other?.example ??
          (guess === undefined ? what.example : `${guess}: ${fields[guess]?.example ?? ''}`),
      });
      good = false;
      continue;
    }
    const one = field.read(entry.value, complaints);
    if (one === undefined) good = false;
    else read.set(entry.key, { value: one, entry });
  }
  for (const key of known)
    if (fields[key]?.required === true && !value.entries.some((entry) => entry.key === key)) {
      complaints.add({
        code: 'missing',
        at: firstLine(value.at),
        message: `expected the key ${key} (${fields[key].says}); it is missing`,
        example: `${key}: ${fields[key].example}`,
      });
      good = false;
    }
  return good ? read : undefined;
}

/** A map with known keys as a shape; `make` puts the value together. */
export function record<T>(
  fields: Fields,
  options: { readonly says: string; readonly example: string },
  make: (get: <V>(key: string) => V | undefined, at: SourcePosition) => T,
): Shape<T> {
  return {
    ...options,
    schema: objectSchema(fields),
    read(value, complaints) {
      const read = readFields(value, fields, options, complaints);
      return read && make(<V>(key: string) => read.get(key)?.value as V | undefined, value.at);
    },
  };
}

export function objectSchema(fields: Fields): JsonSchema {
  const required = Object.keys(fields).filter((key) => fields[key]?.required === true);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.schema])),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** A shape with its description, for the JSON Schema and the editor's help. */
export function described<S extends Shape<unknown>>(
  shape: S,
  description: string,
  extra: JsonSchema = {},
): S {
  return { ...shape, schema: { ...shape.schema, description, ...extra } };
}

export function required<T>(shape: Shape<T>): Shape<T> & { readonly required: true } {
  return { ...shape, required: true };
}

/** The first line of a span: a missing key is best shown at the beginning of its map. */
function firstLine(at: SourcePosition): SourcePosition {
  return at.endLine === at.line ? at : { ...at, endLine: at.line, endColumn: at.column + 1 };
}
