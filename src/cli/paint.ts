import type { ColorMode } from './options.js';
import type { CliPorts } from './ports.js';

/** Colours, or their absence. Only for words of our own, or for text that is already inert. */
export interface Paint {
  readonly colored: boolean;
  bold(words: string): string;
  dim(words: string): string;
  red(words: string): string;
  green(words: string): string;
  yellow(words: string): string;
}

/** Colour on a terminal alone, unless told; `NO_COLOR` and `FORCE_COLOR` as no-color.org and Node have them. */
export function colored(mode: ColorMode, { stdout, env }: Pick<CliPorts, 'stdout' | 'env'>): boolean {
  if (mode !== 'auto') return mode === 'always';
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  const forced = env['FORCE_COLOR'];
  return forced === undefined ? stdout.isTTY : forced !== '0';
}

export function paintOf(mode: ColorMode, ports: Pick<CliPorts, 'stdout' | 'env'>): Paint {
  const on = colored(mode, ports);
  const sgr = (code: number) => (words: string) => (on ? `\u001b[${code}m${words}\u001b[0m` : words);
  return { colored: on, bold: sgr(1), dim: sgr(2), red: sgr(31), green: sgr(32), yellow: sgr(33) };
}
