import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './support/documents.js';
import { languageService } from './support/language-service.js';
import { strayKeys } from './support/our-action.js';

const TEXT = readFileSync(path.join(ROOT, 'action.yml'), 'utf8');
const action = parse(TEXT) as {
  name: string;
  description: string;
  branding: { icon: string; color: string };
  runs: { using: string; main: string };
};

describe('action.yml', () => {
  it("passes GitHub's language service", async () => {
    expect(await languageService('action.yml', TEXT)).toEqual([]);
  });

  it('has no key at an input or an output that no runner reads', () => {
    expect(strayKeys(TEXT)).toEqual([]);
    expect(strayKeys(TEXT.replace('required: false', 'requird: false'))).toEqual(['policy: requird']);
  });

  it('runs what is committed, under the Node that runners have', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });

  it.each([
    ['a colour that there is not', 'color: blue', 'color: bleu'],
    ['an icon that there is not', 'icon: shield', 'icon: shieldd'],
    ['a Node that there is not', 'using: node24', 'using: node26'],
    ['a key that there is not', 'branding:', 'brand:'],
    ['no entry', '  main: dist/index.js\n', ''],
  ])('would be told of %s', async (_, right, wrong) => {
    expect(TEXT).toContain(right);
    expect(await languageService('action.yml', TEXT.replace(right, wrong))).not.toEqual([]);
  });
});

/*
 * The Marketplace refuses a release whose action.yml breaks these, when its tag can no longer be changed. A description
 * of 125 characters or more: "Description must be less than 125 characters".
 */
describe('the Marketplace', () => {
  it('takes the description', () => {
    expect(action.description.length).toBeGreaterThan(20);
    expect(action.description.length).toBeLessThan(125);
    expect(action.description).not.toMatch(/[\r\n]./);
  });

  it('takes the name, which is no category of it', () => {
    expect(action.name).toBe('caa-guard');
  });

  it('takes icon and colour', () => {
    expect(action.branding.icon).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark']).toContain(
      action.branding.color,
    );
  });
});
