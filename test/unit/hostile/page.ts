import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** A page as a reader of GitHub's Markdown makes it of a text. */
export interface Page {
  /** Tags in order, with their attributes: `<p>`, `</p>`. */
  readonly tags: readonly string[];
  /** Text outside of `code` and `pre`. */
  readonly words: string;
  /** Text of each `code` and `pre`. */
  readonly codes: readonly string[];
}

export function pageOf(markdown: string): Page {
  const html = micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
  const tags: string[] = [];
  const codes: string[] = [];
  let words = '';
  let inCode = false;
  for (const piece of html.split(/(<[^>]*>)/)) {
    if (piece.startsWith('<')) {
      tags.push(piece);
      if (/^<(code|pre)\b/.test(piece)) codes.push('');
      if (/^<(code|pre)\b/.test(piece)) inCode = true;
      if (/^<\/(code|pre)>$/.test(piece)) inCode = false;
    } else if (inCode) codes.push((codes.pop() ?? '') + decoded(piece));
    else words += decoded(piece);
  }
  return { tags, words, codes };
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
  middot: '\u00b7',
};

function decoded(html: string): string {
  return html.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
      return NAMED[name ?? ''] ?? whole;
    },
  );
}
