import { toJsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { evidenceSchema } from '../../src/survey/evidence-schema.js';

it('docs/evidence.schema.json is what the reader demands (vitest -u writes it anew)', async () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'caa-guard evidence, version 1',
    description:
      'All that a run saw. Times are Unix milliseconds, bytes are base64, names are lower-case A-labels.',
    // Checks that JSON Schema cannot say (canonical base64, RR types, keys that repeat names) are left to the reader.
    ...toJsonSchema(evidenceSchema, { errorMode: 'ignore' }),
  };
  const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
  await expect(text).toMatchFileSnapshot('../../docs/evidence.schema.json');
});
