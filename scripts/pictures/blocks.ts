import { flow, folded, INK, MARKS, type Pen } from './flow.js';
import { mono, sans } from './measure.js';
import { blocksOf, type Block, type Inline } from './summary-blocks.js';
import { round, textElement } from './svg.js';

/** The column in which blocks stand, in pixels. */
export interface Frame {
  readonly left: number;
  readonly width: number;
}

/**
 * Draws Markdown as GitHub shows it; folded findings stay folded. It ends behind the block that reaches `most` pixels, or before
 * the first table.
 */
export function drawMarkdown(markdown: string, pen: Pen, frame: Frame, most: number | 'table'): void {
  let folded = false;
  for (const block of blocksOf(markdown)) {
    if (block.kind === 'summary') folded = block.open !== true;
    else if (block.kind === 'end') {
      if (!folded) pen.y += 6;
      folded = false;
      continue;
    } else if (folded) continue;
    if (most === 'table' ? block.kind === 'table' : pen.y > most) break;
    draw(block, pen, frame);
  }
}

function draw(block: Block, pen: Pen, frame: Frame): void {
  const { left, width } = frame;
  switch (block.kind) {
    case 'heading': {
      const size = block.level === 3 ? 20 : 16;
      pen.y += block.level === 3 ? 4 : 12;
      flow(block.inlines, { x: left, width, size, bold: true }, pen);
      pen.y += 8;
      return;
    }
    case 'paragraph':
      flow(block.inlines, { x: left, width, size: 14 }, pen);
      pen.y += 10;
      return;
    case 'summary': {
      const arrow = block.open === true ? 'M-4 -2H4L0 4Z' : 'M-2 -4V4L4 0Z';
      pen.body.push(
        `<path transform="translate(${left + 6} ${round(pen.y + 11)})" d="${arrow}" fill="${INK}"/>`,
      );
      flow(block.inlines, { x: left + 18, width: width - 18, size: 14 }, pen);
      pen.y += 10;
      return;
    }
    case 'item': {
      const text = `${block.number}.`;
      pen.body.push(textElement({ x: left + 8, y: pen.y + 15, text, width: 12, fill: INK, classes: 's14' }));
      flow(block.inlines, { x: left + 28, width: width - 28, size: 14 }, pen);
      pen.y += 4;
      return;
    }
    case 'point':
      pen.body.push(`<circle cx="${left + 14}" cy="${round(pen.y + 10.5)}" r="2.5" fill="${INK}"/>`);
      flow(block.inlines, { x: left + 28, width: width - 28, size: 14 }, pen);
      pen.y += 4;
      return;
    case 'diff':
      return diff(block.lines, pen, frame);
    case 'table':
      return table(block.rows, pen, frame);
    case 'end':
      return;
  }
}

/** Ink and ground of lines that go and come. */
const DIFF: Readonly<Record<string, readonly [string, string]>> = {
  '+': ['#116329', '#dafbe1'],
  '-': ['#82071e', '#ffebe9'],
};

function diff(lines: readonly string[], pen: Pen, { left, width }: Frame): void {
  const columns = Math.floor((width - 32) / mono(' ', 13));
  const rows = lines.flatMap((line) => folded(line, columns).map((text) => ({ text, op: line.charAt(0) })));
  const height = rows.length * 19 + 24;
  pen.body.push(
    `<rect x="${left}" y="${round(pen.y)}" width="${width}" height="${height}" rx="6" fill="#f6f8fa"/>`,
  );
  rows.forEach(({ text, op }, i) => {
    const y = pen.y + 12 + i * 19;
    const [ink, ground] = DIFF[op] ?? [INK, ''];
    const wide = mono(text, 13);
    if (ground !== '')
      pen.body.push(
        `<rect x="${left + 16}" y="${round(y)}" width="${round(wide)}" height="19" fill="${ground}"/>`,
      );
    pen.body.push(textElement({ x: left + 16, y: y + 14, text, width: wide, fill: ink, classes: 's13 c' }));
  });
  pen.y += height + 12;
}

/** Columns as wide as they need to be; the last takes what is left. */
function table(rows: readonly (readonly (readonly Inline[])[])[], pen: Pen, { left, width }: Frame): void {
  const needs = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => needOf(row[column] ?? [])), 20),
  );
  const fixed = needs.slice(0, -1).reduce((sum, need) => sum + need + 24, 0);
  const widths = needs.map((need, i) => (i === needs.length - 1 ? width - fixed : need + 24));
  pen.y += 4;
  rows.forEach((row, index) => {
    const top = pen.y;
    let bottom = top;
    let x = left;
    const cells: string[] = [];
    row.forEach((inlines, i) => {
      const cell: Pen = { y: top + 8, body: cells };
      flow(inlines, { x: x + 12, width: (widths[i] ?? 40) - 24, size: 14, bold: index === 0 }, cell);
      bottom = Math.max(bottom, cell.y + 6);
      x += widths[i] ?? 40;
    });
    const box = `x="${left + 0.5}" y="${round(top + 0.5)}" width="${width - 1}" height="${round(bottom - top)}"`;
    pen.body.push(
      `<rect ${box} fill="${index > 0 && index % 2 === 0 ? '#f6f8fa' : '#ffffff'}" stroke="#d1d9e0"/>`,
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
