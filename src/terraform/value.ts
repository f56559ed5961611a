import type { Unseen } from './model.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** An attribute: its value, why it cannot be had, or that it is not set (absent and `null` are the same). */
export type Attribute =
  | { readonly is: 'known'; readonly value: Exclude<Json, null> }
  | { readonly is: 'absent' }
  | { readonly is: Unseen };

export const ABSENT: Attribute = { is: 'absent' };

type Path = readonly (string | number)[];

/**
 * One side of a change: values with the two trees of marks that run beside them. In these, `true` covers all that lies
 * below it; objects and lists go on in parallel ("JSON Output Format", `change.after_unknown`, `after_sensitive`).
 */
export class Side {
  constructor(
    readonly values: Json,
    private readonly unknown: Json = {},
    private readonly sensitive: Json = {},
    /** Where in the resource this is: `data`, `records[3]`. */
    readonly path = '',
  ) {}

  get(...path: Path): Attribute {
    if (marked(this.unknown, path)) return { is: 'unknown' };
    if (marked(this.sensitive, path)) return { is: 'sensitive' };
    const value = valueAt(this.values, path);
    return value === undefined || value === null ? ABSENT : { is: 'known', value };
  }

  /** The value even where it is sensitive, to find a zone by. It must never leave this room. */
  hidden(...path: Path): string | undefined {
    if (marked(this.unknown, path)) return undefined;
    const value = valueAt(this.values, path);
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
  }

  /** Whether the schema of the resource has this attribute at all, as far as this side shows. */
  has(name: string): boolean {
    return [this.values, this.unknown].some(
      (one) => typeof one === 'object' && one !== null && !Array.isArray(one) && Object.hasOwn(one, name),
    );
  }

  /** What lies below, as a side of its own. */
  below(...path: Path): Side {
    const place = path.reduce<string>(
      (at, step) => (typeof step === 'number' ? `${at}[${step}]` : at === '' ? step : `${at}.${step}`),
      this.path,
    );
    return new Side(
      valueAt(this.values, path) ?? null,
      markAt(this.unknown, path),
      markAt(this.sensitive, path),
      place,
    );
  }

  /**
   * The members of a list, a set, or of a block that may stand once; a lone object counts as a list of one. Why they
   * cannot be had where not even their number is known.
   */
  members(name: string): readonly Side[] | Unseen {
    const whole = this.get(name);
    if (whole.is === 'unknown') return 'unknown';
    const values = valueAt(this.values, [name]);
    if (isList(values)) {
      const marks = markAt(this.unknown, [name]);
      // An unknown member may stand in the marks alone.
      const count = Math.max(values.length, isList(marks) ? marks.length : 0);
      return Array.from({ length: count }, (_, i) => this.below(name, i));
    }
    if (whole.is === 'sensitive') return 'sensitive';
    if (whole.is === 'absent') {
      const marks = markAt(this.unknown, [name]);
      if (isList(marks) && marks.length > 0) return marks.map((_, i) => this.below(name, i));
      return isObject(marks) && Object.keys(marks).length > 0 ? [this.below(name)] : [];
    }
    return [this.below(name)];
  }

  /** Path of an attribute in the resource, for people. */
  name(attribute: string): string {
    return this.path === '' ? attribute : attribute === '' ? this.path : `${this.path}.${attribute}`;
  }
}

/** A text; numbers and booleans are written out, since providers differ in what they make of them. */
export function textOf(attribute: Attribute): string | undefined {
  if (attribute.is !== 'known') return undefined;
  const { value } = attribute;
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As `Array.isArray`, which would lose what the members are. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function valueAt(root: Json, path: Path): Json | undefined {
  let at: Json | undefined = root;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as { readonly [key: string | number]: Json })[step];
  }
  return at;
}

/** Whether a mark at the path or above it covers it. */
function marked(marks: Json, path: Path): boolean {
  return markAt(marks, path) === true;
}

function markAt(marks: Json, path: Path): Json {
  let at: Json = marks;
  for (const step of path) {
    if (at === true) return true;
    at = valueAt(at, [step]) ?? {};
  }
  return at;
}
