import { existsSync } from 'node:fs';
import path from 'node:path';
import { Linter } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { MINTING, ownWords } from '../../scripts/eslint/own-words.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** Sources that are nowhere on the disk, beside those that are, as the compiler knows them. */
class Sources {
  readonly #texts = new Map<string, string>();
  #program: ts.Program | undefined;

  /** Adds a source, and gives what is complained of in it. */
  add(file: string, code: string): () => readonly string[] {
    const name = path.join(root, path.dirname(file), `made-up-${this.#texts.size}-${path.basename(file)}`);
    const base = path.relative(path.dirname(name), path.join(root, 'src/base')).replaceAll('\\', '/');
    const text = code.replaceAll('@base', base.startsWith('.') ? base : `./${base}`);
    this.#texts.set(name, text);
    return () => this.#complaints(name, text);
  }

  #complaints(file: string, code: string): readonly string[] {
    return new Linter({ cwd: root })
      .verify(
        code,
        {
          files: ['**/*.ts'],
          languageOptions: { parser: tseslint.parser, parserOptions: { programs: [this.#program!] } },
          plugins: { 'caa-guard': { rules: { ownWords } } },
          rules: { 'caa-guard/ownWords': 'error' },
        },
        file,
      )
      .map((one) => one.message);
  }

  /** Once all have been added. */
  compile(): void {
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config,
      ts.sys,
      root,
    );
    const disk = ts.createCompilerHost(options);
    const made = (file: string): string | undefined => this.#texts.get(path.normalize(file));
    const host: ts.CompilerHost = {
      ...disk,
      readFile: (file) => made(file) ?? disk.readFile(file),
      fileExists: (file) => made(file) !== undefined || disk.fileExists(file),
      getSourceFile: (file, language, failed, anew) => {
        const text = made(file);
        return text === undefined
          ? disk.getSourceFile(file, language, failed, anew)
          : ts.createSourceFile(file, text, language);
      },
    };
    this.#program = ts.createProgram([...this.#texts.keys()], options, host);
  }
}

const sources = new Sources();
const IMPORTS = `
  import { own, text, type Part, type Text, type Words } from '@base/text.js';
  import type { Finding } from '@base/../rules/model.js';
  declare const read: string;
  declare const json: unknown;
`;
const PRODUCT = 'src/survey/a.ts';
const TEST = 'src/survey/a.test.ts';

describe('words of our own', () => {
  const everywhere = [
    'export const a = read as Words;',
    'export const a = read as unknown as Words;',
    'export const a = <Words>read;',
    'export const a = [read] as Text;',
    'export const a = [read] as unknown as readonly Words[];',
    'export const a = read as Part;',
    'export const a = json as Text | undefined;',
    "import type { Words as W } from '@base/text.js'; export const a = read as W;",
    "import type * as t from '@base/text.js'; export const a = [read] as t.Text;",
    "export const a = json as import('@base/text.js').Text;",
    'type Sentence = Text; export const a = [read] as Sentence;',
    'export const a = [read] as ReturnType<typeof own>;',
    'export function isOurs(one: string): one is Words { return one.length > 0; }',
    'export function ours(one: unknown): asserts one is Text { if (one === 1) throw new Error(); }',
    'export const a = text(Object.assign([read], { raw: [read] }));',
    "import { text as say } from '@base/text.js'; export const a = say(json as TemplateStringsArray);",
    'const say = text; export const a = say(Object.assign([read], { raw: [read] }));',
    "import { printed } from '@base/../report/printed.js'; export const a = printed(json as TemplateStringsArray);",
  ].map((code) => ({
    code,
    found: [PRODUCT, TEST, 'test/unit/a.test.ts', 'scripts/a.ts'].map((file) =>
      sources.add(file, IMPORTS + code),
    ),
  }));
  const inProduct = [
    'export const a = json as Finding;',
    'export const a = json as readonly Finding[];',
    'export const a = JSON.parse(read) as { readonly findings: readonly Finding[] };',
    'export const a = json as ReadonlyMap<string, Text>;',
    "export const a = own(read as 'ours');",
    "const a = read as 'one' | 'two' | undefined; export const b = a === undefined ? [] : own(a);",
    "export const a = (json as readonly ('one' | 'two')[]).map((one) => own(one));",
    "type Known = 'one' | 'two'; export const a = own(json as Known);",
    "import { own as say } from '@base/text.js'; export const a = say(read as 'ours');",
    "export const a = own(`of ${read}` as 'of one');",
  ].map((code) => ({
    code,
    product: sources.add(PRODUCT, IMPORTS + code),
    test: sources.add(TEST, IMPORTS + code),
  }));
  const fine = [
    "export const a = own('ours'); export const b = text`of ${a}, ${3}`;",
    "export const a = ['x', 'y'] as const; export const b = own(a[0]);",
    'declare const a: Text | undefined; export const b = a as Text | undefined; export const c = a!;',
    'declare const a: Words; export const b = a as string; export const c = [a] as Text;',
    'export const a = json as { readonly code?: unknown }; export const b = json as string | undefined;',
    'export function isList(one: unknown): one is readonly unknown[] { return Array.isArray(one); }',
    'declare const a: { readonly x?: 1; readonly y?: 2 }; export const b = Object.keys(a) as (keyof typeof a)[];',
    "declare const a: 'x' | 'y' | 'z'; export const b = own(a as 'x' | 'y');",
    'export const a = String.raw`a${1}`; export const b = read.replace("a", "b");',
  ].map((code) => ({ code, found: sources.add(PRODUCT, IMPORTS + code) }));

  // All the types of the product are read for it.
  beforeAll(() => sources.compile(), 120_000);

  it.each(everywhere)('are not made by $code', ({ found }) => {
    expect(found.map((complaints) => complaints().length)).toEqual([1, 1, 1, 1]);
  });

  it.each(inProduct)('are not made in the product by $code', ({ product, test }) => {
    expect([product().length, test().length]).toEqual([1, 0]);
  });

  it.each(fine)('have nothing to do with $code', ({ found }) => {
    expect(found()).toEqual([]);
  });

  it('are made in files that are there', () => {
    for (const file of MINTING) expect(existsSync(path.join(root, file)), file).toBe(true);
  });
});
