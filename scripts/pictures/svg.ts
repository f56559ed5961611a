/** Text for an SVG: XML's own characters escaped, and nothing that XML 1.0 cannot hold. */
export function escaped(text: string): string {
  return text
    .replace(/[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]/g, '?')
    .replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
}

export interface Run {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Width that it takes, whatever font the reader has. */
  readonly width: number;
  readonly fill: string;
  readonly classes?: string;
}

/** Runs that are drawn as wide as they were measured, so that the picture is the same with every font. */
export function textElement({ x, y, text, width, fill, classes }: Run): string {
  if (text.trim() === '') return '';
  // White space at either end is not drawn by all viewers: the run is moved instead.
  const ahead = text.length - text.trimStart().length;
  const inner = text.trim();
  const unit = width / text.length;
  const place = `x="${round(x + ahead * unit)}" y="${round(y)}" textLength="${round(unit * inner.length)}"`;
  const style = classes === undefined ? '' : ` class="${classes}"`;
  return `<text ${place} lengthAdjust="spacingAndGlyphs" fill="${fill}"${style}>${escaped(inner)}</text>`;
}

export function document(
  width: number,
  height: number,
  label: string,
  style: string,
  body: string[],
): string {
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(label)}">`,
    `<style>${style}</style>`,
    ...body.filter((line) => line !== ''),
    '</svg>',
  ].join('\n')}\n`;
}

export function round(number: number): number {
  return Math.round(number * 100) / 100;
}
