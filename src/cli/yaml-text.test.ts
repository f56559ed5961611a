import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, parse } from 'yaml';
import { commandIn, linesOf } from '../../test/action/support/runner.js';
import { hostileText } from '../../test/unit/hostile/text.js';
import { yamlText } from './yaml-text.js';

describe('YAML for a file or for standard output', () => {
  it('holds nothing that a runner obeys, and reads back as what it was', () => {
    fc.assert(
      fc.property(fc.array(hostileText(), { minLength: 1 }), fc.boolean(), (values, asKeys) => {
        const value = asKeys
          ? Object.fromEntries(values.map((one) => [`${one.slice(0, 80)}x`, one]))
          : { values };
        const yaml = yamlText(new Document(value));
        expect(yaml).toMatch(/^[\x20-\x7e\n]*$/);
        for (const line of linesOf(yaml)) expect(commandIn(line), line).toBeUndefined();
        expect(parse(yaml)).toEqual(value);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves as it is what holds nothing of that kind', () => {
    const value = {
      issue: [{ ca: 'letsencrypt.org' }],
      iodef: 'mailto:security@example.com',
      note: 'a\\b #1',
    };
    expect(yamlText(new Document(value))).toBe(new Document(value).toString());
  });

  it('breaks a command in a comment as well', () => {
    const document = new Document({ a: 1 });
    document.commentBefore = ' by ##[add-mask]x';
    expect(linesOf(yamlText(document)).map(commandIn)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
