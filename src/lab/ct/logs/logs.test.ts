import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecKey, P256 } from '../../seeds.js';
import { LabCa } from '../ca.js';
import { spkiOf } from '../certificate.js';
import { LogServer, type LogFault } from './log-server.js';
import { leafHash, nodeHash } from './tree.js';
import { TreeLog } from './tree-log.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const COUNT = 300;

const classic = new TreeLog({ description: 'Lab classic', kind: 'rfc6962', origin: 'classic.test' });
const tiled = new TreeLog({ description: 'Lab static', kind: 'static', origin: 'static.test/2026h2' });
const ca = new LabCa({ name: 'Lab', caaDomains: ['ca.test'], since: NOW - HOUR, logs: [classic, tiled] });
const publicKey = spkiOf(ecKey(P256));
const issue = (name: string, at = NOW) => ca.issue({ names: [name], publicKey, notBefore: at });

let now = NOW + HOUR;
const servers = [classic, tiled].map((log) => new LogServer(log, () => now));
const [classicServer, tiledServer] = servers as [LogServer, LogServer];

beforeAll(async () => {
  for (let i = 0; i < COUNT; i++) issue(`n${i}.example.com`);
  await Promise.all(servers.map((one) => one.start()));
});
afterAll(() => Promise.all(servers.map((one) => one.stop())));

async function get(server: LogServer, path: string, fault?: LogFault): Promise<Buffer> {
  server.fault(fault);
  const response = await fetch(`${server.url}${path}`);
  server.fault(undefined);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
const api = async <T>(path: string, fault?: LogFault): Promise<T> =>
  JSON.parse((await get(classicServer, `ct/v1/${path}`, fault)).toString()) as T;
interface Sth {
  readonly tree_size: number;
  readonly timestamp: number;
  readonly sha256_root_hash: string;
  readonly tree_head_signature: string;
}

/** Signed are 50 octets: 00 01, u64 timestamp, u64 size, root. */
function signedBy(log: TreeLog, timestamp: bigint, size: number, root: Buffer, signature: Buffer): boolean {
  const head = Buffer.alloc(18);
  head[1] = 1;
  head.writeBigUInt64BE(timestamp, 2);
  head.writeBigUInt64BE(BigInt(size), 10);
  const key = createPublicKey({ key: log.publicKey, format: 'der', type: 'spki' });
  return verify('sha256', Buffer.concat([head, root]), key, signature.subarray(4));
}

describe('an RFC 6962 log of the lab', () => {
  it('signs the head of a tree that its entries hash to', async () => {
    const sth = await api<Sth>('get-sth');
    const root = Buffer.from(sth.sha256_root_hash, 'base64');
    const signature = Buffer.from(sth.tree_head_signature, 'base64');
    expect(signedBy(classic, BigInt(sth.timestamp), sth.tree_size, root, signature)).toBe(true);
    expect(sth.tree_size).toBe(COUNT);
    type Entries = { readonly entries: readonly { readonly leaf_input: string }[] };
    const first = await api<Entries>(`get-entries?start=0&end=${COUNT - 1}`);
    expect(first.entries).toHaveLength(256);
    const rest = await api<Entries>(`get-entries?start=256&end=${COUNT + 1000}`);
    const hashes = [...first.entries, ...rest.entries].map((one) =>
      leafHash(Buffer.from(one.leaf_input, 'base64')),
    );
    expect(rootOf(hashes)).toEqual(root);
  });

  it('proves that an entry is in it', async () => {
    const { entries } = await api<{ entries: { leaf_input: string }[] }>('get-entries?start=7&end=7');
    const hash = leafHash(Buffer.from(entries[0]?.leaf_input ?? '', 'base64'));
    const at = `get-proof-by-hash?tree_size=8&hash=${encodeURIComponent(hash.toString('base64'))}`;
    const proof = await api<{ leaf_index: number; audit_path: string[] }>(at);
    expect(proof.leaf_index).toBe(7);
    // the last of eight leaves is always on the right
    const root = proof.audit_path.reduce((node, left) => nodeHash(Buffer.from(left, 'base64'), node), hash);
    expect(root).toEqual(classic.main.tree.root(8));
  });

  it('knows nothing of what is not there', async () => {
    for (const path of [
      'get-entries?start=300&end=301',
      'get-entries?start=2&end=1',
      'get-entries',
      'get-sth-consistency?first=0&second=3',
      'nothing',
    ])
      await expect(api(path), path).rejects.toThrow('404');
  });
});

describe('a static log of the lab', () => {
  const checkpoint = async (fault?: LogFault): Promise<readonly string[]> =>
    (await get(tiledServer, 'checkpoint', fault)).toString().split('\n');

  it('signs a checkpoint', async () => {
    const [origin = '', size, root = '', empty, signature = ''] = await checkpoint();
    expect([origin, size, empty]).toEqual(['static.test/2026h2', String(COUNT), '']);
    const octets = Buffer.from(signature.split(' ')[2] ?? '', 'base64');
    const keyId = createHash('sha256').update(`${origin}\n\u0005`).update(tiled.logId).digest();
    expect(octets.subarray(0, 4)).toEqual(keyId.subarray(0, 4));
    expect(
      signedBy(tiled, octets.readBigUInt64BE(4), COUNT, Buffer.from(root, 'base64'), octets.subarray(12)),
    ).toBe(true);
  });

  it('serves tiles that are of one tree, and partial ones no wider than it is', async () => {
    const full = await get(tiledServer, 'tile/0/000');
    const partial = await get(tiledServer, 'tile/0/001.p/44');
    const hashes = [full, partial].flatMap((tile) =>
      Array.from({ length: tile.length / 32 }, (_, i) => tile.subarray(i * 32, i * 32 + 32)),
    );
    expect(hashes).toHaveLength(COUNT);
    expect((await checkpoint())[2]).toBe(rootOf(hashes).toString('base64'));
    expect(await get(tiledServer, 'tile/1/000.p/1')).toEqual(rootOf(hashes.slice(0, 256)));
    for (const path of ['tile/0/001', 'tile/0/001.p/45', 'tile/2/000.p/1', 'tile/0/1', 'issuer/00'])
      await expect(get(tiledServer, path), path).rejects.toThrow('404');
  });

  it('puts the index that the SCT promised into the entry', async () => {
    const tile = await get(tiledServer, 'tile/data/000');
    // u64, u16, issuer key hash[32], u24 TBS, u16 extensions: type 0, 5 octets
    const tbs = tile.readUIntBE(42, 3);
    expect(tile.subarray(45 + tbs, 45 + tbs + 10).toString('hex')).toBe('00080000050000000000');
  });

  it('serves the certificates that its entries name', async () => {
    const sha256 = createHash('sha256').update(ca.intermediate.certificate).digest('hex');
    expect(await get(tiledServer, `issuer/${sha256}`)).toEqual(ca.intermediate.certificate);
  });

  it('lies when it is told to', async () => {
    const honest = await checkpoint();
    expect((await checkpoint('wrong-root'))[2]).not.toBe(honest[2]);
    expect((await checkpoint({ frozen: 10 })).slice(1, 3)).toEqual([
      '10',
      tiled.main.tree.root(10).toString('base64'),
    ]);
    expect(await get(tiledServer, 'tile/0/000', 'corrupt-tile')).not.toEqual(
      await get(tiledServer, 'tile/0/000'),
    );
    tiled.fork(290, { ...tiled.main.entries[0], timestamp: 1 } as (typeof tiled.main.entries)[number]);
    expect((await checkpoint('second-history')).slice(1, 3)).not.toEqual(honest.slice(1, 3));
    await expect(get(tiledServer, 'checkpoint', 'down')).rejects.toThrow();
    await expect(get(tiledServer, 'checkpoint', { status: 429, retryAfter: 1 })).rejects.toThrow('429');
  });

  it('promises and does not include, or is late', async () => {
    const size = async (): Promise<number> => Number((await checkpoint())[1]);
    const before = await size();
    tiled.omitNext();
    issue('omitted.example.com', now);
    expect(await size()).toBe(before);
    tiled.delay(HOUR);
    issue('late.example.com', now);
    expect(await size()).toBe(before);
    now += HOUR;
    expect(await size()).toBe(before + 1);
  });
});

/** MTH by the definition of RFC 6962, section 2.1. */
function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 1) return hashes[0] ?? Buffer.alloc(0);
  const split = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}
