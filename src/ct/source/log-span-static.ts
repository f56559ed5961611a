import { LeafHasher } from '../log/entry.js';
import { fingerprintsOf, readDataTile } from '../log/tile-leaf.js';
import { tilePath } from '../log/tile-path.js';
import { HASH_SIZE, sameOctets } from '../merkle/hash.js';
import { inclusionFromTiles, TILE_FAULTS } from '../merkle/tile-proof.js';
import { TILE_WIDTH, tilesForInclusion, type HashTile } from '../merkle/tiles.js';
import type { AskOptions, Got, StaticClient } from '../reader/model.js';
import { failureOf, type SpanEntry, type SpanReading, type SpanTask } from './log-span-model.js';

/** Tiles that are under way at the same time. */
const AHEAD = 4;

/**
 * Entries from `start` to `end` out of data tiles. Each tile is proven before anything in it counts: the hashes of its
 * entries are those of the level-0 tile, which hashes up to the root that the log signed.
 */
export async function staticSpan(
  client: StaticClient,
  { head, start, options }: SpanTask,
  end = head.size,
): Promise<SpanReading> {
  const entries: SpanEntry[] = [];
  const tiles = hashTiles(client, options);
  const first = Math.floor(start / TILE_WIDTH);
  const last = Math.floor((end - 1) / TILE_WIDTH);
  for (let from = first; from <= last; from += AHEAD) {
    const batch = Array.from({ length: Math.min(AHEAD, last - from + 1) }, (_, i) => from + i);
    const read = await Promise.all(batch.map((index) => provenTile(client, index, head, tiles, options)));
    for (const one of read) {
      if (!Array.isArray(one)) return { entries, ...(one as Omit<SpanReading, 'entries'>) };
      entries.push(...(one as readonly SpanEntry[]).filter(({ index }) => index >= start && index < end));
    }
  }
  return { entries };
}

type Tiles = (tile: HashTile) => Promise<Got<Buffer>>;

/** Tiles of hashes, each asked for once. */
function hashTiles(client: StaticClient, options: AskOptions): Tiles {
  const asked = new Map<string, Promise<Got<Buffer>>>();
  return (tile) => {
    const key = `${tile.level}/${tile.index}`;
    const known = asked.get(key);
    if (known !== undefined) return known;
    const got = client.tile(tile, options);
    asked.set(key, got);
    return got;
  };
}

async function provenTile(
  client: StaticClient,
  index: number,
  { size, root }: SpanTask['head'],
  tiles: Tiles,
  options: AskOptions,
): Promise<readonly SpanEntry[] | Omit<SpanReading, 'entries'>> {
  const start = index * TILE_WIDTH;
  const width = Math.min(TILE_WIDTH, size - start);
  const where = `${client.log.description}, ${new URL(tilePath({ level: 'data', index, width }), client.log.url).href}`;
  const data = await client.dataTile({ index, width }, options);
  if (!data.ok) return { failure: failureOf(data) };
  // the full tile may stand in place of the partial one
  const tile = readDataTile(data.value, width);
  const full = tile.problem === undefined ? tile : readDataTile(data.value, TILE_WIDTH);
  if (full.problem !== undefined) return against(where, tile.problem ?? full.problem);
  const wanted = tilesForInclusion(start, size);
  const got = await Promise.all(wanted.map((one) => tiles(one)));
  const failed = got.find((one) => !one.ok);
  if (failed?.ok === false) return { failure: failureOf(failed) };
  const octets = new Map(wanted.map(({ level, index: at }, i) => [`${level}/${at}`, valueOf(got[i])]));
  const hashes = octets.get(`0/${index}`);
  const hasher = new LeafHasher();
  const leaves = full.entries.slice(0, width).map((entry) => hasher.hash(entry));
  const [first] = leaves;
  if (first === undefined || hashes === undefined) return against(where, 'the tile holds no entry');
  const proven = inclusionFromTiles(
    { leafIndex: start, treeSize: size, leafHash: first, root },
    ({ level, index: at }) => octets.get(`${level}/${at}`),
  );
  if (!proven.ok) return against(where, TILE_FAULTS[proven.reason]);
  const odd = leaves.findIndex(
    (leaf, i) => !sameOctets(leaf, hashes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE)),
  );
  if (odd >= 0) return against(where, `entry ${start + odd} does not hash to what the log's tree has of it`);
  return full.entries.slice(0, width).map((entry, i) => ({
    index: start + i,
    entry,
    der:
      entry.kind === 'precert'
        ? entry.bytes.subarray(entry.precertificate.start, entry.precertificate.end)
        : entry.bytes.subarray(entry.contentStart, entry.contentEnd),
    chain: { fingerprints: fingerprintsOf(entry) },
  }));
}

function valueOf(got: Got<Buffer> | undefined): Buffer {
  return got?.ok === true ? got.value : Buffer.alloc(0);
}

function against(where: string, what: string): Omit<SpanReading, 'entries'> {
  return { failure: { code: 'bad-shape', detail: what }, contradiction: `${where}: ${what}` };
}
