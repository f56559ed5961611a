import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandIn, linesOf } from '../../test/action/support/runner.js';

const BIN = path.join(import.meta.dirname, 'bin.ts');

/** Runs the program in a process of its own, with `before` run first in it. */
function program(before: string, ...argv: readonly string[]) {
  const first = `data:text/javascript,${encodeURIComponent(before)}`;
  const args = ['--import', 'tsx', '--import', first, BIN, ...argv];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

describe('the program', () => {
  it('ends with 3, and says that it failed itself, when something is thrown where nobody catches', () => {
    const broken = 'process.stdout.write = () => { setImmediate(() => { throw new Error("broken"); }); }';
    const { status, stderr } = program(broken, 'rules');
    expect(stderr).toContain('caa-guard itself failed, and judged nothing');
    expect(stderr).toContain('broken');
    expect(status).toBe(3);
  });

  it('ends with 2 for a command that there is not', () => {
    expect(program('', 'chekc').status).toBe(2);
  });

  it.skipIf(!existsSync('/dev/full'))('ends with 2 where what it prints does not fit on the disk', () => {
    const full = openSync('/dev/full', 'w');
    const args = ['--import', 'tsx', BIN, 'rules'];
    const { status, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect(stderr).toMatch(/^error: expected to write to standard output: ENOSPC/);
    expect(stderr).not.toContain('itself failed');
    expect(status).toBe(2);
  });

  it('prints nothing that a runner or a terminal obeys, whatever it is called with', () => {
    const { stdout, stderr } = program('', '##[add-mask]a\u001b[2J\u202e\r::error::b');
    expect(stderr).toContain('\\u{5b}add-mask]a\\u{1b}[2J\\u{202e}\\u{d}::error::b');
    for (const line of linesOf(stdout + stderr)) expect(commandIn(line), line).toBeUndefined();
  });
});
