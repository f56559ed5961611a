import path from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { walls } from '../../scripts/eslint/walls.mjs';

const root = path.resolve(import.meta.dirname, '../..');

function complaints(file: string, code: string): readonly string[] {
  const linter = new Linter({ cwd: root });
  const messages = linter.verify(
    code,
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { 'caa-guard': { rules: { walls } } },
      rules: { 'caa-guard/walls': 'error' },
    },
    path.join(root, 'src', file),
  );
  return messages.map((one) => one.message);
}

describe('the walls between the rooms', () => {
  it('let a room import the base and itself', () => {
    const code = "import { text } from '../base/text.js'; import { b } from './b.js'; export { text, b };";
    expect(complaints('dns/a.ts', code)).toEqual([]);
  });

  it('keep the observers from knowing the policy', () => {
    for (const room of ['dns', 'caa', 'ct'])
      expect(complaints(`${room}/a.ts`, "export { x } from '../policy/model.js';")).toHaveLength(1);
  });

  it('keep the judge from observing', () => {
    expect(complaints('rules/a.ts', "import { x } from '../dns/index.js'; x;")).toHaveLength(1);
    expect(complaints('rules/a.ts', "const x = await import('../ct/index.js'); x;")).toHaveLength(1);
  });

  it('give the judge only the types of the evidence', () => {
    const types = "import type { E } from '../survey/evidence.js'; export type F = E;";
    expect(complaints('rules/a.ts', types)).toEqual([]);
    expect(complaints('rules/a.ts', "import { E } from '../survey/evidence.js'; E;")[0]).toMatch(
      /import type/,
    );
    expect(
      complaints('rules/a.ts', "import type { S } from '../survey/run.js'; export type F = S;"),
    ).toHaveLength(1);
  });

  it('let a report see nothing but findings', () => {
    const types = "import type { F } from '../rules/model.js'; export type G = F;";
    expect(complaints('report/a.ts', types)).toEqual([]);
    expect(complaints('report/a.ts', "import { RULES } from '../rules/index.js'; RULES;")).toHaveLength(1);
  });

  it('keep the lab out of the product but for the demo', () => {
    const code = "import { lab } from '../lab/index.js'; lab;";
    expect(complaints('cli/demo.ts', code)).toEqual([]);
    expect(complaints('cli/check.ts', code)).toEqual(['only cli/demo and tests may import the lab']);
    expect(complaints('cli/check.test.ts', code)).toEqual([]);
  });

  it('want every new room to be declared', () => {
    expect(complaints('newroom/a.ts', "import { x } from '../base/x.js'; x;")[0]).toMatch(/no known room/);
  });
});
