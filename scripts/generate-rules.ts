import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rulePages, RULES } from '../src/rules/index.js';

/** Writes docs/rules from the rules themselves, and removes pages of rules that are no more. Gives the files written. */
export function generateRules(root: string): readonly string[] {
  const directory = path.join(root, 'docs/rules');
  mkdirSync(directory, { recursive: true });
  const pages = rulePages(RULES);
  for (const file of readdirSync(directory))
    if (file.endsWith('.md') && !pages.has(file)) rmSync(path.join(directory, file));
  for (const [file, content] of pages) writeFileSync(path.join(directory, file), content);
  return [...pages.keys()].map((file) => path.posix.join('docs/rules', file));
}
