import { messageOf } from '../base/error.js';
import { plain } from './plain.js';

/** What is said when caa-guard itself fails: it says nothing of the world, and must look neither like ok nor like drift. */
export function faultText(thrown: unknown): string {
  const where = thrown instanceof Error && thrown.stack !== undefined ? thrown.stack : messageOf(thrown);
  return `error: caa-guard itself failed, and judged nothing. Please report this.\n${plain(where)}\n`;
}
