/** The two logs of the test world, in a process of their own: what they cost is nobody's who reads them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { leafIndexExtension } from '../../../../src/lab/ct/logs/entry.js';
import { leafHash } from '../../../../src/lab/ct/logs/tree.js';
import { TreeLog, type TreeHead } from '../../../../src/lab/ct/logs/tree-log.js';
import { extraData, ISSUERS, leafInput, makeEntries, tileLeaf, type Entries } from './entries.js';
import type { Served, WorldOrder } from './world.js';

const WIDTH = 256;
const TILE = /^\/tile\/([0-5]|data)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

process.once('message', (order) => void run(order as WorldOrder));

async function run({ size, batch }: WorldOrder): Promise<void> {
  const entries = makeEntries(size);
  const classic = new TreeLog({
    description: 'World classic',
    kind: 'rfc6962',
    origin: 'classic.world.test',
  });
  const tiled = new TreeLog({ description: 'World tiled', kind: 'static', origin: 'tiled.world.test' });
  for (let i = 0; i < size; i++) {
    const entry = entries.at(i);
    classic.main.tree.append(leafHash(leafInput(entry)));
    tiled.main.tree.append(leafHash(leafInput(entry, leafIndexExtension(i))));
  }
  const now = Date.now();
  const served: Served = {
    classic: await serve(classic, classicBody(classic, entries, classic.head(classic.main, now), batch)),
    tiled: await serve(tiled, tiledBody(tiled, entries, tiled.head(tiled.main, now))),
    specials: entries.specials,
  };
  process.send?.(served);
}

type Body = (url: URL) => string | Buffer | undefined;

async function serve(log: TreeLog, body: Body): Promise<Served['classic']> {
  const server: Server = createServer((request, response) => {
    const found = body(new URL(request.url ?? '/', 'http://world.invalid'));
    const octets = Buffer.from(found ?? 'There is no such thing here.\n');
    response.writeHead(found === undefined ? 404 : 200, { 'Content-Length': octets.length });
    response.end(octets);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    logId: log.logId.toString('base64'),
    key: log.publicKey.toString('base64'),
    description: log.options.description,
    origin: log.options.origin,
  };
}

function classicBody({ main }: TreeLog, entries: Entries, head: TreeHead, batch: number): Body {
  return ({ pathname, searchParams }) => {
    if (pathname === '/ct/v1/get-sth')
      return JSON.stringify({
        tree_size: head.size,
        timestamp: head.timestamp,
        sha256_root_hash: head.root.toString('base64'),
        tree_head_signature: head.signature.toString('base64'),
      });
    const [first, last] = ['first', 'second'].map((key) => Number(searchParams.get(key)));
    if (pathname === '/ct/v1/get-sth-consistency')
      return JSON.stringify({
        consistency: main.tree.consistency(first ?? 0, last ?? 0).map((hash) => hash.toString('base64')),
      });
    const start = Number(searchParams.get('start'));
    const end = Math.min(Number(searchParams.get('end')) + 1, start + batch, entries.size);
    if (pathname !== '/ct/v1/get-entries' || !(start < end)) return undefined;
    const parts: string[] = [];
    for (let i = start; i < end; i++) {
      const entry = entries.at(i);
      const [leaf, extra] = [leafInput(entry), extraData(entry)].map((one) => one.toString('base64'));
      parts.push(`{"leaf_input":"${leaf ?? ''}","extra_data":"${extra ?? ''}"}`);
    }
    return `{"entries":[${parts.join(',')}]}`;
  };
}

function tiledBody(log: TreeLog, entries: Entries, head: TreeHead): Body {
  const { tree } = log.main;
  return ({ pathname }) => {
    if (pathname === '/checkpoint') return log.checkpoint(head);
    const issuer = /^\/issuer\/([0-9a-f]{64})$/.exec(pathname)?.[1];
    if (issuer !== undefined) return ISSUERS.get(issuer);
    const [, level, path, partial] = TILE.exec(pathname) ?? [];
    if (level === undefined || path === undefined) return undefined;
    const width = Number(partial ?? WIDTH);
    const from = Number(path.replace(/[x/]/g, '')) * WIDTH;
    const unit = level === 'data' ? 1 : WIDTH ** Number(level);
    if (width > WIDTH || from + width > Math.floor(entries.size / unit)) return undefined;
    const indices = Array.from({ length: width }, (_, i) => from + i);
    return Buffer.concat(
      level === 'data'
        ? indices.map((i) => tileLeaf(entries.at(i), leafIndexExtension(i)))
        : indices.map((i) => tree.subtree(8 * Number(level), i)),
    );
  };
}
