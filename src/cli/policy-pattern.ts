import path from 'node:path';
import type { CliPorts } from './ports.js';

/** Whether a policy file is named by a pattern: `*` is any part of a name, `?` one character of it. */
export function isPattern(file: string): boolean {
  return /[*?]/.test(file);
}

/**
 * Policy files as they are called in a directory, patterns replaced by what they stand for there; each once. A pattern is
 * expanded here and not by a shell, so that it stands for the files of the base in the base: one that a change deletes is among them.
 */
export async function expanded(
  named: readonly string[],
  folder: string,
  { find = findOnDisk }: Pick<CliPorts, 'find'>,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const file of named) files.push(...(isPattern(file) ? await find(file, folder) : [file]));
  return [...new Set(files)];
}

async function findOnDisk(pattern: string, folder: string): Promise<readonly string[]> {
  const { findFiles } = await import('../github/workspace-glob.js');
  const whole = path.resolve(folder);
  const found = await findFiles(path.resolve(whole, pattern), [path.parse(whole).root]);
  if (path.isAbsolute(pattern)) return found;
  return found.map((one) => path.relative(whole, one).replaceAll(path.sep, '/'));
}
