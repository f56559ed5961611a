import type { SourceFailure } from '../model.js';

export interface ListFailure {
  readonly failure: SourceFailure;
  readonly detail: string;
}

/** An answer that has to be a JSON array. */
export function parseList(body: string): { readonly items: readonly unknown[] } | ListFailure {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const html = /^\s*</.test(body);
    return {
      failure: 'not-json',
      detail: `expected JSON from the source; ${html ? 'HTML' : 'something else, or a part of it,'} came (${body.length} characters)`,
    };
  }
  if (!Array.isArray(value))
    return {
      failure: 'bad-shape',
      detail: 'expected a list of issuances from the source; something else came',
    };
  return { items: value as readonly unknown[] };
}

/** `{ [key]: value }` if it is a text, else nothing. */
export function textOf<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  return typeof value === 'string' ? ({ [key]: value } as Record<Key, string>) : {};
}

/** RFC 4648, section 4, with padding; nothing is skipped. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return new Uint8Array(Buffer.from(text, 'base64'));
}
