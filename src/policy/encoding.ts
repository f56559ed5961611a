import type { PolicyProblem } from './problem.js';

/**
 * What says that a policy is no UTF-8: whoever read it has put U+FFFD where its octets were none. Nobody writes that character
 * into a policy, and what stands there instead would be shown, locked and compared.
 */
export function encodingProblem(file: string, source: string): PolicyProblem | undefined {
  const index = source.indexOf('\ufffd');
  if (index < 0) return undefined;
  const before = source.slice(0, index).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const at = { file, line: before.length, column, endLine: before.length, endColumn: column + 1 };
  return {
    code: 'syntax',
    at,
    message:
      'expected text in UTF-8; here stands what is none, as text in Latin-1, Windows-1252 or UTF-16 gives it. Save the file as UTF-8',
  };
}
