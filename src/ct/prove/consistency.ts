import { tilePath } from '../log/tile-path.js';
import type { TreeHead } from '../log/tree-head.js';
import { sameOctets } from '../merkle/hash.js';
import { PROOF_FAULTS, verifyConsistency } from '../merkle/proof.js';
import { consistencyFromTiles, TILE_FAULTS } from '../merkle/tile-proof.js';
import { tilesForConsistency, type HashTile } from '../merkle/tiles.js';
import type { AskOptions, ClassicClient, LogClient, StaticClient } from '../reader/model.js';
import { contradictionOf } from './inclusion.js';
import type { Consistency, Contradiction, Exhibit } from './model.js';

type Heads = { readonly older: TreeHead; readonly newer: TreeHead };

/** What was found, and the answers that speak against the log, where some do. */
export interface ConsistencyProven {
  readonly consistency: Consistency;
  readonly exhibits: readonly Exhibit[];
}

/**
 * Whether one history has both heads of a log, which both were verified to be signed by it: the smaller tree has to be the
 * beginning of the larger. Which was signed first does not matter, but that a tree shrinks with time is against the log.
 * Never rejects.
 */
export async function checkConsistency(
  one: TreeHead,
  other: TreeHead,
  client: LogClient,
  options: AskOptions = {},
): Promise<ConsistencyProven> {
  const [older, newer] = one.size <= other.size ? [one, other] : [other, one];
  if (older.size === newer.size) {
    if (sameOctets(older.root, newer.root)) return { consistency: { state: 'consistent' }, exhibits: [] };
    return contradicted('two-roots', `it signed two roots for a tree of ${older.size} entries`);
  }
  // a tree that is signed later has not fewer leaves; replicas that lag show older heads, with older times
  const shrunk = one.timestamp < other.timestamp ? one.size > other.size : one.size < other.size;
  if (shrunk && one.timestamp !== other.timestamp)
    return contradicted('shrunk', `it signed a tree of ${older.size} entries after one of ${newer.size}`);
  // every tree begins with the empty one, whose root is known
  if (older.size === 0) return { consistency: { state: 'consistent' }, exhibits: [] };
  return client.kind === 'static'
    ? byTiles({ older, newer }, client, options)
    : byProof({ older, newer }, client, options);
}

async function byTiles(
  { older, newer }: Heads,
  client: StaticClient,
  options: AskOptions,
): Promise<ConsistencyProven> {
  const wanted = tilesForConsistency(older.size, newer.size);
  const got = await Promise.all(wanted.map((tile) => client.tile(tile, options)));
  const failed = got.find((answer) => !answer.ok);
  if (failed?.ok === false) return { consistency: { state: 'unseen', failure: failed }, exhibits: [] };
  const keyOf = ({ level, index }: HashTile): string => `${level}/${index}`;
  const tiles = new Map<string, Buffer>();
  const exhibits: Exhibit[] = [];
  for (const [i, answer] of got.entries()) {
    const tile = wanted[i];
    if (tile === undefined || !answer.ok) continue;
    tiles.set(keyOf(tile), answer.value);
    exhibits.push({
      url: new URL(tilePath(tile), client.log.url).href,
      octets: answer.value.toString('base64'),
    });
  }
  const proven = consistencyFromTiles(
    { oldSize: older.size, oldRoot: older.root, newSize: newer.size, newRoot: newer.root },
    (tile) => tiles.get(keyOf(tile)),
  );
  if (proven.ok) return { consistency: { state: 'consistent' }, exhibits: [] };
  return contradicted(contradictionOf(proven), TILE_FAULTS[proven.reason], exhibits);
}

async function byProof(
  { older, newer }: Heads,
  client: ClassicClient,
  options: AskOptions,
): Promise<ConsistencyProven> {
  const got = await client.consistency(older.size, newer.size, options);
  if (!got.ok) return { consistency: { state: 'unseen', failure: got }, exhibits: [] };
  const { value: proof, raw } = got.value;
  const proven = verifyConsistency({
    size1: BigInt(older.size),
    size2: BigInt(newer.size),
    root1: older.root,
    root2: newer.root,
    proof,
  });
  if (proven.ok) return { consistency: { state: 'consistent' }, exhibits: [] };
  const url = new URL(`ct/v1/get-sth-consistency?first=${older.size}&second=${newer.size}`, client.log.url)
    .href;
  const why = proven.reason === 'root' ? 'root' : 'history';
  return contradicted(why, `its proof of consistency ${PROOF_FAULTS[proven.reason]}`, [
    { url, octets: raw.toString('base64') },
  ]);
}

function contradicted(
  why: Contradiction,
  detail: string,
  exhibits: readonly Exhibit[] = [],
): ConsistencyProven {
  return { consistency: { state: 'contradicted', why, detail }, exhibits };
}
