import { document, round } from './svg.js';

/** Width of a page of GitHub in the pictures, and what is left free at its edges. */
export const WIDTH = 980;
export const PADDING = 28;

const STYLE =
  "text{font-family:-apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,'Liberation Sans',sans-serif;white-space:pre}" +
  ".c{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace}" +
  '.b{font-weight:600}.s16{font-size:16px}.s14{font-size:14px}.s13{font-size:13px}.s12{font-size:12px}.s20{font-size:20px}' +
  '.s26{font-size:26px}';

/** Pixels at the end over which a page fades that goes on. */
const FADE = 70;

/** A page of GitHub, `height` pixels high; `goesOn`: what is drawn is its beginning. */
export function sheet(label: string, height: number, body: readonly string[], goesOn = false): string {
  const fade = [
    '<linearGradient id="fade" x2="0" y2="1"><stop stop-color="#ffffff" stop-opacity="0"/><stop offset="1" stop-color="#ffffff"/></linearGradient>',
    `<rect y="${round(height - FADE)}" width="${WIDTH}" height="${FADE}" fill="url(#fade)"/>`,
  ];
  return document(WIDTH, height, label, STYLE, [
    `<clipPath id="sheet"><rect width="${WIDTH}" height="${round(height)}" rx="8"/></clipPath>`,
    `<g clip-path="url(#sheet)">`,
    `<rect width="${WIDTH}" height="${round(height)}" fill="#ffffff"/>`,
    ...body,
    ...(goesOn ? fade : []),
    '</g>',
    `<rect x=".5" y=".5" width="${WIDTH - 1}" height="${round(height - 1)}" rx="8" fill="none" stroke="#d1d9e0"/>`,
  ]);
}
