import { policyDigest, shardText } from '../policy/shard.js';
import type { Policy } from '../policy/model.js';
import type { CanaryEvidence, Evidence, LogEvidence, ShardEvidence } from './evidence.js';

/** Evidence of one shard, and the name of the file that it was in. */
export interface ShardFile {
  readonly file: string;
  readonly evidence: Evidence & { readonly shard: ShardEvidence };
}

/**
 * Puts the evidence of shards together as if one run had taken it: it began when the first of them did and ended when
 * the last did. Of what each of them saw of the same source or log the worst counts. Expects one file for each shard, at
 * least one; the order of the files means nothing. `why`: reasons by index for which shards were set aside.
 */
export function mergeEvidence(
  files: readonly ShardFile[],
  policy: Policy,
  why: ReadonlyMap<number, string> = new Map(),
): Evidence {
  const shards = files.map(({ evidence }) => evidence).sort((a, b) => a.shard.index - b.shard.index);
  const [first] = shards;
  if (first === undefined) throw new TypeError('expected evidence of at least one shard');
  const { of } = first.shard;
  const seen = new Set(shards.map(({ shard }) => shard.index));
  const missing = Array.from({ length: of }, (_, i) => i + 1)
    .filter((index) => !seen.has(index))
    .map((index) => ({ index, ...reason(why.get(index)) }));
  const canaries = worst(
    shards.flatMap((one) => one.canaries ?? []),
    canaryKey,
    canaryRank,
  );
  const logs = worst(
    shards.flatMap((one) => one.logs ?? []),
    ({ id }) => id,
    logRank,
  );
  const [logList] = shards
    .flatMap((one) => one.logList ?? [])
    .sort(
      (a, b) =>
        Number(b.failure !== undefined) - Number(a.failure !== undefined) || a.timestamp - b.timestamp,
    );
  return {
    format: first.format,
    tool: newest(shards).tool,
    startedAt: shards.reduce((least, one) => Math.min(least, one.startedAt), Infinity),
    finishedAt: shards.reduce((most, one) => Math.max(most, one.finishedAt), -Infinity),
    vantage: {
      mode: shards.some(({ vantage }) => vantage.mode === 'forward') ? 'forward' : 'iterative',
      servers: distinct(shards.flatMap(({ vantage }) => vantage.servers)),
    },
    anchors: distinct(shards.flatMap(({ anchors }) => anchors)),
    merged: { of, policy: policyDigest(policy), missing },
    domains: shards.flatMap(({ domains }) => domains).sort((a, b) => (a.zone < b.zone ? -1 : 1)),
    ...(canaries.length === 0 ? {} : { canaries }),
    ...(logList === undefined ? {} : { logList }),
    ...(logs.length === 0 ? {} : { logs }),
    exchanges: shards.flatMap(({ exchanges }) => exchanges),
  };
}

/**
 * The evidence without the octets of its exchanges, which a judgement does not see: whether anything was heard, and how
 * much was asked if nothing was, is left. Most of a file is octets of exchanges.
 */
export function withoutExchanges<One extends Evidence>(evidence: One): One {
  const heard = evidence.exchanges.find(({ response }) => response !== undefined);
  return { ...evidence, exchanges: heard === undefined ? evidence.exchanges : [heard] };
}

/** `shard 3/10`. */
export function shardName(shard: ShardEvidence): string {
  return `shard ${shardText(shard)}`;
}

function newest(shards: readonly Evidence[]): Evidence {
  return shards.reduce((last, one) => (one.startedAt > last.startedAt ? one : last));
}

function reason(why: string | undefined): { readonly why?: string } {
  return why === undefined ? {} : { why };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** For each key the one of the lowest rank, in the order of keys. */
function worst<One>(all: readonly One[], keyOf: (one: One) => string, rankOf: (one: One) => number): One[] {
  const kept = new Map<string, One>();
  for (const one of all) {
    const other = kept.get(keyOf(one));
    if (other === undefined || rankOf(one) < rankOf(other)) kept.set(keyOf(one), one);
  }
  return [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function canaryKey({ source, name }: CanaryEvidence): string {
  return JSON.stringify([source, name]);
}

/** A source that failed comes before one that showed nothing, and that before one whose newest is old. */
function canaryRank({ failure, newest: shown }: CanaryEvidence): number {
  if (failure !== undefined && shown === undefined) return -Infinity;
  return shown ?? -Number.MAX_VALUE;
}

/** A log that contradicts itself comes before one that could not be read, and that before the others. */
function logRank({ head, since }: LogEvidence): number {
  if (since?.consistency.state === 'contradicted') return 0;
  if (head === undefined || since?.consistency.state === 'unseen') return 1;
  return 2;
}
