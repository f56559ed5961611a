/** Widths of the printable ASCII characters of Helvetica, in thousandths of the size: near to every sans serif font. */
const WIDTHS = (
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 ' +
  '584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 ' +
  '667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 ' +
  '278 556 500 722 500 500 500 334 260 334 584'
)
  .split(' ')
  .map(Number);

/** Width of `text` in pixels. */
export function sans(text: string, size: number, bold: boolean): number {
  let thousandths = 0;
  for (const character of text) thousandths += WIDTHS[character.charCodeAt(0) - 32] ?? 556;
  return (thousandths / 1000) * size * (bold ? 1.06 : 1);
}

/** Width of `text` in a fixed font. */
export function mono(text: string, size: number): number {
  return text.length * size * 0.6;
}
