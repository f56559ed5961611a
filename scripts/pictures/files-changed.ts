import { flow, folded, INK, type Pen } from './flow.js';
import type { Frame } from './blocks.js';
import { hunks, lineDiff, type DiffLine } from './line-diff.js';
import { mono } from './measure.js';
import { round, textElement } from './svg.js';

/** An annotation at a line of the head's file. */
export interface Noted {
  readonly level: 'error' | 'warning' | 'notice';
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

const ROW = 20;
const NUMBERS = 76;
const GROUNDS: Readonly<Record<DiffLine['op'], readonly [string, string]>> = {
  '+': ['#dafbe1', '#aceebb'],
  '-': ['#ffebe9', '#ffcecb'],
  ' ': ['#ffffff', '#ffffff'],
};
const LEVELS: Readonly<Record<Noted['level'], readonly [string, string]>> = {
  error: ['#cf222e', 'Check failure'],
  warning: ['#9a6700', 'Check warning'],
  notice: ['#0969da', 'Check notice'],
};

/** One file in the view "Files changed" of a pull request: lines that changed, and what was noted at them. */
export function drawFile(
  file: { readonly name: string; readonly before: string; readonly after: string },
  notes: readonly Noted[],
  pen: Pen,
  frame: Frame,
): void {
  const { left, width } = frame;
  const top = pen.y;
  const body: string[] = [];
  const inner: Pen = { y: top + 40, body };
  const noted = new Set(notes.map(({ line }) => line));
  const lines = hunks(
    lineDiff(file.before, file.after),
    ({ after }) => after !== undefined && noted.has(after),
    1,
  );
  for (const line of lines) {
    drawLine(line, inner, frame);
    for (const note of notes)
      if (line?.after !== undefined && note.line === line.after) drawNote(file.name, note, inner, frame);
  }
  const height = round(inner.y - top);
  pen.body.push(
    `<clipPath id="file"><rect x="${left}" y="${top}" width="${width}" height="${height}" rx="6"/></clipPath>`,
    '<g clip-path="url(#file)">',
    `<rect x="${left}" y="${top}" width="${width}" height="40" fill="#f6f8fa"/>`,
    textElement({
      x: left + 16,
      y: top + 25,
      text: file.name,
      width: mono(file.name, 13),
      fill: INK,
      classes: 's13 c b',
    }),
    ...body,
    '</g>',
    `<rect x="${left + 0.5}" y="${top + 0.5}" width="${width - 1}" height="${height - 1}" rx="6" fill="none" stroke="#d1d9e0"/>`,
  );
  pen.y = inner.y + 18;
}

function drawLine(line: DiffLine | undefined, pen: Pen, { left, width }: Frame): void {
  if (line === undefined) {
    pen.body.push(`<rect x="${left}" y="${pen.y}" width="${width}" height="${ROW}" fill="#f6f8fa"/>`);
    pen.body.push(
      textElement({ x: left + 34, y: pen.y + 14, text: '...', width: 22, fill: '#59636e', classes: 's13 c' }),
    );
    pen.y += ROW;
    return;
  }
  const [ground, dark] = GROUNDS[line.op];
  const columns = Math.floor((width - NUMBERS - 36) / mono(' ', 13));
  folded(line.text, columns).forEach((text, row) => {
    const y = pen.y;
    pen.body.push(
      `<rect x="${left}" y="${y}" width="${width}" height="${ROW}" fill="${ground}"/>`,
      `<rect x="${left}" y="${y}" width="${NUMBERS}" height="${ROW}" fill="${dark}"/>`,
    );
    const cells: readonly (readonly [number, string])[] = [
      [left + 8, row > 0 ? '' : String(line.before ?? '')],
      [left + 44, row > 0 ? '' : String(line.after ?? '')],
      [left + NUMBERS + 8, row > 0 ? '' : line.op.trim()],
      [left + NUMBERS + 24, text],
    ];
    for (const [x, words] of cells)
      pen.body.push(
        textElement({ x, y: y + 14, text: words, width: mono(words, 13), fill: INK, classes: 's13 c' }),
      );
    pen.y += ROW;
  });
}

function drawNote(file: string, { level, line, title, message }: Noted, pen: Pen, frame: Frame): void {
  const [colour, words] = LEVELS[level];
  const x = frame.left + 12;
  const wide = frame.width - 24;
  const top = pen.y + 8;
  const body: string[] = [];
  const inner: Pen = { y: top + 10, body };
  const column = { x: x + 20, width: wide - 36 };
  const plain = { bold: false, code: false, link: false, small: false };
  flow(
    [
      { ...plain, bold: true, text: words },
      { ...plain, text: ` on line ${line} in ${file}` },
    ],
    { ...column, size: 13 },
    inner,
  );
  inner.y += 4;
  flow([{ ...plain, bold: true, text: title }], { ...column, size: 14 }, inner);
  inner.y += 4;
  for (const one of message.split('\n')) flow([{ ...plain, text: one }], { ...column, size: 13 }, inner);
  const height = round(inner.y + 10 - top);
  pen.body.push(
    `<rect x="${frame.left}" y="${pen.y}" width="${frame.width}" height="${height + 16}" fill="#f6f8fa"/>`,
    `<rect x="${x + 0.5}" y="${top + 0.5}" width="${wide - 1}" height="${height - 1}" rx="6" fill="#ffffff" stroke="#d1d9e0"/>`,
    `<rect x="${x}" y="${top}" width="4" height="${height}" rx="2" fill="${colour}"/>`,
    ...body,
  );
  pen.y = top + height + 8;
}
