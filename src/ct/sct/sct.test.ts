import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LabCa } from '../../lab/ct/ca.js';
import { spkiOf } from '../../lab/ct/certificate.js';
import { TreeLog } from '../../lab/ct/logs/tree-log.js';
import { ecKey, P256 } from '../../lab/seeds.js';
import { readLogKey } from '../log/index.js';
import { logView } from '../x509/log-view.js';
import { readSct, readSctList, sctLeafHash, verifySct, type Sct, type SignedEntry } from './index.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const classic = new TreeLog({ description: 'classic', kind: 'rfc6962', origin: 'classic.test' });
const tiled = new TreeLog({ description: 'tiled', kind: 'static', origin: 'tiled.test' });
const ca = new LabCa({ name: 'Lab', caaDomains: ['ca.test'], since: NOW - 1, logs: [classic, tiled] });
const publicKey = spkiOf(ecKey(P256));
ca.issue({ names: ['first.test'], publicKey, notBefore: NOW });
const issued = ca.issue({ names: ['example.com'], publicKey, notBefore: NOW });
const view = logView(issued.certificate);
const [list] = view?.sctLists ?? [];
const { scts, problems } = readSctList(list ?? Buffer.alloc(0));
const [plain, indexed] = scts as [Sct, Sct];
const entry: SignedEntry = {
  kind: 'precert',
  issuerKeyHash: createHash('sha256').update(ca.intermediate.spki).digest(),
  tbs: view?.tbs ?? Buffer.alloc(0),
};
const [classicKey, tiledKey] = [classic, tiled].map((log) => readLogKey(log.publicKey));

describe('the SCTs in a certificate', () => {
  it('are read, with the index that a static log gave', () => {
    expect(problems).toEqual([]);
    expect(scts.map(({ logId }) => logId)).toEqual(
      [classic, tiled].map(({ logId }) => logId.toString('hex')),
    );
    expect(scts.map(({ leafIndex }) => leafIndex)).toEqual([undefined, 1]);
    expect(scts.map(({ timestamp }) => timestamp)).toEqual([NOW, NOW]);
  });

  it('verify with the key of their log, and with no other', () => {
    expect(verifySct({ sct: plain, entry, key: classicKey, now: NOW })).toEqual({ status: 'valid' });
    expect(verifySct({ sct: indexed, entry, key: tiledKey, now: NOW })).toEqual({ status: 'valid' });
    expect(verifySct({ sct: plain, entry, key: tiledKey, now: NOW })).toEqual({ status: 'unknown-log' });
    expect(verifySct({ sct: plain, entry, key: undefined, now: NOW })).toEqual({ status: 'unknown-log' });
  });

  it('promise nothing about another certificate or another issuer', () => {
    const wrong = { status: 'invalid', reason: 'signature' };
    const others: readonly SignedEntry[] = [
      { ...entry, tbs: issued.certificate },
      { ...entry, issuerKeyHash: Buffer.alloc(32) },
      { kind: 'x509', certificate: issued.certificate },
    ];
    for (const other of others)
      expect(verifySct({ sct: plain, entry: other, key: classicKey, now: NOW })).toEqual(wrong);
  });

  it('must not be of a time that has not come, but for what clocks differ', () => {
    expect(verifySct({ sct: plain, entry, key: classicKey, now: NOW - 60_000 }).status).toBe('valid');
    expect(verifySct({ sct: plain, entry, key: classicKey, now: NOW - 60_001 })).toEqual({
      status: 'invalid',
      reason: 'future',
    });
  });

  it('give the leaf hash that their log includes', () => {
    const at = tiled.history('main', NOW).tree;
    expect(sctLeafHash(indexed, entry)).toEqual(at.subtree(0, 1));
    expect(sctLeafHash(plain, entry)).toEqual(classic.history('main', NOW).tree.subtree(0, 1));
  });

  it('fail with any bit flipped', () => {
    for (const [sct, key] of [
      [plain, classicKey],
      [indexed, tiledKey],
    ] as const)
      for (let bit = 0; bit < 8 * sct.octets.length; bit++) {
        const octets = Buffer.from(sct.octets);
        octets[bit >> 3] = (octets[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const read = readSct(octets);
        const verdict = read.ok ? verifySct({ sct: read.value, entry, key, now: NOW }).status : 'unreadable';
        expect(verdict).not.toBe('valid');
      }
  });
});

describe('a list of SCTs', () => {
  const whole = Buffer.from(list ?? []);

  it('loses only the SCT that is broken', () => {
    const broken = Buffer.from(whole);
    broken[4] = 9;
    const read = readSctList(broken);
    expect(read.scts).toHaveLength(1);
    expect(read.problems).toEqual(['expected an SCT of version 1 (0), got another']);
  });

  it('says what is wrong with its lengths', () => {
    expect(readSctList(Buffer.alloc(0)).problems).toEqual([
      'expected a list of SCTs, it ends before its length',
    ]);
    expect(readSctList(Buffer.alloc(2)).problems).toEqual([
      'expected at least one SCT in the list, it is empty',
    ]);
    expect(readSctList(Buffer.concat([whole, Buffer.alloc(3)]))).toMatchObject({
      problems: [`expected a list of SCTs of ${whole.length} octets, got ${whole.length + 3}`],
    });
    const cut = readSctList(whole.subarray(0, -1));
    expect(cut.scts).toHaveLength(1);
    expect(cut.problems[1]).toBe('expected whole SCTs in the list, the last one goes beyond its end');
  });
});
