import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { hostConcerns, hostReadings } from '../../base/certificate-host.js';
import { OddNames } from './odd-names.js';
import { parseWatchList, WatchList } from './watch-list.js';

const LIST = new WatchList(
  parseWatchList('.ours.example\nexact.example\na.b.wild.example\n.xn--bcher-kva.example\n'),
);

const found = (name: string): string => LIST.items[LIST.findOdd(name, 'san')]?.name ?? 'none';

describe('an odd name', () => {
  it.each([
    ['www.ours.example\0.else.test', 'ours.example'],
    ['  www.ours.example ', 'ours.example'],
    ['https://www.ours.example/path', 'ours.example'],
    ['w*w.ours.example', 'ours.example'],
    ['a.*.ours.example', 'ours.example'],
    ['?.ours.example', 'ours.example'],
    ['ex*ct.example', 'exact.example'],
    ['x.*.wild.example', 'none'],
    ['?.b.wild.example', 'a.b.wild.example'],
    ['*.*.wild.example', 'a.b.wild.example'],
    ['www.b\u00fccher.example', 'xn--bcher-kva.example'],
    [Buffer.from('www.b\u00fccher.example', 'utf8').toString('latin1'), 'xn--bcher-kva.example'],
    ['w*w.exact.example', 'none'],
    ['w*w.else.test', 'none'],
    ['', 'none'],
  ])('%j concerns %s', (name, item) => {
    expect(found(name)).toBe(item);
  });

  it('concerns an item exactly if it concerns it held against that item alone', () => {
    const label = fc.constantFrom('a', 'b', 'ab', 'w*', '*', '?', '*b', 'a b', 'a!');
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const plain = fc
      .array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 })
      .map((labels) => labels.join('.'));
    const item = fc.record({ name: plain, below: fc.boolean() });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), name, (items, asked) => {
        const concerned = items.some(({ name: watched, below }) =>
          hostReadings(asked, 'san').some((reading) => {
            const relation = hostConcerns(reading, watched.split('.'));
            return relation !== undefined && (below || relation !== 'below');
          }),
        );
        const list = new WatchList(items);
        expect(list.findOdd(asked, 'san') >= 0).toBe(concerned);
        // Asked often, it has the names in order.
        for (let i = 0; i < 20; i++) list.findOdd('*.x', 'san');
        expect(list.findOdd(asked, 'san') >= 0).toBe(concerned);
      }),
      { numRuns: 3_000, seed: 20261125 },
    );
  });

  it('is found among a hundred thousand names', () => {
    const list = new WatchList(
      Array.from({ length: 100_000 }, (_, i) => ({ name: `n${i}.zone${i % 97}.test`, below: true })),
    );
    expect(list.items[list.findOdd('w w, www.n4711.zone55.test', 'san')]?.name).toBe('n4711.zone55.test');
    expect(list.findOdd('w*w.zone55.else', 'san')).toBe(-1);
    expect(list.findOdd('*', 'san')).toBe(-1);
  });

  it('of very many labels is held against names as long as there are, and no longer', () => {
    const asked: string[] = [];
    const none = new OddNames([{ name: 'www.example.com', below: true }], (name) => {
      asked.push(name);
      return -1;
    });
    expect(none.find([...Array.from({ length: 8_000 }, () => 'a'), 'evil', 'test'])).toBe(-1);
    expect(asked).toEqual(['test', 'evil.test', 'a.evil.test']);
  });

  it('of which nothing can be told concerns somebody, without being held against all of them', () => {
    const list = new WatchList(
      Array.from({ length: 100_000 }, (_, i) => ({ name: `n${i}.test`, below: false })),
    );
    expect(list.findOdd('x!.y!', 'san')).toBeGreaterThanOrEqual(0);
    // The first ones are held against all, and told for certain.
    for (let i = 0; i < 15; i++) expect(list.findOdd('no*such.else', 'san')).toBe(-1);
    expect(list.findOdd('no*such.*', 'san')).toBeGreaterThanOrEqual(0);
  });
});
