import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  isSignedByGoogle,
  packagedLogList,
  readLogList,
  readSignedLogList,
  type LogList,
} from '../../../src/ct/loglist/index.js';
import { PACKAGED_LOG_LIST } from '../../../src/ct/loglist/packaged.js';
import { readBinary } from '../support/vectors.js';

const NEWEST = 'ct/loglists/log_list.v3-85.92-2026-05-29';
const newest = readBinary(`${NEWEST}.json`);
const signature = readBinary(`${NEWEST}.sig`) ?? Buffer.alloc(0);
const all = readBinary('ct/loglists/all_logs_list.v3-53.34-2025-05-05.json');
const pem = readBinary('ct/loglists/google_v3_pubkey.pem');

function list(octets: Buffer | undefined): LogList {
  const result = readLogList((octets ?? Buffer.alloc(0)).toString());
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

describe.skipIf(newest === undefined || all === undefined || pem === undefined)(
  "Google's lists of logs",
  () => {
    const octets = newest ?? Buffer.alloc(0);

    it('are signed over their very octets, with the key that is built in', () => {
      expect(verify('sha256', octets, createPublicKey(pem ?? ''), signature)).toBe(true);
      expect(readSignedLogList(octets, signature).ok).toBe(true);
      for (let at = 0; at < octets.length; at += 997) {
        const changed = Buffer.from(octets);
        changed[at] = (changed[at] ?? 0) ^ 0x20;
        expect(isSignedByGoogle(changed, signature)).toBe(false);
      }
    });

    it('ship with the project as they are', () => {
      expect(PACKAGED_LOG_LIST.json).toBe(octets.toString());
      expect(PACKAGED_LOG_LIST.signature).toBe(signature.toString('base64'));
      expect(packagedLogList().version).toBe('85.92');
    });

    it('hold 56 logs, two of which are placeholders', () => {
      const { logs, dropped } = list(octets);
      expect([logs.length, dropped]).toEqual([54, { bogus: 2, mimic: 0, malformed: 0, repeated: 0 }]);
      const count = (kind: string, state: string): number =>
        logs.filter((log) => log.kind === kind && log.state === state).length;
      expect([
        count('rfc6962', 'usable'),
        count('static', 'usable'),
        count('rfc6962', 'readonly'),
        count('rfc6962', 'retired'),
      ]).toEqual([27, 21, 4, 2]);
      expect(logs.every(({ interval, since }) => interval !== undefined && since !== undefined)).toBe(true);
      expect(logs.filter(({ finalTreeHead }) => finalTreeHead !== undefined)).toHaveLength(4);
    });

    it('hold 181 logs where they hold all, some without a state, some for tests', () => {
      const { logs, dropped } = list(all);
      expect(logs.length + dropped.bogus).toBe(181);
      expect([dropped.malformed, dropped.repeated]).toEqual([0, 0]);
      expect(logs.filter(({ use }) => use === 'test')).toHaveLength(20);
      expect(logs.filter(({ use }) => use === 'monitoring_only')).toHaveLength(6);
      expect(logs.filter(({ state }) => state === 'unstated').length).toBe(34);
    });

    it('name each log by the digest of its key', () => {
      for (const { logs } of [list(octets), list(all)])
        for (const { id, key } of logs) expect(createHash('sha256').update(key.spki).digest('hex')).toBe(id);
    });
  },
);
