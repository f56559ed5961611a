import type { HashTile } from '../merkle/tiles.js';
import type { AskOptions, ClassicClient, Got, LogClient, SeenHead, StaticClient } from '../reader/model.js';
import type { LogReader } from '../reader/client.js';
import type { ProofCost, ProvableLog } from './model.js';

/** One log as it is seen in one run: its head is read once, and so is each tile, however many SCTs ask. */
export interface SeenLog {
  readonly log: ProvableLog;
  readonly client: LogClient;
  head(): Promise<Got<SeenHead>>;
  /** Of a static log only. */
  tile(client: StaticClient, tile: HashTile): Promise<Got<Buffer>>;
  /** Of a static log only. */
  dataTile(
    client: StaticClient,
    tile: { readonly index: number; readonly width: number },
  ): ReturnType<StaticClient['dataTile']>;
  proof(client: ClassicClient, leafHash: Buffer, size: number): ReturnType<ClassicClient['proofByHash']>;
  readonly cost: ProofCost;
}

/** The logs of one run. */
export interface SeenLogs {
  of(log: ProvableLog): SeenLog;
}

/** Every question ends when `options` says. */
export function seenLogs(reader: LogReader, options: AskOptions = {}): SeenLogs {
  const seen = new Map<string, SeenLog>();
  return {
    of(log) {
      const known = seen.get(log.id);
      if (known !== undefined) return known;
      const made = seenLog(log, reader(log), options);
      seen.set(log.id, made);
      return made;
    },
  };
}

function seenLog(log: ProvableLog, client: LogClient, options: AskOptions): SeenLog {
  const cost = { requests: 0, octets: 0 };
  const tiles = new Map<string, Promise<Got<Buffer>>>();
  let head: Promise<Got<SeenHead>> | undefined;
  const counted = async <T>(asked: Promise<Got<T>>, octets: (value: T) => number): Promise<Got<T>> => {
    cost.requests++;
    const got = await asked;
    if (got.ok) cost.octets += octets(got.value);
    return got;
  };
  return {
    log,
    client,
    cost,
    head: () => (head ??= counted(client.head(options), ({ raw }) => raw.length)),
    tile(of, tile) {
      const key = `${tile.level}/${tile.index}/${tile.width}`;
      const known = tiles.get(key);
      if (known !== undefined) return known;
      const asked = counted(of.tile(tile, options), ({ length }) => length);
      tiles.set(key, asked);
      return asked;
    },
    dataTile: (of, tile) => counted(of.dataTile(tile, options), ({ length }) => length),
    proof: (of, leafHash, size) => counted(of.proofByHash(leafHash, size, options), ({ raw }) => raw.length),
  };
}
