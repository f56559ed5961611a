import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../base/text.js';
import { certificate, issued, records, seenOf } from './testing/builder.js';
import { check } from './testing/check.js';

const octets = fc.uint8Array({ maxLength: 40 });
const rdatas = fc.array(octets, { maxLength: 4 });
const NAMES = ['CAA', 'DS', 'DNSKEY', 'NS', 'SOA'] as const;

describe('a judgement of hostile bytes', () => {
  it('never throws, and never makes words of ours of them', () => {
    fc.assert(
      fc.property(
        fc.tuple(rdatas, rdatas, rdatas, rdatas, rdatas),
        fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 4 }),
        octets,
        (sets, names, signature) => {
          const signatures = [Buffer.from(signature).toString('base64')];
          const lookups = NAMES.map((type, i) => records('example.com', type, sets[i] ?? [], { signatures }));
          const theirs = certificate(
            1,
            ['example.com', ...names, ...names.map((name) => `${name}.example.com`)],
            {
              spkiSha256: '66'.repeat(32),
              issuer: names.join(),
              problems: names,
            },
          );
          const { findings } = check({ nameservers: [], iodef: [] }, seenOf(lookups, [issued([theirs])]));
          for (const { title, detail, diff, mend } of findings)
            for (const one of [
              title,
              ...detail,
              ...mend,
              ...diff.flatMap(({ text, note }) => [text, note ?? []]),
            ])
              // Our own words are printable, whatever came in: what is not has been marked as from outside.
              expect(renderText(one, () => '')).toMatch(/^[\u0020-\u007e’]*$/);
        },
      ),
      { numRuns: 150 },
    );
  });
});
