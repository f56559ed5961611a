import type { Plain } from './safe.js';

/**
 * YAML for a log that a GitHub runner may read: every character outside of printable ASCII is escaped, and the bracket of `##[`. It
 * means the same to a reader of YAML where each scalar that holds one of these stands on one line in double quotes (YAML 1.2.2,
 * section 5.7), or in a comment; whoever wrote it has to see to that.
 */
export function inertYaml(yaml: string): Plain {
  return yaml
    .split('\n')
    .map((line) => line.replace(/[^\x20-\x7e]/gu, escaped).replaceAll('##[', '##\\x5b'))
    .join('\n') as Plain;
}

/** Whether a scalar has to stand in double quotes, so that what a runner would obey can be escaped in it. */
export function needsQuotes(scalar: string): boolean {
  return /[^\x20-\x7e]|##\[|^\s*::/.test(scalar);
}

function escaped(one: string): string {
  const code = one.codePointAt(0) ?? 0;
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}
