import { spansOf, type Span } from './ansi.js';
import { document, round, textElement } from './svg.js';

const CELL = { width: 8.4, height: 20 };
const PADDING = 20;
const BAR = 36;
const STYLE =
  "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace;" +
  'white-space:pre}.b{font-weight:700}.d{opacity:.62}';
const INK = '#e6edf3';
const COLORS: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#56d364',
  33: '#e3b341',
  35: '#d2a8ff',
  36: '#79c0ff',
};

/** Terminal output as a picture of a terminal: what was printed, cell by cell. */
export function terminalPicture(output: string, command: string, columns: number): string {
  const lines = [prompt(command), [], ...spansOf(output, columns)];
  const width = 2 * PADDING + columns * CELL.width;
  const height = BAR + PADDING + lines.length * CELL.height + PADDING / 2;
  const top = BAR + PADDING;
  const body = lines.flatMap((spans, row) => lineElements(spans, top + row * CELL.height));
  return document(width, height, `Terminal: ${command}`, STYLE, [...frame(width, height), ...body]);
}

function prompt(command: string): Span[] {
  return [
    { text: '$ ', bold: false, dim: true },
    { text: command, bold: true, dim: false },
  ];
}

function frame(width: number, height: number): string[] {
  const lights = ['#ff5f57', '#febc2e', '#28c840'];
  return [
    `<rect width="${round(width)}" height="${round(height)}" rx="10" fill="#0d1117"/>`,
    `<path d="M0 ${BAR}V10A10 10 0 0 1 10 0H${round(width - 10)}A10 10 0 0 1 ${round(width)} 10V${BAR}Z" fill="#21262d"/>`,
    ...lights.map((fill, i) => `<circle cx="${22 + i * 20}" cy="${BAR / 2}" r="6" fill="${fill}"/>`),
  ];
}

function lineElements(spans: readonly Span[], y: number): string[] {
  let column = 0;
  return spans.map(({ text, bold, dim, color }) => {
    const x = PADDING + column * CELL.width;
    column += text.length;
    const classes = [bold ? 'b' : '', dim ? 'd' : ''].filter((name) => name !== '').join(' ');
    return textElement({
      x,
      y: y + 14,
      text,
      width: text.length * CELL.width,
      fill: COLORS[color ?? 0] ?? INK,
      ...(classes === '' ? {} : { classes }),
    });
  });
}
