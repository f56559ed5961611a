import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import * as constructs from '../../../src/constructs/index.js';
import { constructsPage } from '../../../scripts/generate-constructs.js';

const root = path.resolve(import.meta.dirname, '../../..');

it('the page of the constructs is current: run `npm run generate` if this fails', () => {
  const page = readFileSync(path.join(root, 'docs/constructs.md'), 'utf8');
  expect(constructsPage(root)).toBe(page);
  for (const name of Object.keys(constructs).filter((one) => one !== 'GuardedResource'))
    expect(page).toContain(`\n### ${name}\n`);
});
