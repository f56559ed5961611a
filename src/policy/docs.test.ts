import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { paintOf } from '../cli/paint.js';
import { policyErrorsText } from '../cli/policy-errors.js';
import { testPorts } from '../cli/testing/ports.js';
import { CLAUSES } from './clauses.js';
import { EMPTY_LEDGER } from './ledger/read.js';
import { loadFrom, problemsOf } from './testing/load.js';

const root = path.resolve(import.meta.dirname, '../..');
const page = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Fenced blocks by what stands after the fence. */
function blocks(text: string, fence: string): readonly string[] {
  return [...text.matchAll(/^```(.*)\n([^]*?)^```$/gm)].flatMap(([, kind, body]) =>
    kind === fence && body !== undefined ? [body] : [],
  );
}

const isPolicy = (text: string): boolean => /^version: 1$/m.test(text);
const examples = ['README.md', 'docs/policy.md'].flatMap((file) =>
  blocks(page(file), 'yaml')
    .filter(isPolicy)
    .map((text, i) => [`${i + 1} of ${file}`, text] as const),
);

describe('the examples in the documents', () => {
  it('are there', () => {
    expect(examples.filter(([where]) => where.endsWith('README.md'))).toHaveLength(1);
    expect(examples.length).toBeGreaterThan(8);
  });

  it.each(examples)('load: %s', async (_where, text) => {
    expect(await problemsOf(text, { 'caa-guard.ledger.yaml': EMPTY_LEDGER })).toEqual([]);
  });

  it('speak of every clause', () => {
    const shown = examples.map(([, text]) => text).join('');
    const missing = Object.keys(CLAUSES).filter(
      (key) => !new RegExp(`\\b${key.split('.').at(-1) ?? key}:`).test(shown),
    );
    expect(missing).toEqual([]);
  });

  it('show the errors of a bad one as they are printed', async () => {
    const [bad = ''] = blocks(page('docs/policy.md'), 'yaml bad');
    const loaded = await loadFrom({ 'bad.yaml': bad });
    const ports = testPorts({ stored: new Map([['bad.yaml', bad]]) });
    const printed = await policyErrorsText(
      loaded.ok ? [] : loaded.problems,
      ports.files,
      paintOf('never', ports),
    );
    expect(blocks(page('docs/policy.md'), 'console')).toEqual([
      `$ caa-guard check --policy bad.yaml\n${printed}`,
    ]);
  });
});
