import { describe, expect, it } from 'vitest';
import { TreeLog } from '../../lab/ct/logs/tree-log.js';
import {
  checkpointKeyId,
  checkpointOf,
  originOf,
  parseCheckpoint,
  readLogKey,
  readNote,
  readSignedCheckpoint,
  readSthAnswer,
  sthJson,
  type LogKey,
} from './index.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const origin = 'log.lab.test/2026h2';
const log = new TreeLog({ description: 'lab', kind: 'static', origin });
const other = new TreeLog({ description: 'other', kind: 'static', origin });
const keyOf = ({ publicKey }: TreeLog): LogKey => {
  const key = readLogKey(publicKey);
  if (key === undefined) throw new Error('expected a key');
  return key;
};
const key = keyOf(log);
const head = log.head({ ...log.main }, NOW);
const text = log.checkpoint(head);
const ask = (checkpoint: string | Buffer) => readSignedCheckpoint(Buffer.from(checkpoint), { origin, key });

/** The line of another key, with the same name. */
const otherLine = other.checkpoint(other.head({ ...other.main }, NOW)).split('\n\n')[1] ?? '';
const problemOf = (checkpoint: string): string => {
  const result = ask(checkpoint);
  return result.ok ? 'none' : result.problem;
};

describe('a checkpoint', () => {
  it('is a tree head that the log signed', () => {
    expect(ask(text)).toEqual({ ok: true, value: { head, extensionLines: 0 } });
  });

  it('is that of no other key, also not under the same name', () => {
    expect(readSignedCheckpoint(Buffer.from(text), { origin, key: keyOf(other) })).toMatchObject({
      ok: false,
    });
    expect(readSignedCheckpoint(Buffer.from(text), { origin: 'log.lab.test/2027', key })).toMatchObject({
      ok: false,
    });
  });

  it('is not that of a log by another name, though the key id is its own', () => {
    expect(problemOf(text.replaceAll(origin, 'other.test'))).toMatch(/own origin/);
  });

  it('may carry lines of other keys, before and after, and such as are none', () => {
    const lines = [otherLine, '\u2014 witness.test c2lnbmF0dXJlCg==\n', '\u2014 broken\n', 'x\n'];
    for (const line of lines) {
      expect(ask(`${text}${line}`).ok).toBe(true);
      expect(ask(text.replace('\n\n', `\n\n${line}`)).ok).toBe(true);
    }
  });

  it('says how many lines it has that no log of certificates may have', () => {
    expect(ask(text.replace('\n\n', '\none\ntwo\n\n'))).toMatchObject({ value: { extensionLines: 2 } });
  });

  it('is a tree head of get-sth in another dress', () => {
    const sth = readSthAnswer(sthJson(head));
    expect(sth).toEqual({ ok: true, value: head });
    expect(checkpointOf(head, { origin, logId: key.id })).toBe(text);
    expect(checkpointOf(head, { origin: 'a+b', logId: key.id })).toBeUndefined();
    expect(checkpointOf(head, { origin: 'a b', logId: key.id })).toBeUndefined();
  });

  it('has one spelling', () => {
    const root = head.root.toString('base64');
    expect(problemOf(text.replace('\n0\n', '\n00\n'))).toMatch(/size of the tree/);
    expect(problemOf(text.replace('\n0\n', '\n+0\n'))).toMatch(/size of the tree/);
    expect(problemOf(text.replace('\n0\n', '\n18446744073709551616\n'))).toMatch(/size of the tree/);
    expect(problemOf(text.replace('\n0\n', '\n18446744073709551615\n'))).toMatch(/2\^53/);
    expect(problemOf(text.replace(root, root.replace(/=$/, '')))).toMatch(/in base64/);
    expect(problemOf(text.replace(root, Buffer.alloc(31).toString('base64')))).toMatch(/32 octets/);
    expect(problemOf(text.replaceAll('\n', '\r\n'))).toMatch(/control characters/);
    expect(problemOf(text.slice(0, -1))).toMatch(/expected a note/);
    expect(problemOf(text.replace(origin, ''))).toMatch(/origin/);
    expect(problemOf('')).toMatch(/expected a note/);
    expect(ask(Buffer.from([0xff, 0xfe])).ok).toBe(false);
  });

  it('fails with any bit flipped', () => {
    const octets = Buffer.from(text);
    for (let bit = 0; bit < 8 * octets.length; bit++) {
      const changed = Buffer.from(octets);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(ask(changed).ok).toBe(false);
    }
  });

  it('is endless in vain', () => {
    expect(readNote(Buffer.alloc(1_000_001, 'a')).ok).toBe(false);
    expect(ask(text + '\u2014 witness.test c2lnbmF0dXJlCg==\n'.repeat(100)).ok).toBe(false);
  });

  it('is that of a log by its URL', () => {
    expect(originOf('https://log.lab.test/2026h2/')).toBe(origin);
    expect(checkpointKeyId({ origin, logId: key.id })).toMatch(/^[0-9a-f]{8}$/);
    expect(parseCheckpoint(Buffer.from(text), { origin, logId: key.id }).ok).toBe(true);
  });
});
