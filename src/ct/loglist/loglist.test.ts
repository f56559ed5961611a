import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { packagedLogListModule } from '../../../scripts/generate-log-list.js';
import { readFileSync } from 'node:fs';
import { freshKey } from '../../base/fresh-key.js';
import { readLogKey } from '../log/index.js';
import {
  ageOf,
  isSignedByGoogle,
  operatorAt,
  packagedLogList,
  readLogList,
  readSignedLogList,
  readTrustedLogList,
  refusalOf,
  takes,
  type LogList,
} from './index.js';
import { PACKAGED_LOG_LIST } from './packaged.js';

const json = Buffer.from(PACKAGED_LOG_LIST.json);
const signature = Buffer.from(PACKAGED_LOG_LIST.signature, 'base64');

describe('the list of logs that ships with the project', () => {
  it('is signed by Google, and whole', () => {
    const list = packagedLogList();
    expect(list).toMatchObject({
      version: '85.92',
      timestamp: Date.parse('2026-05-29T13:42:48Z'),
      dropped: { bogus: 2, mimic: 0, malformed: 0, repeated: 0 },
    });
    expect(list.logs).toHaveLength(54);
    expect(list.logs.filter(({ kind }) => kind === 'static')).toHaveLength(21);
    expect(list.logs.every(({ id }) => list.byId.has(id))).toBe(true);
  });

  it('is current: it is what the generator makes of its own list and signature', () => {
    const module = readFileSync(new URL('./packaged.ts', import.meta.url), 'utf8');
    expect(packagedLogListModule(json, signature)).toBe(module);
    expect(() => packagedLogListModule(Buffer.concat([json, Buffer.from(' ')]), signature)).toThrow(/signed/);
  });

  it('is refused with any one octet changed', () => {
    for (const at of [0, 100, json.length - 1]) {
      const changed = Buffer.from(json);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(readSignedLogList(changed, signature).ok).toBe(false);
    }
    for (const at of [0, 200, 511]) {
      const changed = Buffer.from(signature);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(isSignedByGoogle(json, changed)).toBe(false);
    }
    expect(isSignedByGoogle(json, Buffer.alloc(0))).toBe(false);
  });

  it('is worth a warning after a week, and tells nothing after seventy days', () => {
    const list = packagedLogList();
    const after = (days: number) => ageOf(list, list.timestamp + days * 86_400_000);
    expect([-2, -1, 0, 6, 7, 69, 70].map((days) => after(days).age)).toEqual([
      'future',
      'fresh',
      'fresh',
      'fresh',
      'aged',
      'aged',
      'stale',
    ]);
    expect(after(8.5).days).toBe(8);
  });
});

function newLog(): { readonly log_id: string; readonly key: string; readonly id: string } {
  const spki = createPublicKey(freshKey({ ec: 'prime256v1' })).export({ type: 'spki', format: 'der' });
  const id = readLogKey(spki)?.id ?? Buffer.alloc(0);
  return { log_id: id.toString('base64'), key: spki.toString('base64'), id: id.toString('hex') };
}

const [one, two] = [newLog(), newLog()];
const classic = { ...one, description: 'Classic', url: 'https://classic.test/log', mmd: 86_400 };
const tiled = {
  ...two,
  description: 'Tiled',
  submission_url: 'https://submit.test/2026h2/',
  monitoring_url: 'https://read.test/2026h2/',
  mmd: 60,
};
const listOf = (logs: readonly object[], tiles: readonly object[] = [], more: object = {}): string =>
  JSON.stringify({
    version: '1',
    log_list_timestamp: '2026-11-01T00:00:00Z',
    operators: [{ name: 'Lab', email: [], logs, tiled_logs: tiles }],
    ...more,
  });

function list(...args: Parameters<typeof listOf>): LogList {
  const result = readLogList(listOf(...args));
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

describe('a list of logs', () => {
  it('holds logs of both kinds', () => {
    const { logs, byId } = list([classic], [tiled]);
    expect(logs).toMatchObject([
      { kind: 'rfc6962', url: 'https://classic.test/log/', mmd: 86_400, state: 'unstated', operator: 'Lab' },
      {
        kind: 'static',
        url: 'https://read.test/2026h2/',
        submissionUrl: 'https://submit.test/2026h2/',
        mmd: 60,
      },
    ]);
    expect(byId.get(two.id)?.description).toBe('Tiled');
  });

  it('says the state of a log, since when, and what it ended with', () => {
    const final_tree_head = { tree_size: 7, sha256_root_hash: Buffer.alloc(32, 1).toString('base64') };
    const state = { readonly: { timestamp: '2026-10-01T00:00:00Z', final_tree_head } };
    const [log] = list([{ ...classic, state }]).logs;
    expect(log).toMatchObject({
      state: 'readonly',
      since: Date.parse('2026-10-01T00:00:00Z'),
      finalTreeHead: { size: 7, root: Buffer.alloc(32, 1) },
    });
    const odd = [{}, { usable: {}, retired: {} }, { asleep: {} }, 'usable', null];
    for (const state of odd) expect(list([{ ...classic, state }]).logs[0]?.state).toBe('unstated');
  });

  it('says which certificates a log takes, by their end', () => {
    const temporal_interval = {
      start_inclusive: '2026-01-01T00:00:00Z',
      end_exclusive: '2026-07-01T00:00:00Z',
    };
    const [log] = list([{ ...classic, temporal_interval }]).logs;
    const at = (time: string): boolean => takes(log!, Date.parse(time));
    expect(['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'].map(at)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('says who ran a log when', () => {
    const previous_operators = [
      { name: 'Second', end_time: '2026-02-01T00:00:00Z' },
      { name: 'First', end_time: '2026-01-01T00:00:00Z' },
    ];
    const [log] = list([{ ...classic, previous_operators }]).logs;
    const at = (time: string): string => operatorAt(log!, Date.parse(time));
    expect(['2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'].map(at)).toEqual([
      'First',
      'Second',
      'Lab',
    ]);
  });

  it('leaves out placeholders, mimics, what is no log, and what comes twice, and counts them', () => {
    const mimic =
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdO/+dnH/NZSBSLmmN9u2h4HNTnCOLeU+oMBiRynIvQ8zt2ft0IMyO90e5nwSaCdYvA4JVGzCMarfs9DcNxFY1g==';
    const bad = [
      { ...classic, description: 'Bogus log' },
      { ...classic, url: 'https://ct.example.com/x/' },
      { ...classic, key: mimic },
      { ...classic, key: 'AAAA' },
      { ...classic, log_id: two.log_id },
      { ...classic, url: 'ftp://classic.test/' },
      { ...classic, url: 'https://user@classic.test/' },
      null,
    ];
    expect(list([...bad, classic, classic] as object[])).toMatchObject({
      logs: [{ id: one.id }],
      dropped: { bogus: 2, mimic: 1, malformed: 5, repeated: 1 },
    });
  });

  it('is refused whole where it is no list', () => {
    const bad = [
      '',
      '[]',
      '{',
      listOf([], [], { operators: {} }),
      listOf([], [], { log_list_timestamp: 'today' }),
    ];
    for (const text of bad) expect(readLogList(text).ok).toBe(false);
    expect(readTrustedLogList(Buffer.from(listOf([])))).toMatchObject({ ok: false });
    expect(readTrustedLogList(Buffer.from(listOf([classic])))).toMatchObject({ ok: true });
  });

  it('must not take the place of a newer one, nor of one with twice as many logs in use', () => {
    const usable = (logs: number): object[] =>
      Array.from({ length: logs }, () => ({
        ...newLog(),
        url: 'https://log.test/',
        state: { usable: { timestamp: '2026-01-01T00:00:00Z' } },
      }));
    const many = usable(10);
    const last = list(many);
    const newer = { log_list_timestamp: '2026-11-02T00:00:00Z' };
    expect(refusalOf(list(many.slice(0, 5), [], newer), last)).toBeUndefined();
    expect(refusalOf(list(many.slice(0, 4), [], newer), last)).toBe(
      'of 10 logs that were in use the list has only 4',
    );
    expect(refusalOf(list(usable(10), [], newer), last)).toMatch(/only 0/);
    expect(refusalOf(list(many, [], { log_list_timestamp: '2026-10-01T00:00:00Z' }), last)).toMatch(/older/);
    const ended = many.map((one) => ({
      ...one,
      temporal_interval: { start_inclusive: '2026-01-01T00:00:00Z', end_exclusive: '2026-11-02T00:00:00Z' },
    }));
    expect(refusalOf(list(many.slice(0, 1), [], newer), list(ended))).toBeUndefined();
  });
});
