import { mono, sans } from './measure.js';
import type { Inline } from './summary-blocks.js';
import { round, textElement } from './svg.js';

export const INK = '#1f2328';

/** Marks are drawn, since not every machine has a font with them. */
export const MARKS: Readonly<
  Record<string, { readonly fill: string; readonly path: string; readonly bare?: true }>
> = {
  // What is folded.
  '\u25b8': { fill: INK, path: 'M-2 -4V4L4 0Z', bare: true },
  '\u2705': { fill: '#1a7f37', path: 'M-4 0L-1 3L4 -3' },
  '\u274c': { fill: '#cf222e', path: 'M-3 -3L3 3M3 -3L-3 3' },
  '\u2754': { fill: '#8250df', path: 'M-4 0H4' },
};

/** A place on the sheet, and what was drawn so far. */
export interface Pen {
  y: number;
  readonly body: string[];
}

export interface Column {
  readonly x: number;
  readonly width: number;
  readonly size: number;
  readonly bold?: boolean;
}

/** Sets inline parts in lines, broken at spaces and within code that is longer than the line. */
export function flow(
  inlines: readonly Inline[],
  { x: left, width, size: normal, bold: allBold }: Column,
  pen: Pen,
): void {
  const line = normal * 1.5;
  let x = left;
  for (const inline of inlines) {
    const size = inline.small ? 12 : inline.code ? normal - 1 : normal;
    const bold = inline.bold || allBold === true;
    for (const word of inline.text.match(/\n| +|[^ \n]+/g) ?? []) {
      const mark = MARKS[word];
      const wide = mark ? 22 : inline.code ? mono(word, size) : sans(word, size, bold);
      if (word === '\n' || (x > left && x + wide > left + width)) {
        x = left;
        pen.y += line;
        if (word.trim() === '') continue;
      }
      for (const piece of inline.code ? folded(word, Math.floor(width / (size * 0.6))) : [word]) {
        const pieceWide = word === piece ? wide : mono(piece, size);
        if (piece !== word && x > left) {
          x = left;
          pen.y += line;
        }
        if (mark) pen.body.push(markElement(mark, x + 8, pen.y + normal * 0.75));
        else pen.body.push(...wordElements(piece, { ...inline, bold }, x, pen.y, pieceWide, size, normal));
        x += pieceWide;
      }
    }
  }
  pen.y += line;
}

export function folded(word: string, most: number): string[] {
  return word.length <= most ? [word] : (word.match(new RegExp(`.{1,${most}}`, 'g')) ?? []);
}

function wordElements(
  text: string,
  { code, bold, link, small }: Inline,
  x: number,
  y: number,
  width: number,
  size: number,
  line: number,
): string[] {
  const behind = code
    ? `<rect x="${round(x)}" y="${round(y + line * 0.1)}" width="${round(width)}" height="${round(line * 1.25)}" fill="#818b981f"/>`
    : '';
  const fill = link ? '#0969da' : small ? '#59636e' : INK;
  const classes = `s${size}${code ? ' c' : ''}${bold ? ' b' : ''}`;
  return [behind, textElement({ x, y: y + line * 1.05, text, width, fill, classes })].filter(
    (one) => one !== '',
  );
}

function markElement(
  { fill, path, bare }: { readonly fill: string; readonly path: string; readonly bare?: true },
  x: number,
  y: number,
): string {
  if (bare === true)
    return `<path transform="translate(${round(x - 4)} ${round(y)})" d="${path}" fill="${fill}"/>`;
  return (
    `<g transform="translate(${round(x)} ${round(y)})"><circle r="8" fill="${fill}"/>` +
    `<path d="${path}" fill="none" stroke="white" stroke-width="2" stroke-linecap="round"/></g>`
  );
}
