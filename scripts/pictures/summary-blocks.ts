/** Inline parts of a summary. */
export interface Inline {
  readonly text: string;
  readonly bold: boolean;
  readonly code: boolean;
  readonly link: boolean;
  readonly small: boolean;
}

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'summary'; readonly inlines: readonly Inline[]; readonly open?: boolean }
  | { readonly kind: 'item'; readonly number: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'point'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'diff'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'end' };

/**
 * The blocks of a summary. This reads what `renderMarkdown` writes and no other Markdown: what it does not know is an
 * error, so that a picture never shows less than the summary says.
 */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  let number = 0;
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const heading = /^(#{3,4}) (.*)$/.exec(line);
    if (line === '' || line === '<ol>' || line === '</ol>') number = 0;
    else if (heading)
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 3, inlines: inlinesOf(heading[2] ?? '') });
    else if (line.startsWith('| ')) {
      const rows = [
        line,
        ...lines.splice(
          0,
          lines.findIndex((next) => !next.startsWith('|')),
        ),
      ];
      blocks.push({ kind: 'table', rows: rows.filter((_, i) => i !== 1).map(cellsOf) });
    } else if (line === '<pre lang="diff">') {
      blocks.push({ kind: 'diff', lines: lines.splice(0, lines.indexOf('</pre>')).map(decoded) });
      lines.shift();
    } else if (line.startsWith('<details')) {
      const summary = /<summary>(.*)<\/summary>$/.exec(line)?.[1] ?? '';
      blocks.push({ kind: 'summary', open: line.startsWith('<details open'), inlines: inlinesOf(summary) });
    } else if (line === '</details>') blocks.push({ kind: 'end' });
    else if (line.startsWith('- ')) blocks.push({ kind: 'point', inlines: inlinesOf(line.slice(2)) });
    else if (line.startsWith('<li>'))
      blocks.push({ kind: 'item', number: ++number, inlines: inlinesOf(line.replace(/<\/?li>/g, '')) });
    else blocks.push({ kind: 'paragraph', inlines: inlinesOf(line) });
  }
  return blocks;
}

/** A bar within a cell is an entity, so that every bar is one of the table. What is folded stays folded. */
function cellsOf(row: string): Inline[][] {
  return row
    .replace(/<details><summary>(.*?)<\/summary>.*?<\/details>/g, '\u25b8 $1')
    .split('|')
    .slice(1, -1)
    .map((cell) => inlinesOf(cell.trim()));
}

function inlinesOf(line: string): Inline[] {
  const inlines: Inline[] = [];
  const on = { bold: false, code: false, link: false, small: false };
  for (const piece of line.split(/(<[^>]*>|\*\*)/)) {
    const tag = /^<(\/?)(b|code|a|sub|br)\b[^>]*>$/.exec(piece);
    if (piece === '**') on.bold = !on.bold;
    else if (tag === null) {
      if (piece.startsWith('<')) throw new Error(`the picture does not know ${piece}`);
      if (piece !== '') inlines.push({ text: decoded(piece), ...on });
    } else if (tag[2] === 'br') inlines.push({ text: '\n', ...on });
    else {
      const name = ({ b: 'bold', code: 'code', a: 'link', sub: 'small' } as const)[tag[2] as 'b'];
      on[name] = tag[1] === '';
    }
  }
  return inlines;
}

function decoded(html: string): string {
  return html
    .replaceAll('&middot;', '\u00b7')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
