import { flow, folded, INK, MARKS, type Pen } from './flow.js';
import { mono, sans } from './measure.js';
import { blocksOf, type Block, type Inline } from './summary-blocks.js';
import { document, round, textElement } from './svg.js';

const WIDTH = 980;
const PADDING = 28;
const STYLE =
  "text{font-family:-apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,'Liberation Sans',sans-serif;white-space:pre}" +
  ".c{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace}" +
  '.b{font-weight:600}.s16{font-size:16px}.s14{font-size:14px}.s13{font-size:13px}.s12{font-size:12px}.s20{font-size:20px}';
/** The Markdown of a job summary as GitHub shows it; folded findings stay folded. It ends behind
 * the block that reaches `most` pixels. */
export function summaryPicture(markdown: string, label: string, most: number): string {
  const pen: Pen = { y: PADDING, body: [] };
  let folded = false;
  for (const block of blocksOf(markdown)) {
    if (block.kind === 'summary') folded = block.open !== true;
    else if (block.kind === 'end') {
      if (!folded) pen.y += 6;
      folded = false;
      continue;
    } else if (folded) continue;
    if (pen.y > most) break;
    draw(block, pen);
  }
  const height = pen.y + PADDING / 2;
  const sheet = [
    `<clipPath id="sheet"><rect width="${WIDTH}" height="${round(height)}" rx="8"/></clipPath>`,
    `<g clip-path="url(#sheet)">`,
    `<rect width="${WIDTH}" height="${round(height)}" fill="#ffffff"/>`,
    ...pen.body,
    '</g>',
    `<rect x=".5" y=".5" width="${WIDTH - 1}" height="${round(height - 1)}" rx="8" fill="none" stroke="#d1d9e0"/>`,
  ];
  return document(WIDTH, height, label, STYLE, sheet);
}

function draw(block: Block, pen: Pen): void {
  switch (block.kind) {
    case 'heading':
      pen.y += block.level === 3 ? 4 : 12;
      flow(
        block.inlines,
        { x: PADDING, width: WIDTH - 2 * PADDING, size: block.level === 3 ? 20 : 16, bold: true },
        pen,
      );
      pen.y += 8;
      return;
    case 'paragraph':
      flow(block.inlines, { x: PADDING, width: WIDTH - 2 * PADDING, size: 14 }, pen);
      pen.y += 10;
      return;
    case 'summary': {
      const arrow = block.open === true ? 'M-4 -2H4L0 4Z' : 'M-2 -4V4L4 0Z';
      pen.body.push(
        `<path transform="translate(${PADDING + 6} ${round(pen.y + 11)})" d="${arrow}" fill="${INK}"/>`,
      );
      flow(block.inlines, { x: PADDING + 18, width: WIDTH - 2 * PADDING - 18, size: 14 }, pen);
      pen.y += 10;
      return;
    }
    case 'item':
      pen.body.push(
        textElement({
          x: PADDING + 8,
          y: pen.y + 15,
          text: `${block.number}.`,
          width: 12,
          fill: INK,
          classes: 's14',
        }),
      );
      flow(block.inlines, { x: PADDING + 28, width: WIDTH - 2 * PADDING - 28, size: 14 }, pen);
      pen.y += 4;
      return;
    case 'diff':
      return diff(block.lines, pen);
    case 'table':
      return table(block.rows, pen);
    case 'end':
      return;
  }
}

function diff(lines: readonly string[], pen: Pen): void {
  const columns = Math.floor((WIDTH - 2 * PADDING - 32) / mono(' ', 13));
  const rows = lines.flatMap((line) => folded(line, columns).map((text) => ({ text, op: line.charAt(0) })));
  const height = rows.length * 19 + 24;
  pen.body.push(
    `<rect x="${PADDING}" y="${round(pen.y)}" width="${WIDTH - 2 * PADDING}" height="${height}" rx="6" fill="#f6f8fa"/>`,
  );
  const inks: Readonly<Record<string, readonly [string, string]>> = {
    '+': ['#116329', '#dafbe1'],
    '-': ['#82071e', '#ffebe9'],
  };
  rows.forEach(({ text, op }, i) => {
    const y = pen.y + 12 + i * 19;
    const [ink, ground] = inks[op] ?? [INK, ''];
    const wide = mono(text, 13);
    if (ground !== '')
      pen.body.push(
        `<rect x="${PADDING + 16}" y="${round(y)}" width="${round(wide)}" height="19" fill="${ground}"/>`,
      );
    pen.body.push(
      textElement({ x: PADDING + 16, y: y + 14, text, width: wide, fill: ink, classes: 's13 c' }),
    );
  });
  pen.y += height + 12;
}

/** Columns as wide as they need to be; the last takes what is left. */
function table(rows: readonly (readonly (readonly Inline[])[])[], pen: Pen): void {
  const needs = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => needOf(row[column] ?? [])), 20),
  );
  const whole = WIDTH - 2 * PADDING;
  const fixed = needs.slice(0, -1).reduce((sum, need) => sum + need + 24, 0);
  const widths = needs.map((need, i) => (i === needs.length - 1 ? whole - fixed : need + 24));
  rows.forEach((row, index) => {
    const top = pen.y;
    let bottom = top;
    let x = PADDING;
    const cells: string[] = [];
    row.forEach((inlines, i) => {
      const cell: Pen = { y: top + 8, body: cells };
      flow(inlines, { x: x + 12, width: (widths[i] ?? 40) - 24, size: 14, bold: index === 0 }, cell);
      bottom = Math.max(bottom, cell.y + 6);
      x += widths[i] ?? 40;
    });
    const box = `x="${PADDING + 0.5}" y="${round(top + 0.5)}" width="${whole - 1}" height="${round(bottom - top)}"`;
    pen.body.push(
      `<rect ${box} fill="${index > 0 && index % 2 === 0 ? '#f6f8fa' : '#fff'}" stroke="#d1d9e0"/>`,
      ...cells,
    );
    pen.y = bottom;
  });
  pen.y += 18;
}

function needOf(inlines: readonly Inline[]): number {
  let most = 0;
  let wide = 0;
  for (const { text, code } of inlines) {
    if (text === '\n') wide = 0;
    else wide += MARKS[text] ? 18 : code ? mono(text, 13) + 1 : sans(text, 14, false);
    most = Math.max(most, wide);
  }
  return most;
}
