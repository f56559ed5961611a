import { drawMarkdown } from './blocks.js';
import type { Pen } from './flow.js';
import { PADDING, sheet, WIDTH } from './sheet.js';

/** The Markdown of a job summary as GitHub shows it. It ends behind the block that reaches `most` pixels. */
export function summaryPicture(markdown: string, label: string, most: number): string {
  const pen: Pen = { y: PADDING, body: [] };
  drawMarkdown(markdown, pen, { left: PADDING, width: WIDTH - 2 * PADDING }, most);
  return sheet(label, pen.y + PADDING / 2, pen.body);
}
