import { describe, expect, it } from 'vitest';
import { outside } from '../../base/text.js';
import { plain } from '../../report/index.js';
import { changeWords, recordWords } from './planned-words.js';

describe('why Terraform does what it does', () => {
  const told = (reason: string): string =>
    changeWords([{ address: 'a.b', actions: ['delete'], reason }])
      .map(plain)
      .join(' ');

  it('is told in our words', () => {
    expect(told('replace_by_request')).toBe('a.b: delete, since `-replace` asks for it.');
  });

  it.each(['__proto__', 'constructor', 'toString', 'a reason to come'])(
    'is left out where it is %s',
    (reason) => {
      expect(told(reason)).toBe('a.b: delete.');
    },
  );
});

describe('what evidence from elsewhere calls', () => {
  const hostile = '@everybody `##[add-mask]x`';

  it('an action is not told as our words, unless Terraform has it', () => {
    const [told] = changeWords([{ address: 'a.b', actions: ['delete', hostile] }]);
    expect(told).toContainEqual(outside(hostile));
    expect(plain(told ?? [])).toMatch(/^a\.b: delete, then @everybody/);
  });

  it('a type of records is not either', () => {
    const record = { address: 'a.b', rdata: 'AQ==', unknown: [], sensitive: [], faults: [] };
    expect(recordWords(record, hostile)).toContainEqual(outside(hostile));
    expect(recordWords({ address: 'a.b', unknown: [], sensitive: [], faults: [] }, hostile)).toContainEqual(
      outside(hostile),
    );
    expect(recordWords(record, 'TXT')).toContain('TXT');
  });
});
