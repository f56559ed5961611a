import { describe, expect, it } from 'vitest';
import { parseRootHints } from './root-hints.js';

describe('root hints', () => {
  it('are read as IANA publishes them: NS records, both families, comments', () => {
    const hints = parseRootHints(
      [
        ';       This file holds the information on root name servers',
        '.                        3600000      NS    A.ROOT-SERVERS.NET.',
        'A.ROOT-SERVERS.NET.      3600000      A     198.41.0.4',
        'A.ROOT-SERVERS.NET.      3600000      AAAA  2001:503:ba3e::2:30 ; second family',
        '',
        'b.root-servers.net. 3600000 IN A 170.247.170.2',
      ].join('\r\n'),
    );
    expect(hints.map(({ name, addresses }) => [name.toCanonicalString(), addresses])).toEqual([
      ['a.root-servers.net', ['198.41.0.4', '2001:503:ba3e::2:30']],
      ['b.root-servers.net', ['170.247.170.2']],
    ]);
  });

  it.each([
    ['', 'no address at all'],
    ['. 3600 NS a.root.', 'no address at all'],
    ['a.root. 3600 TXT "x"', 'a record of type 16'],
    ['198.41.0.4', '"198.41.0.4"'],
  ])('%j is refused, and an example given', (text, words) => {
    expect(() => parseRootHints(text)).toThrow(words);
    expect(() => parseRootHints(text)).toThrow('a.root-servers.net. 3600 A 198.41.0.4');
  });
});
