import { existsSync } from 'node:fs';
import path from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { EDGES, rawSinks, safeCasts, TAKEN } from '../../scripts/eslint/sinks.mjs';

const root = path.resolve(import.meta.dirname, '../..');

function complaints(file: string, code: string): readonly string[] {
  const linter = new Linter({ cwd: root });
  return linter
    .verify(
      code,
      {
        files: ['**/*.ts'],
        languageOptions: { parser: tseslint.parser },
        plugins: { 'caa-guard': { rules: { rawSinks, safeCasts } } },
        rules: { 'caa-guard/rawSinks': 'error', 'caa-guard/safeCasts': 'error' },
      },
      path.join(root, file),
    )
    .map((one) => one.message);
}

describe('the raw sinks', () => {
  it.each([
    'process.stdout.write(read);',
    "process['stderr'].write(read);",
    'globalThis.process.stdout.write(read);',
    'const { stdout } = process; stdout.write(read);',
    "const { 'stderr': out } = process; out.write(read);",
    "import { stdout } from 'node:process'; stdout.write(read);",
    "import * as p from 'process'; p.stdout.write(read);",
    'console.log(read);',
    'globalThis.console.error(read);',
    'const { log } = console; log(read);',
    "import { log } from 'node:console'; log(read);",
    "import { info } from '@actions/core'; info(read);",
    "import * as core from '@actions/core'; core.info(read);",
    "const { info } = await import('@actions/core'); info(read);",
    "export { info } from '@actions/core';",
    "export * from '@actions/exec';",
    "appendFileSync(process.env['GITHUB_OUTPUT'], read);",
    'appendFileSync(env.GITHUB_STEP_SUMMARY, read);',
    "writeFileSync('/dev/stdout', read);",
    "spawn(program, [], { stdio: 'inherit' });",
  ])('are not used anywhere else: %s', (code) => {
    for (const file of ['src/survey/a.ts', 'src/cli/run/a.ts', 'src/github/a.ts', 'src/report/a.ts'])
      expect(complaints(file, code), file).toHaveLength(1);
  });

  it('are used at the edge', () => {
    for (const file of EDGES.streams) expect(complaints(file, 'process.stdout.write(x);')).toEqual([]);
    const code = `import { ${TAKEN.join(', ')} } from '@actions/core';`;
    for (const file of EDGES.toolkit) expect(complaints(file, code)).toEqual([]);
  });

  it('are few of the toolkit there too, and none that prints raw', () => {
    expect(complaints('src/github/toolkit.ts', "import { info } from '@actions/core';")).toHaveLength(1);
    expect(complaints('src/github/toolkit.ts', "import * as core from '@actions/core';")).toHaveLength(1);
    expect(complaints('src/github/toolkit.ts', 'console.log(x);')).toHaveLength(1);
  });

  it('leave alone what only has the same name', () => {
    const code =
      "ports.stdout.write(x); const { stdout } = ports; import type { Y } from '@actions/core'; env['GITHUB_TOKEN'];";
    expect(complaints('src/cli/a.ts', code)).toEqual([]);
  });
});

const imports = (from: string): string =>
  `import type { Markdown, Plain, Phrase, Painted, Exact, Safe } from '${from}';`;

describe('that a text is safe', () => {
  it.each([
    'const a = read as Markdown;',
    'const a = read as unknown as Plain;',
    'const a = <Painted>read;',
    'const a = read as Phrase;',
    'const a = lines as readonly Plain[];',
    "const a = read as Safe<'markdown'>;",
    'const a = read as Exact | undefined;',
    "const a = read as import('../report/safe.js').Markdown;",
    "import { Markdown as M } from '../report/index.js'; const a = read as M;",
    'function isSafe(read: string): read is Plain { return true; }',
  ])('is not said by a cast: %s', (code) => {
    for (const file of ['src/github/a.ts', 'src/report/terminal.ts', 'src/a.test.ts', 'test/unit/a.test.ts'])
      for (const from of ['../report/index.js', '../report/safe.js', './safe.js'])
        expect(complaints(file, `${imports(from)} ${code}`), file).toHaveLength(1);
  });

  it('is not said by a cast that fits everything', () => {
    expect(complaints('src/github/a.ts', 'const a = read as never;')).toHaveLength(1);
    expect(complaints('test/unit/a.test.ts', 'const a = read as never;')).toEqual([]);
  });

  it('is said where it is made so', () => {
    const code = `${imports('./safe.js')} const a = made as Plain;`;
    for (const file of EDGES.minting) expect(complaints(file, code)).toEqual([]);
  });

  it('has nothing to do with other casts', () => {
    expect(complaints('src/github/a.ts', 'const a = b as string; const c = d as const;')).toEqual([]);
    const other = "import type { Plain } from './plain-document.js'; const a = b as Plain;";
    expect(complaints('src/policy/a.ts', other)).toEqual([]);
  });
});

it('every file that may do more is there', () => {
  for (const file of Object.values(EDGES).flat()) expect(existsSync(path.join(root, file)), file).toBe(true);
});
