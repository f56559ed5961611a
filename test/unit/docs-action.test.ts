import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionPage } from '../../scripts/generate-action.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/action.md'), 'utf8');
/** Without the generated tables. */
const words = page.replace(/<!-- inputs:[^]*<!-- \/inputs -->/, '');

describe('the page on the Action', () => {
  it('has the inputs and outputs of action.yml (npm run generate writes them)', () => {
    expect(actionPage(ROOT)).toBe(page);
  });

  it('speaks of every event that is told apart', () => {
    const source = readFileSync(path.join(ROOT, 'src/github/event.ts'), 'utf8');
    const events = [...source.matchAll(/case '([a-z_]+)':/g)].map(([, name = '']) => name);
    expect(events.length).toBeGreaterThan(4);
    expect(events.filter((name) => !words.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every permission that the client asks for', () => {
    const folder = path.join(ROOT, 'src/github/api');
    const needs = readdirSync(folder)
      .filter((file) => /(?<!\.test)\.ts$/.test(file))
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .flatMap((text) => [...text.matchAll(/`([a-z-]+: (?:read|write))`/g)].map(([, one = '']) => one));
    // Who may write may read.
    const isNamed = (one: string): boolean =>
      words.includes(`\`${one}\``) || words.includes(`\`${one.replace(': read', ': write')}\``);
    expect(new Set(needs).size).toBeGreaterThan(1);
    expect([...new Set(needs)].filter((one) => !isNamed(one))).toEqual([]);
  });
});
