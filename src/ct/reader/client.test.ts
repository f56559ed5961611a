import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LabCa } from '../../lab/ct/ca.js';
import { spkiOf } from '../../lab/ct/certificate.js';
import { LogServer, type LogFault } from '../../lab/ct/logs/log-server.js';
import { TreeLog } from '../../lab/ct/logs/tree-log.js';
import { ecKey, P256 } from '../../lab/seeds.js';
import { readDataTile } from '../log/tile-leaf.js';
import { readLogKey } from '../log/key.js';
import { createLogReader } from './client.js';
import type { ClassicClient, LogPlace, StaticClient } from './model.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const COUNT = 600;
const classic = new TreeLog({ description: 'Lab classic', kind: 'rfc6962', origin: 'classic.test' });
const tiled = new TreeLog({ description: 'Lab static', kind: 'static', origin: 'static.test/2026h2' });
const ca = new LabCa({ name: 'Lab', caaDomains: ['ca.test'], since: NOW, logs: [classic, tiled] });
const publicKey = spkiOf(ecKey(P256));
const servers = [classic, tiled].map((log) => new LogServer(log, () => NOW + 1));
const [classicServer, tiledServer] = servers as [LogServer, LogServer];

function placeOf(server: LogServer, key = server.log.publicKey): LogPlace {
  const read = readLogKey(key);
  if (read === undefined) throw new Error('the lab made a key that is none');
  const { kind, origin, description } = server.log.options;
  return { id: read.id.toString('hex'), description, kind, url: server.url, origin, key: read };
}
const readerOver = (fetcher: typeof fetch = fetch, limits = {}) =>
  createLogReader({
    fetch: fetcher,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    sleep: async (ms) => void (await sleep(ms)),
    userAgent: 'test',
    limits: { requestMs: 500, totalMs: 1_500, attempts: 2, ...limits },
  });
const classicOf = (...args: Parameters<typeof readerOver>) =>
  readerOver(...args)(placeOf(classicServer)) as ClassicClient;
const staticOf = (...args: Parameters<typeof readerOver>) =>
  readerOver(...args)(placeOf(tiledServer)) as StaticClient;

beforeAll(async () => {
  for (let i = 0; i < COUNT; i++) ca.issue({ names: [`n${i}.example`], publicKey, notBefore: NOW });
  await Promise.all(servers.map((one) => one.start()));
});
afterAll(() => Promise.all(servers.map((one) => one.stop())));
afterEach(() => servers.forEach((one) => one.fault(undefined)));

describe('a client of a log', () => {
  it.each([
    ['RFC 6962', classicOf, classic],
    ['static', staticOf, tiled],
  ])('of the %s kind reads a head that the log signed', async (_kind, client, log) => {
    const head = await client().head();
    expect(head).toMatchObject({ ok: true, value: { head: { size: COUNT, root: log.main.tree.root() } } });
  });

  it.each([
    ['RFC 6962', () => classicServer],
    ['static', () => tiledServer],
  ])('of the %s kind refuses a head of another key, and keeps it', async (_kind, server) => {
    const place = { ...placeOf(server()), key: placeOf(server(), publicKey).key };
    const head = await readerOver()({ ...place, id: '00' }).head();
    // another key has another id, which a checkpoint names: then there is no signature of the log's at all
    expect(head).toMatchObject({ ok: false, code: place.kind === 'static' ? 'bad-shape' : 'bad-signature' });
    expect(head).toHaveProperty('raw');
  });

  it.each<[LogFault, string]>([
    ['down', 'unreachable'],
    ['html', 'bad-shape'],
    [{ status: 429, retryAfter: 100 }, 'rate-limited'],
    [{ status: 302 }, 'http-status'],
    [{ status: 500 }, 'http-status'],
    [{ status: 404 }, 'not-found'],
  ])('that meets %j says so and where', async (fault, code) => {
    for (const [server, client] of [
      [classicServer, classicOf()],
      [tiledServer, staticOf()],
    ] as const) {
      server.fault(fault);
      expect(await client.head()).toMatchObject({
        ok: false,
        code,
        url: expect.stringContaining(server.url),
      });
    }
  });

  it('is one for each log, so that all keep one pace', () => {
    const reader = readerOver();
    expect(reader(placeOf(classicServer))).toBe(reader(placeOf(classicServer)));
    expect(reader(placeOf(classicServer))).not.toBe(reader(placeOf(tiledServer)));
  });

  it('reads entries, fewer than it asked for where the log gives fewer', async () => {
    const entries = await classicOf().entries(10, COUNT - 1);
    expect(entries.ok && entries.value.length).toBe(256);
    expect(await classicOf().entries(COUNT, COUNT)).toMatchObject({ ok: false, code: 'not-found' });
    const tooMany: typeof fetch = (input) => fetch((input as URL).href.replace('end=0', 'end=5'));
    expect(await classicOf(tooMany).entries(0, 0)).toMatchObject({ ok: false, code: 'bad-shape' });
  });

  it('reads proofs, and tells what the log does not know', async () => {
    const leaf = classic.main.tree.subtree(0, 7);
    expect(await classicOf().proofByHash(leaf, COUNT)).toMatchObject({
      ok: true,
      value: { value: { leafIndex: 7n } },
    });
    expect(await classicOf().proofByHash(Buffer.alloc(32), COUNT)).toMatchObject({ code: 'not-found' });
    expect(await classicOf().consistency(8, COUNT)).toMatchObject({
      ok: true,
      value: { value: classic.main.tree.consistency(8, COUNT) },
    });
  });

  it('reads tiles of hashes and of entries, and certificates by their digest', async () => {
    const client = staticOf();
    const tile = await client.tile({ level: 0, index: 2, width: COUNT - 512 });
    expect(tile.ok && tile.value.length).toBe((COUNT - 512) * 32);
    const data = await client.dataTile({ index: 0, width: 256 });
    expect(data.ok && readDataTile(data.value, 256)).toMatchObject({ entries: { length: 256 } });
    const sha256 = createHash('sha256').update(ca.intermediate.certificate).digest('hex');
    expect(await client.issuer(sha256)).toEqual({ ok: true, value: ca.intermediate.certificate });
    const liar: typeof fetch = async () => new Response('another');
    expect(await staticOf(liar).issuer(sha256)).toMatchObject({ ok: false, code: 'bad-hash' });
    expect(await staticOf(liar).tile({ level: 0, index: 0, width: 1 })).toMatchObject({ code: 'bad-shape' });
  });

  it('takes the full tile where the partial one is gone', async () => {
    const asked: string[] = [];
    const gone: typeof fetch = async (input) => {
      const url = (input as URL).href;
      asked.push(new URL(url).pathname);
      return url.includes('.p/') ? new Response('', { status: 404 }) : fetch(url);
    };
    const tile = await staticOf(gone).tile({ level: 0, index: 1, width: 44 });
    expect(tile.ok && tile.value.length).toBe(256 * 32);
    expect(asked).toEqual(['/tile/0/001.p/44', '/tile/0/001']);
    expect(await staticOf(gone).dataTile({ index: 2, width: 88 })).toMatchObject({
      ok: false,
      code: 'not-found',
    });
  });

  it('unpacks data tiles that come compressed without a word, within their bound', async () => {
    const packed: typeof fetch = async (input) =>
      new Response(gzipSync(Buffer.from(await (await fetch(input)).arrayBuffer())));
    const data = await staticOf(packed).dataTile({ index: 0, width: 256 });
    expect(data.ok && readDataTile(data.value, 256)).toMatchObject({ entries: { length: 256 } });
    const bounded = staticOf(packed, { entriesOctets: 100_000 });
    expect(await bounded.dataTile({ index: 0, width: 256 })).toMatchObject({ ok: false, code: 'bad-shape' });
  });
});
