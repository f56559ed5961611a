/** A run of characters in one style. */
export interface Span {
  readonly text: string;
  readonly bold: boolean;
  readonly dim: boolean;
  /** SGR foreground colour, 31 to 36. */
  readonly color?: number;
}

const PLAIN: Omit<Span, 'text'> = { bold: false, dim: false };

/** Lines of terminal output, each as spans; longer ones are folded at `columns`, as a terminal does. */
export function spansOf(output: string, columns: number): Span[][] {
  let style = PLAIN;
  const lines: Span[][] = [];
  for (const line of output.replace(/\n$/, '').split('\n')) {
    let folded: Span[] = [];
    let column = 0;
    for (const piece of line.split(/(\u001b\[[0-9;]*m)/)) {
      const codes = /^\u001b\[([0-9;]*)m$/.exec(piece)?.[1];
      if (codes !== undefined) {
        style = styleOf(codes, style);
        continue;
      }
      for (let left = piece; left !== '';) {
        if (column === columns) {
          lines.push(folded);
          folded = [];
          column = 0;
        }
        const text = left.slice(0, columns - column);
        folded.push({ text, ...style });
        column += text.length;
        left = left.slice(text.length);
      }
    }
    lines.push(folded);
  }
  return lines;
}

function styleOf(codes: string, before: Omit<Span, 'text'>): Omit<Span, 'text'> {
  return codes.split(';').reduce((style, code) => {
    const number = Number(code);
    if (number === 0) return PLAIN;
    if (number === 1) return { ...style, bold: true };
    if (number === 2) return { ...style, dim: true };
    return number >= 31 && number <= 36 ? { ...style, color: number } : style;
  }, before);
}
