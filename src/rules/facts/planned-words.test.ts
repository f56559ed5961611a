import { describe, expect, it } from 'vitest';
import { plain } from '../../report/index.js';
import { changeWords } from './planned-words.js';

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
