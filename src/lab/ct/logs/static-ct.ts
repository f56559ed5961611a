import { createHash } from 'node:crypto';
import { tileLeaf, type LogEntry } from './entry.js';
import { corrupted, type LogAnswer, type LogRequest } from './log-server.js';
import { shown } from './shown.js';
import type { LogTree } from './tree.js';

/** Hashes in a full tile: a tile of level L holds hashes of subtrees of 256^L leaves. */
const WIDTH = 256;
const TILE =
  /^\/tile\/(?<level>[0-5]|data)\/(?<index>(?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/(?<width>[1-9][0-9]{0,2}))?$/;
const ISSUER = /^\/issuer\/(?<sha256>[0-9a-f]{64})$/;

/** The monitoring API of c2sp.org/static-ct-api. `undefined`: there is no such file, or not yet. */
export function staticAnswer(request: LogRequest): LogAnswer | undefined {
  const { log, path } = request;
  const { history, head } = shown(request);
  if (path === '/checkpoint') return { type: 'text/plain; charset=utf-8', body: log.checkpoint(head) };
  const issuer = ISSUER.exec(path)?.groups?.['sha256'];
  if (issuer !== undefined) return issuerAnswer(issuer, history.entries);
  const tile = TILE.exec(path)?.groups;
  if (tile === undefined) return undefined;
  const index = Number((tile['index'] ?? '').replace(/[x/]/g, ''));
  const width = Number(tile['width'] ?? WIDTH);
  if (width > WIDTH) return undefined;
  const octets =
    tile['level'] === 'data'
      ? dataTile(history.entries, index, width)
      : hashTile(history.tree, Number(tile['level']), index, width);
  if (octets === undefined) return undefined;
  const body = request.fault === 'corrupt-tile' ? corrupted(octets) : octets;
  return { type: 'application/octet-stream', body };
}

/** SHA-256 hashes one after the other; partial widths only where the tree has that many. */
function hashTile(tree: LogTree, level: number, index: number, width: number): Buffer | undefined {
  const whole = Math.floor(tree.size / WIDTH ** level);
  if (index * WIDTH + width > whole) return undefined;
  return Buffer.concat(
    Array.from({ length: width }, (_, i) => tree.subtree(level * Math.log2(WIDTH), index * WIDTH + i)),
  );
}

function dataTile(entries: readonly LogEntry[], index: number, width: number): Buffer | undefined {
  const some = entries.slice(index * WIDTH, index * WIDTH + width);
  return some.length < width ? undefined : Buffer.concat(some.map(tileLeaf));
}

function issuerAnswer(sha256: string, entries: readonly LogEntry[]): LogAnswer | undefined {
  for (const { chain } of entries)
    for (const der of chain)
      if (createHash('sha256').update(der).digest('hex') === sha256)
        return { type: 'application/pkix-cert', body: Buffer.from(der) };
  return undefined;
}
