import { describe, expect, it } from 'vitest';
import { parseMessage } from './message.js';
import { concat } from './octets.js';
import { octets16 } from './query.js';

const LABELS = 120;
const LONG = concat([...Array.from({ length: LABELS }, () => Uint8Array.of(1, 0x61)), Uint8Array.of(0)]);

/** NS records, all but the first with a pointer to another label of the one long name in it. */
function pointingInto(records: number): Uint8Array {
  const first = concat([LONG, octets16(2, 1, 0, 300, 1), Uint8Array.of(0)]);
  const more = Array.from({ length: records }, (_, i) => {
    const name = octets16(0xc000 | (12 + 2 * (i % LABELS)));
    return concat([name, octets16(2, 1, 0, 300, 2), name]);
  });
  return concat([octets16(0, 0x8400, 0, records + 1, 0, 0), first, ...more]);
}

describe('names of a message', () => {
  it('are right wherever in an earlier name a pointer leads', () => {
    const parsed = parseMessage(pointingInto(2 * LABELS));
    const labels = parsed.ok ? parsed.message.answer.map(({ name }) => name.labels.length) : [];
    const expected = Array.from({ length: 2 * LABELS }, (_, i) => LABELS - (i % LABELS));
    expect(labels).toEqual([LABELS, ...expected]);
  });

  it('may be a pointer to a pointer to a pointer, each of which leads to a name that is known', () => {
    const first = concat([LONG, octets16(2, 1, 0, 300, 1), Uint8Array.of(0)]);
    const more = Array.from({ length: 500 }, (_, i) => {
      const before = i === 0 ? 12 : 12 + first.length + 13 * (i - 1);
      return concat([octets16(0xc000 | before, 2, 1, 0, 300, 1), Uint8Array.of(0)]);
    });
    const bytes = concat([octets16(0, 0x8400, 0, more.length + 1, 0, 0), first, ...more]);
    const parsed = parseMessage(bytes);
    const names = parsed.ok ? parsed.message.answer.map(({ name }) => name.key) : [];
    expect([names.length, new Set(names).size]).toEqual([501, 1]);
  });

  it('have each label read once, so that pointers into the middle of a name cost no more than to its start', () => {
    const parsed = parseMessage(pointingInto(4000));
    const owners = parsed.ok ? parsed.message.answer.map(({ name }) => name) : [];
    const octets = new Set(owners.flatMap(({ labels }) => labels));
    expect(owners).toHaveLength(4001);
    expect(octets.size).toBe(LABELS);
  });
});
