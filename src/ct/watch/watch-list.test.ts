import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { NO_MATCH, ODD_NAME, parseWatchList, WatchList } from './watch-list.js';

const LIST = new WatchList(
  parseWatchList('.ours.example\nexact.example # ours alone\na.b.wild.example\n.com.test\n'),
);

/** The item's name that a name of a certificate concerns, or how else the list answers. */
function found(name: string, list = LIST): string {
  const octets = Buffer.from(`<<${name}>>`, 'latin1');
  const item = list.find(octets, 2, octets.length - 2);
  if (item === NO_MATCH) return 'none';
  return item === ODD_NAME ? 'odd' : (list.items[item]?.name ?? 'beyond the list');
}

describe('a watch list', () => {
  it('finds a domain and all below it where a dot stands in front', () => {
    for (const name of [
      'ours.example',
      'www.ours.example',
      'a.b.c.ours.example',
      '*.ours.example',
      '*.a.ours.example',
    ])
      expect(found(name), name).toBe('ours.example');
  });

  it('finds a name by itself where no dot stands in front', () => {
    expect(found('exact.example')).toBe('exact.example');
    for (const name of ['www.exact.example', '*.exact.example', 'example', 'act.example'])
      expect(found(name), name).toBe('none');
  });

  it('finds what a wildcard covers: one label and no more', () => {
    expect(found('*.b.wild.example')).toBe('a.b.wild.example');
    expect(found('*.wild.example')).toBe('none');
    expect(found('*.test')).toBe('com.test');
    expect(['ours.example', 'exact.example']).toContain(found('*.example'));
  });

  it('does not take a name that only ends like one that is watched', () => {
    for (const name of [
      'notours.example',
      'ours.example.test',
      'ours.exampl',
      'xours.example',
      'ours_example',
    ])
      expect(found(name), name).toBe('none');
  });

  it('knows no case, and no final dot', () => {
    expect(found('WWW.Ours.EXAMPLE')).toBe('ours.example');
    expect(found('www.ours.example.')).toBe('ours.example');
  });

  it('says of a name that no host can have that it is odd', () => {
    const names = [
      '',
      '.',
      '.ours.example',
      'a..ours.example',
      '*',
      '*.',
      'w*w.ours.example',
      'a.*.ours.example',
    ];
    for (const name of [
      ...names,
      'www.ours.example ',
      'b\u00fccher.example',
      'x\0.ours.example',
      'ours.example/path',
    ])
      expect(found(name), JSON.stringify(name)).toBe('odd');
  });

  it('does not look beyond the name', () => {
    expect(found('s.example')).toBe('none');
    const octets = Buffer.from('www.ours.example');
    expect(LIST.find(octets, 4, 16)).toBe(0);
    expect(LIST.find(octets, 5, 16)).toBe(NO_MATCH);
  });

  it('finds the same as who compares each name with each item', () => {
    const label = fc.constantFrom('a', 'b', 'c', 'ab');
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const item = fc.record({ name, below: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 6 }),
        name,
        fc.boolean(),
        (items, asked, wild) => {
          const expected = items.some(({ name: watched, below }) => {
            if (below && (asked === watched || asked.endsWith(`.${watched}`))) return true;
            return wild
              ? watched.slice(watched.indexOf('.') + 1) === asked && watched.includes('.')
              : asked === watched;
          });
          const answer = found(wild ? `*.${asked}` : asked, new WatchList(items));
          expect(answer !== 'none').toBe(expected);
        },
      ),
      { numRuns: 2_000, seed: 20261125 },
    );
  });

  it('holds a hundred thousand names, each of which is found', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `n${i}.zone${i % 977}.test`);
    const list = new WatchList(names.map((name, i) => ({ name, below: i % 2 === 0 })));
    expect(names.filter((name) => found(`www.${name}`, list) === name)).toHaveLength(50_000);
    expect(names.filter((name) => found(name, list) === name)).toHaveLength(100_000);
    expect(found('www.n100000.zone0.test', list)).toBe('none');
  });

  it('refuses an item that is no name, and says which', () => {
    for (const name of ['', 'b\u00fccher.example', '*.ours.example', 'a b', 'a..b'])
      expect(() => new WatchList([{ name, below: true }])).toThrow(JSON.stringify(name));
  });
});
