import { toJsonSchema } from '@valibot/to-json-schema';
import fc from 'fast-check';
import { format } from 'prettier';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { reportSchema } from './json-schema.js';
import { renderJson } from './json.js';
import { ALL_OK, EVERYTHING, hostileJudgement, judgement } from './testing/fixtures.js';

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const read = (json: string): unknown => JSON.parse(json);

describe('the JSON report', () => {
  it.each([
    ['with findings of every kind', EVERYTHING],
    ['without any', ALL_OK],
    ['of nothing', judgement()],
  ])('%s keeps to its schema', (_, one) => {
    expect(v.safeParse(reportSchema, read(renderJson(one))).issues).toBeUndefined();
  });

  it('counts each finding once', () => {
    expect(read(renderJson(EVERYTHING))).toMatchObject({
      outcome: 'drift',
      exitCode: 1,
      observedAt: '2026-11-23T14:06:10.000Z',
      counts: {
        domains: { total: 5, ok: 3, drift: 1, unknown: 1 },
        findings: { total: 5, failing: 2, unseen: 1, waived: 1, other: 1 },
      },
    });
  });

  it('is ASCII whatever came, keeps subjects verbatim, and texts inert', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const json = renderJson(hostileJudgement(value));
        const report = v.parse(reportSchema, read(json));
        expect(json).toMatch(/^[\x20-\x7e\n]*$/);
        expect(report.findings[0]?.subject).toBe(value);
        expect(report.findings[0]?.title).toMatch(/^[\x20-\x7e]*$/);
      }),
      { numRuns: 300 },
    );
  });

  it('has a published schema that is current', async () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'A report of caa-guard',
      ...toJsonSchema(reportSchema, { errorMode: 'ignore' }),
    };
    const text = await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot('../../docs/report.schema.json');
  });
});
