/** A value of JSON. Integers that a number cannot hold exactly are bigints: tree sizes reach 2^64 - 1. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** Answers of logs are flat; who nests deeper wants to exhaust the stack. */
const MAX_DEPTH = 32;

const BLANK = /[\t\n\r ]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?<rest>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
/** More digits would take longer to read than they are worth: 2^64 - 1 has twenty. */
const MAX_DIGITS = 40;

/**
 * Reads JSON (RFC 8259) as `JSON.parse` does, but for large integers, which it would round silently; `undefined` if it is
 * none. Of a name that comes twice the last counts.
 */
export function parseJson(text: string): Json | undefined {
  const reader = new Reader(text);
  const value = reader.value(0);
  return reader.atEnd() ? value : undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number that is not negative, as a bigint; `undefined` for anything else. */
export function wholeNumber(value: Json | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value >= 0n ? value : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
}

class Reader {
  #at = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    this.#match(BLANK);
    return this.#at === this.text.length;
  }

  value(depth: number): Json | undefined {
    this.#match(BLANK);
    const first = this.text[this.#at];
    if (first === '{') return depth < MAX_DEPTH ? this.#object(depth) : undefined;
    if (first === '[') return depth < MAX_DEPTH ? this.#array(depth) : undefined;
    if (first === '"') return this.#string();
    for (const [word, value] of WORDS)
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    return this.#number();
  }

  #object(depth: number): JsonObject | undefined {
    const members: [string, Json][] = [];
    this.#at++;
    if (this.#take('}')) return {};
    do {
      this.#match(BLANK);
      const name = this.#string();
      if (name === undefined || !this.#take(':')) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      members.push([name, value]);
    } while (this.#take(','));
    return this.#take('}') ? Object.fromEntries(members) : undefined;
  }

  #array(depth: number): readonly Json[] | undefined {
    const items: Json[] = [];
    this.#at++;
    if (this.#take(']')) return items;
    do {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
    } while (this.#take(','));
    return this.#take(']') ? items : undefined;
  }

  #string(): string | undefined {
    const literal = this.#match(STRING)?.[0];
    return literal === undefined ? undefined : (JSON.parse(literal) as string);
  }

  #number(): number | bigint | undefined {
    const match = this.#match(NUMBER);
    if (match === undefined) return undefined;
    const number = Number(match[0]);
    const whole = match.groups?.['rest'] === '' && match[0].length <= MAX_DIGITS;
    return whole && !Number.isSafeInteger(number) ? BigInt(match[0]) : number;
  }

  #take(mark: string): boolean {
    this.#match(BLANK);
    if (this.text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }
}
