import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyPage } from '../../scripts/generate-clauses.js';
import { packagedModule } from '../../scripts/generate-packaged.js';
import { schemaFile } from '../../scripts/generate-schema.js';

const root = path.resolve(import.meta.dirname, '../..');

describe('what `npm run generate` writes is current', () => {
  it.each([
    ['src/policy/packaged.ts', packagedModule(root)],
    ['policies/schema.json', schemaFile()],
    ['docs/policy.md', policyPage(root)],
  ])('%s', (file, generated) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(generated);
  });
});
