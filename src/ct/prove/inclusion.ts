import { PROOF_FAULTS, verifyInclusion } from '../merkle/proof.js';
import { inclusionFromTiles, TILE_FAULTS, type TileFault } from '../merkle/tile-proof.js';
import { tilesForInclusion, type HashTile } from '../merkle/tiles.js';
import { tilePath } from '../log/tile-path.js';
import type { TreeHead } from '../log/tree-head.js';
import type { ClassicClient, Got, ReadFailure, SeenHead, StaticClient } from '../reader/model.js';
import { auditPathFromTiles } from './audit-path.js';
import type { Contradiction, Exhibit, Inclusion, InclusionRecord, ProvableLog } from './model.js';
import type { SeenLog } from './seen-logs.js';

/** What an SCT promises: that this leaf is in the tree, at this index if the log names one. */
export interface Promised {
  readonly leafHash: Buffer;
  readonly leafIndex: number | undefined;
  /** Of the SCT, Unix milliseconds. */
  readonly timestamp: number;
}

export interface InclusionProven {
  readonly inclusion: Inclusion;
  readonly record: InclusionRecord;
}

/** Looks for what an SCT promises in its log. Never rejects. */
export async function proveInclusion(
  seen: SeenLog,
  promised: Promised,
  now: number,
): Promise<InclusionProven> {
  const { log, client } = seen;
  const got = await seen.head();
  if (!got.ok) return withoutHead(log, got);
  const { head, raw } = got.value;
  const base: InclusionRecord = { log: logOf(log), head: raw.toString('base64') };
  if (client.kind === 'static') return inTiles(seen, client, promised, head, base, now);
  return byProof(seen, client, promised, head, base, now);
}

/** No head: the log was not seen, or what it showed it did not sign. */
function withoutHead(log: ProvableLog, failure: Got<SeenHead> & { readonly ok: false }): InclusionProven {
  const { code, raw, url, detail } = failure;
  if (code !== 'bad-signature' || raw === undefined)
    return { inclusion: unseen(failure), record: { log: logOf(log) } };
  return contradicted({ log: logOf(log) }, 'head', detail, [{ url, octets: raw.toString('base64') }]);
}

async function inTiles(
  seen: SeenLog,
  client: StaticClient,
  { leafHash, leafIndex, timestamp }: Promised,
  head: TreeHead,
  base: InclusionRecord,
  now: number,
): Promise<InclusionProven> {
  if (leafIndex === undefined) {
    const detail = 'the SCT names no index, and a log of this kind cannot be searched';
    return { inclusion: unseen({ code: 'internal', detail, url: client.log.url }), record: base };
  }
  const { size, root } = head;
  if (leafIndex >= size) return { inclusion: missing(seen.log, timestamp, head, now), record: base };
  const wanted = tilesForInclusion(leafIndex, size);
  const got = await Promise.all(wanted.map((tile) => seen.tile(client, tile)));
  const failed = got.find((one) => !one.ok);
  if (failed?.ok === false && failed.code !== 'bad-shape') return { inclusion: unseen(failed), record: base };
  const tiles = new Map<string, Buffer>();
  for (const [i, one] of got.entries()) {
    const octets = one.ok ? one.value : one.raw;
    const tile = wanted[i];
    if (tile !== undefined && octets !== undefined) tiles.set(keyOf(tile), octets);
  }
  const get = (tile: Pick<HashTile, 'level' | 'index'>): Buffer | undefined => tiles.get(keyOf(tile));
  const proven = inclusionFromTiles({ leafIndex, treeSize: size, leafHash, root }, get);
  const path = proven.ok ? auditPathFromTiles(leafIndex, size, get) : undefined;
  if (path !== undefined)
    return {
      inclusion: { state: 'included', index: leafIndex, size },
      record: { ...base, index: leafIndex, path: path.map((one) => one.toString('base64')) },
    };
  const exhibits = wanted.flatMap((tile): readonly Exhibit[] => {
    const octets = get(tile);
    const url = new URL(tilePath(tile), client.log.url).href;
    return octets === undefined ? [] : [{ url, octets: octets.toString('base64') }];
  });
  const fault: TileFault = proven.ok ? { reason: 'root' } : proven;
  return contradicted(
    { ...base, index: leafIndex },
    contradictionOf(fault),
    TILE_FAULTS[fault.reason],
    exhibits,
  );
}

async function byProof(
  seen: SeenLog,
  client: ClassicClient,
  { leafHash, timestamp }: Promised,
  head: TreeHead,
  base: InclusionRecord,
  now: number,
): Promise<InclusionProven> {
  const { size, root } = head;
  if (size === 0) return { inclusion: missing(seen.log, timestamp, head, now), record: base };
  const got = await seen.proof(client, leafHash, size);
  if (!got.ok && got.code !== 'not-found') return { inclusion: unseen(got), record: base };
  if (!got.ok) return { inclusion: missing(seen.log, timestamp, head, now), record: base };
  const { leafIndex, auditPath } = got.value.value;
  const proof = verifyInclusion({ leafIndex, treeSize: BigInt(size), leafHash, root, proof: auditPath });
  const record = {
    ...base,
    index: Number(leafIndex),
    path: auditPath.map((one) => one.toString('base64')),
  };
  if (proof.ok) return { inclusion: { state: 'included', index: Number(leafIndex), size }, record };
  return contradicted(record, 'root', `its proof ${PROOF_FAULTS[proof.reason]}`, []);
}

/**
 * The head is without the entry. Only a head that the log signed after the delay that it is allowed says that it broke its
 * promise; an older one, shown after that time, leaves it open.
 */
export function missing(
  log: Pick<ProvableLog, 'mmd' | 'url'>,
  timestamp: number,
  head: Pick<TreeHead, 'size' | 'timestamp'>,
  now: number,
): Inclusion {
  const due = timestamp + log.mmd;
  if (head.timestamp > due) return { state: 'not-included', due, size: head.size, headAt: head.timestamp };
  if (now <= due) return { state: 'pending', until: due };
  const detail = `the head that the log shows is of ${iso(head.timestamp)}, and the entry is due since ${iso(due)}`;
  return unseen({ code: 'limit', detail, url: log.url });
}

export function contradictionOf({ reason }: TileFault): Contradiction {
  switch (reason) {
    case 'leaf':
      return 'other-leaf';
    case 'tile-hash':
    case 'tile-size':
      return 'tile';
    case 'old-root':
      return 'history';
    case 'shrunk':
      return 'shrunk';
    case 'root':
    case 'missing-tile':
    case 'index-beyond-tree':
    case 'empty-tree':
      return 'root';
  }
}

export function logOf({ id, key, kind, origin, mmd }: ProvableLog): InclusionRecord['log'] {
  return { id, key: Buffer.from(key.spki).toString('base64'), kind, origin, mmd };
}

function contradicted(
  record: InclusionRecord,
  why: Contradiction,
  detail: string,
  exhibits: readonly Exhibit[],
): InclusionProven {
  return {
    inclusion: { state: 'contradicted', why, detail },
    record: exhibits.length === 0 ? record : { ...record, exhibits },
  };
}

function unseen({ code, detail, url }: Pick<ReadFailure, 'code' | 'detail' | 'url'>): Inclusion & {
  readonly state: 'unseen';
} {
  return { state: 'unseen', failure: { code, detail, url } };
}

function keyOf({ level, index }: Pick<HashTile, 'level' | 'index'>): string {
  return `${level}/${index}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
