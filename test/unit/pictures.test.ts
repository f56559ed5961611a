import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

it('the pictures in the pages are what caa-guard prints (npm run pictures draws them anew)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'caa-guard-pictures-'));
  try {
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/render-pictures.ts', folder], { cwd: ROOT });
    const drawn = readdirSync(folder).sort();
    expect(drawn).toEqual([
      ...['issue-closed-dark.svg', 'issue-closed.svg', 'issue-dark.svg', 'issue.svg'],
      ...['pull-request-dark.svg', 'pull-request.svg'],
      ...['summary-dark.svg', 'summary.svg', 'terminal.svg'],
    ]);
    for (const file of drawn)
      expect(readFileSync(path.join(folder, file), 'utf8'), file).toBe(
        readFileSync(path.join(ROOT, 'docs/pictures', file), 'utf8'),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
