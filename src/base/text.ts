/**
 * Text that is safe to render, by construction.
 *
 * Everything that comes from outside (DNS, CT, a certificate, an API's answer, a policy file of a fork) is hostile
 * until rendered: it may hold terminal escapes, workflow commands, Markdown, HTML or bidirectional controls. So a
 * sentence for people is not a string but a list of parts: our own words, and values from outside. Each sink
 * (terminal, Markdown, workflow command, JSON) renders a value from outside in its own inert way. A plain string
 * cannot be put into a sentence as a value: it has to be said which of the two it is.
 */

/** A value from outside, verbatim. Plain data, so that findings can be stored and read again. */
export interface Outside {
  readonly outside: string;
}

/** Our own words (a string), or a value from outside. */
export type Part = string | Outside;

/** A sentence: parts in order. */
export type Text = readonly Part[];

/** Marks a value as coming from outside; every sink will render it inert. */
export function outside(value: string): Outside {
  return { outside: value };
}

/** Our own words as a text. For constants and for values that we made ourselves, never for data that was read. */
export function own(words: string): Text {
  return [words];
}

/**
 * Template tag for sentences: the literal parts are our own words, values are numbers, texts, or marked `outside`.
 * A plain string as a value does not compile.
 */
export function text(words: TemplateStringsArray, ...values: readonly (Outside | Text | number)[]): Text {
  const parts: Part[] = [];
  words.forEach((word, i) => {
    if (word !== '') parts.push(word);
    const value = values[i];
    if (value === undefined) return;
    if (typeof value === 'number') parts.push(String(value));
    else if (isText(value)) parts.push(...value);
    else parts.push(value);
  });
  return parts;
}

/** Texts in a row, with our own separator between them. */
export function join(texts: readonly (Text | Outside)[], separator: string): Text {
  return texts.flatMap((one, i) => [...(i === 0 ? [] : [separator]), ...(isText(one) ? one : [one])]);
}

/** The text with every value from outside passed through `render`. */
export function renderText(sentence: Text, render: (value: string) => string): string {
  return sentence.map((part) => (typeof part === 'string' ? part : render(part.outside))).join('');
}

function isText(value: Outside | Text): value is Text {
  return Array.isArray(value);
}

/** Whether a value is a sentence, and not one that was rendered already. */
export function isSentence(value: Text | string | number): value is Text {
  return Array.isArray(value);
}
