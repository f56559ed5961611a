/**
 * Text that is safe to render, by construction.
 *
 * Everything that comes from outside (DNS, CT, a certificate, an API's answer, a policy file of a fork) is hostile
 * until rendered: it may hold terminal escapes, workflow commands, Markdown, HTML or bidirectional controls. So a
 * sentence for people is not a string but a list of parts: our own words, and values from outside. Each sink
 * (terminal, Markdown, workflow command, JSON) renders a value from outside in its own inert way. A plain string
 * cannot be put into a sentence at all, neither as a value nor as our own words: those stand in the source.
 */

/** A value from outside, verbatim. Plain data, so that findings can be stored and read again. */
export interface Outside {
  readonly outside: string;
}

declare const ours: unique symbol;

/**
 * Our own words. A string that runs, and one that only its type tells from what was read: no plain string is one. That nobody
 * casts to it is a lint rule.
 */
export type Words = string & { readonly [ours]: true };

/** Our own words, or a value from outside. */
export type Part = Words | Outside;

/** A sentence: parts in order. */
export type Text = readonly Part[];

/**
 * What stands in the source: a literal, or one of several. What is only known as a `string` is none, and neither is a template
 * with a value in it, a number too: `text` takes that. (A type with room for many strings makes a record whose keys may all be
 * missing; that is how they are told apart.)
 */
export type Literal<W extends string> = W extends string
  ? Record<never, never> extends Record<W, unknown>
    ? NotWritten
    : W
  : never;
/** Shown by the compiler in place of the string that came. */
type NotWritten =
  'our own words stand in the source: what was read is outside(...), and a number goes into text`...`';

/** Marks a value as coming from outside; every sink will render it inert. */
export function outside(value: string): Outside {
  return { outside: value };
}

/** Words that stand in the source. */
export function words<const W extends string>(literal: Literal<W>): Words {
  return literal as string as Words;
}

/** Our own words as a text. For constants, never for data that was read. */
export function own<const W extends string>(literal: Literal<W> | Words): Text {
  return [literal as string as Words];
}

/** A word that may be from outside: ours where it is one of those that stand here. */
export function wordAmong<const W extends string>(
  ours: readonly Literal<W>[],
  word: string,
): Words | Outside {
  return (ours as readonly string[]).includes(word) ? (word as Words) : outside(word);
}

/**
 * Our own words by a key that may come from outside. A map, since an object knows `constructor`.
 */
export function wordsBy<const W extends string>(
  entries: Readonly<Record<string | number, Literal<W>>>,
): ReadonlyMap<string, Words> {
  return new Map(Object.entries(entries) as unknown as Iterable<[string, Words]>);
}

/**
 * Template tag for sentences: the literal parts are our own words, values are numbers, texts, words of our own, or marked
 * `outside`. A plain string as a value does not compile.
 */
export function text(
  literals: TemplateStringsArray,
  ...values: readonly (Outside | Text | Words | number)[]
): Text {
  const parts: Part[] = [];
  literals.forEach((literal, i) => {
    if (literal !== '') parts.push(literal as Words);
    const value = values[i];
    if (value === undefined) return;
    if (typeof value === 'number') parts.push(String(value) as Words);
    else if (isText(value)) parts.push(...value);
    else parts.push(value);
  });
  return parts;
}

/** Texts in a row, with our own separator between them. */
export function join<const W extends string>(
  texts: readonly (Text | Outside | Words)[],
  separator: Literal<W>,
): Text {
  return texts.flatMap((one, i) => [...(i === 0 ? [] : own<W>(separator)), ...(isText(one) ? one : [one])]);
}

/** One of our own words in place of another, wherever that stands in what is ours. */
export function reworded<const A extends string, const B extends string>(
  sentence: Text,
  word: Literal<A>,
  by: Literal<B>,
): Text {
  const whole = new RegExp(`\\b${word}\\b`, 'g');
  return sentence.map((part) => (typeof part === 'string' ? (part.replace(whole, by) as Words) : part));
}

/** The text with every value from outside passed through `render`. */
export function renderText(sentence: Text, render: (value: string) => string): string {
  return sentence.map((part) => (typeof part === 'string' ? part : render(part.outside))).join('');
}

function isText(value: Part | Text): value is Text {
  return Array.isArray(value);
}

/** Whether a value is a sentence, and not one that was rendered already. */
export function isSentence(value: Text | string | number): value is Text {
  return Array.isArray(value);
}
