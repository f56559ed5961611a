import { describe, expect, it } from 'vitest';
import { PolicyError } from '../problem.js';
import { withEntries, withoutEnded, type NewEntry } from './edit.js';
import { readLedger } from './read.js';

const hex = (digit: string): string => digit.repeat(64);
const certificate = (digit: string, name: string, day: string): NewEntry => ({
  kind: 'certificate',
  tbsSha256: hex(digit),
  names: [name],
  notBefore: Date.parse(day),
  notAfter: Date.parse(day) + 90 * 86_400_000,
  added: '2026-11-25',
});
const add = (source: string | undefined, ...entries: readonly NewEntry[]) =>
  withEntries('ledger.yaml', source, new Map([['example.com', entries]]));

describe('a ledger that is written', () => {
  it('is sorted: keys, requests, certificates by name and time; and reads back', () => {
    const { text } = withEntries(
      'ledger.yaml',
      undefined,
      new Map([
        ['example.org', [{ kind: 'key', spkiSha256: hex('3'), names: [] }]],
        [
          'example.com',
          [
            certificate('2', 'www.example.com', '2026-11-01'),
            certificate('1', 'example.com', '2026-11-02'),
            certificate('4', 'example.com', '2026-09-02'),
            { kind: 'csr', spkiSha256: hex('5'), names: ['example.com'], note: 'next: "renewal" # 1' },
            { kind: 'key', spkiSha256: hex('6'), names: [] },
          ],
        ],
      ]),
    );
    const { ledger, problems } = readLedger('ledger.yaml', text);
    expect(problems).toEqual([]);
    expect([...ledger.keys()]).toEqual(['example.com', 'example.org']);
    expect(ledger.get('example.com')?.map((one) => (one.tbsSha256 ?? one.spkiSha256 ?? '')[0])).toEqual([
      ...'65412',
    ]);
    expect(ledger.get('example.com')?.[1]?.note).toBe('next: "renewal" # 1');
    expect(text).toMatch(/^# Keys, requests and certificates/);
  });

  it('does not change when the same is added again, in whatever order', () => {
    const entries = [
      certificate('2', 'b.example.com', '2026-11-01'),
      certificate('1', 'a.example.com', '2026-11-02'),
    ];
    const { text } = add(undefined, ...entries);
    const again = add(text, ...entries.toReversed());
    expect(again.text).toBe(text);
    expect(again.added.size).toBe(0);
    expect(add(undefined, ...entries.toReversed(), ...entries).text).toBe(text);
  });

  it('keeps comments with the entries before which they stand', () => {
    const source = [
      '# ours',
      'version: 1',
      'domains:',
      '  # the shop',
      '  example.com:',
      '    # the mail server',
      `    - {kind: certificate, tbs: ${hex('5')}, names: [m.example.com]} # until May`,
      '    # the web server',
      '    - kind: certificate',
      `      tbs: "${hex('6')}"`,
      '      names: [www.example.com]',
      '',
    ].join('\n');
    const { text } = add(
      source,
      certificate('1', 'a.example.com', '2026-11-01'),
      certificate('9', 'n.example.com', '2026-11-01'),
    );
    const lines = text.split('\n').map((line) => line.trim());
    const before = (digit: string): string | undefined => {
      const at = lines.findIndex((line) => line.includes(hex(digit)));
      return lines.slice(0, at).findLast((line) => line.startsWith('#') || line.startsWith('- kind'));
    };
    expect(text.startsWith('# ours\n')).toBe(true);
    expect(text).toContain('# the shop\n  example.com:');
    expect(before('5')).toBe('# the mail server');
    expect(lines.find((line) => line.includes(hex('5')))).toContain('# until May');
    expect(
      lines
        .slice(
          0,
          lines.findIndex((line) => line.includes(hex('6'))),
        )
        .at(-2),
    ).toBe('# the web server');
    expect(readLedger('ledger.yaml', text).ledger.get('example.com')).toHaveLength(4);
  });

  it('keeps digests and notes that YAML would take for something else', () => {
    const digests = [hex('5'), `1e${'7'.repeat(62)}`, `0${'1'.repeat(63)}`];
    const entries = digests.map((tbsSha256): NewEntry => ({
      kind: 'certificate',
      tbsSha256,
      names: [],
      note: 'true',
    }));
    const { text } = add(undefined, ...entries);
    const more = add(text, certificate('a', 'a.example.com', '2026-11-01')).text;
    const read = readLedger('ledger.yaml', more).ledger.get('example.com') ?? [];
    for (const digest of digests)
      expect(read.find(({ tbsSha256 }) => tbsSha256 === digest)?.note).toBe('true');
    const plain = `version: 1\ndomains:\n  example.com:\n${digests.map((digest) => `    - {kind: certificate, tbs: ${digest}}\n`).join('')}`;
    const kept = readLedger(
      'ledger.yaml',
      add(plain, ...entries, certificate('a', 'a.example.com', '2026-11-01')).text,
    );
    expect(kept.problems).toEqual([]);
    expect(
      kept.ledger
        .get('example.com')
        ?.map(({ tbsSha256 }) => tbsSha256)
        .sort(),
    ).toEqual([...digests, hex('a')].sort());
  });

  it('finds a domain in whatever spelling', () => {
    const { text } = add(
      `version: 1\ndomains:\n  EXAMPLE.com.: []\n`,
      certificate('1', 'a.example.com', '2026-11-01'),
    );
    expect(text).toContain('EXAMPLE.com.:\n');
    expect(readLedger('ledger.yaml', text).ledger.get('example.com')).toHaveLength(1);
  });

  it('is not written over one that is wrong', () => {
    expect(() => add('version: 2\ndomains: {}\n', certificate('1', 'a.example.com', '2026-11-01'))).toThrow(
      PolicyError,
    );
  });

  it('loses the certificates that have ended, and no key and no request', () => {
    const { text } = add(
      undefined,
      certificate('1', 'a.example.com', '2026-01-01'),
      certificate('2', 'a.example.com', '2026-11-01'),
      { kind: 'key', spkiSha256: hex('6'), names: [] },
    );
    const pruned = withoutEnded('ledger.yaml', text, Date.parse('2026-11-25'));
    expect([...pruned.removed.values()].flat().map(({ tbsSha256 }) => tbsSha256)).toEqual([hex('1')]);
    expect(
      readLedger('ledger.yaml', pruned.text)
        .ledger.get('example.com')
        ?.map(({ kind }) => kind),
    ).toEqual(['key', 'certificate']);
    expect(withoutEnded('ledger.yaml', pruned.text, Date.parse('2026-11-25')).text).toBe(pruned.text);
    // On its last day a certificate has not ended.
    expect(withoutEnded('ledger.yaml', text, Date.parse('2026-04-01')).removed.size).toBe(0);
  });
});
