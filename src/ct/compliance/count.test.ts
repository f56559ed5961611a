import { describe, expect, it } from 'vitest';
import { renderText } from '../../base/text.js';
import { freshKey } from '../../base/fresh-key.js';
import { readLogKey, type LogKey } from '../log/index.js';
import type { Log } from '../loglist/index.js';
import { createPublicKey } from 'node:crypto';
import { APPLE, CHROME, countScts, type CheckedSct, type CtPolicy } from './index.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-01T00:00:00Z');

function newKey(): LogKey {
  const spki = createPublicKey(freshKey({ ec: 'prime256v1' })).export({ type: 'spki', format: 'der' });
  const key = readLogKey(spki);
  if (key === undefined) throw new Error('expected a key of P-256');
  return key;
}
const key = newKey();

const sct = (id: string, log: Partial<Log> | 'unknown' = {}, timestamp = NOW): CheckedSct => ({
  sct: { logId: id, timestamp },
  verdict: log === 'unknown' ? { status: 'unknown-log' } : { status: 'valid' },
  log:
    log === 'unknown'
      ? undefined
      : {
          id,
          key,
          description: id,
          operator: id,
          previousOperators: [],
          kind: 'static',
          url: 'https://log.test/',
          submissionUrl: 'https://log.test/',
          mmd: 60,
          state: 'usable',
          use: 'production',
          ...log,
        },
});

function ask(policy: CtPolicy, scts: readonly CheckedSct[], days = 90) {
  const result = countScts(policy, { scts, notBefore: NOW, notAfter: NOW + days * DAY });
  const words = (text: Parameters<typeof renderText>[0]): string => renderText(text, (value) => value);
  return { ...result, reasons: result.reasons.map(words), why: result.scts.map(({ why }) => words(why)) };
}

describe("Chrome's policy", () => {
  it('asks for SCTs of two logs of two operators up to 180 days, and for three above', () => {
    const two = [sct('a'), sct('b')];
    expect(ask(CHROME, two)).toMatchObject({ outcome: 'met', needed: 2, counted: 2, operators: ['a', 'b'] });
    expect(ask(CHROME, two, 180).outcome).toBe('met');
    expect(ask(CHROME, two, 181)).toMatchObject({
      outcome: 'missed',
      needed: 3,
      reasons: ['3 SCTs have to count, 2 do'],
    });
    expect(ask(CHROME, [...two, sct('c', { operator: 'a' })], 181).outcome).toBe('met');
    expect(ask(CHROME, [sct('a'), sct('b', { operator: 'a' })]).reasons).toEqual([
      'SCTs of 2 operators have to count, there are 1',
    ]);
    expect(ask(CHROME, []).outcome).toBe('missed');
  });

  it('counts one SCT a log', () => {
    const { outcome, why } = ask(CHROME, [sct('a'), sct('a')]);
    expect(outcome).toBe('missed');
    expect(why[1]).toBe('another SCT of the same log counts');
  });

  it('counts a retired log up to its retirement, by the earliest SCT, if another log still stands', () => {
    const retired = (offset: number): Partial<Log> => ({ state: 'retired', since: NOW + offset });
    expect(ask(CHROME, [sct('a'), sct('b', retired(1))]).outcome).toBe('met');
    expect(ask(CHROME, [sct('a'), sct('b', retired(0))]).outcome).toBe('missed');
    expect(ask(CHROME, [sct('a'), sct('b', retired(-1))]).why[1]).toBe('its log had been retired before');
    expect(ask(CHROME, [sct('a', {}, NOW - 5), sct('b', retired(-1))]).outcome).toBe('met');
    expect(ask(CHROME, [sct('a', retired(1)), sct('b', retired(1))]).reasons).toEqual([
      'an SCT of a log that still stands has to be among them, there is none',
    ]);
  });

  it.each(['pending', 'rejected', 'unstated'] as const)('does not count a log that is %s', (state) => {
    expect(ask(CHROME, [sct('a'), sct('b', { state })])).toMatchObject({ outcome: 'missed', counted: 1 });
  });

  it('counts neither test logs nor SCTs that do not verify', () => {
    expect(ask(CHROME, [sct('a'), sct('b', { use: 'test' })]).counted).toBe(1);
    const bad: CheckedSct = { ...sct('b'), verdict: { status: 'invalid', reason: 'signature' } };
    expect(ask(CHROME, [sct('a'), bad])).toMatchObject({
      counted: 1,
      why: [
        'its log signed it, and is one that counts',
        'it was not signed by its log for this certificate and this issuer',
      ],
    });
  });

  it('takes the operator of the time of the SCT', () => {
    const sold = { previousOperators: [{ name: 'a', until: NOW + 1 }], operator: 'z' };
    expect(ask(CHROME, [sct('a'), sct('b', sold)]).operators).toEqual(['a']);
    expect(ask(CHROME, [sct('a'), sct('b', sold, NOW + 1)]).operators).toEqual(['a', 'z']);
  });

  it('is neither met nor missed where an unknown log may make up for what is missing', () => {
    expect(ask(CHROME, [sct('a'), sct('b', 'unknown')])).toMatchObject({
      outcome: 'unknown',
      reasons: [
        '2 SCTs have to count, 1 do',
        'SCTs of 2 operators have to count, there are 1',
        'SCTs of logs that the list does not have (1) may make up for it',
      ],
    });
    expect(ask(CHROME, [sct('a'), sct('b', 'unknown')], 200).outcome).toBe('missed');
  });
});

describe("Apple's policy", () => {
  it('counts one SCT an operator up to 180 days, and two above', () => {
    const classic: Partial<Log> = { kind: 'rfc6962' };
    const same = [sct('a', classic), sct('b', { operator: 'a' }), sct('c')];
    expect(ask(APPLE, same)).toMatchObject({ outcome: 'met', counted: 2 });
    expect(ask(APPLE, same, 200)).toMatchObject({ outcome: 'met', counted: 3 });
    const three = [...same.slice(0, 2), sct('d', { operator: 'a' }), sct('c')];
    expect(ask(APPLE, three, 200)).toMatchObject({ outcome: 'met', counted: 3 });
    expect(ask(APPLE, three.slice(0, 3), 200)).toMatchObject({ outcome: 'missed', counted: 2 });
  });

  it('may or may not ask for an RFC 6962 log still', () => {
    expect(ask(APPLE, [sct('a'), sct('b')])).toMatchObject({
      outcome: 'unknown',
      reasons: ['no SCT is of an RFC 6962 log; it is not known whether Apple still asks for one'],
    });
  });
});
