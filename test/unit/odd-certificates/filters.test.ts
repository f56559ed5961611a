import { describe, expect, it } from 'vitest';
import { DnsName } from '../../../src/base/name.js';
import { NO_MATCH, WatchList } from '../../../src/ct/watch/watch-list.js';
import { guardedName } from '../../../src/rules/facts/certificate-names.js';

const PARTS = [
  ...['example.com', 'EXAMPLE.com', 'www.', '*.', '*', '.', '\0', ' ', '/', ':', '@', '//', 'http://'],
  ...['https:', 'mailto:', 'sip:', 'user@', ':443', '?', '#', '.com', 'ex', 'ample', 'é', '\u3002'],
  ...['evil.test', '%2e', '\\', ',', 'exam*.com', '[', ']'],
];
const KINDS = [
  { from: 'san', kind: 'dns' },
  { from: 'cn', kind: 'dns' },
  { from: 'san', kind: 'email' },
  { from: 'san', kind: 'uri' },
] as const;

/** Names put together at random, the same in each run. */
function* texts(count: number): Generator<string> {
  let state = 12_345;
  const below = (most: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * most);
  };
  for (let i = 0; i < count; i++)
    yield Array.from({ length: 1 + below(5) }, () => PARTS[below(PARTS.length)] ?? '').join('');
}

/** What a log's entries are picked by has to give all that is judged: what it drops, nobody sees. */
describe('the names by which entries of logs are picked', () => {
  const apex = DnsName.parse('example.com');
  const list = new WatchList([{ name: 'example.com', below: true }]);

  it.each([
    ['uri', 'https:example.com?w*'],
    ['uri', 'sip:@example.com:443?'],
    ['uri', 'https://user@example.com:8443/path'],
    ['email', 'user@/*example.com'],
  ] as const)('take %s %s for what it is judged as', (kind, value) => {
    expect(guardedName(apex, { from: 'san', kind, value })).toBeDefined();
    expect(list.findName({ from: 'san', kind, value })).not.toBe(NO_MATCH);
  });

  it('are never fewer than those that are judged', () => {
    let judged = 0;
    const dropped: string[] = [];
    for (const value of texts(20_000))
      for (const one of KINDS) {
        if (guardedName(apex, { ...one, value }) === undefined) continue;
        judged++;
        if (list.findName({ ...one, value }) === NO_MATCH) dropped.push(JSON.stringify([one, value]));
      }
    expect(dropped).toEqual([]);
    expect(judged).toBeGreaterThan(5_000);
  });
});
