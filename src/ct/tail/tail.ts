import { CaaGuardError } from '../../base/error.js';
import { createPace, type PaceRule } from '../reader/pace.js';
import type { HttpPorts } from '../reader/get.js';
import { WatchList, type WatchItem } from '../watch/watch-list.js';
import { Concerns } from './concern.js';
import { TailFiles } from './files.js';
import { Follower, type KeepEvery, type Round } from './follow.js';
import { LogHttp } from './log-http.js';
import type { FollowedLog, TailEvent } from './model.js';
import { startAtEnd } from './start.js';
import { emptyState, type LogState } from './state.js';

export interface TailOptions {
  readonly logs: readonly FollowedLog[];
  readonly watch: readonly WatchItem[];
  /** State directory: see `TailFiles`. */
  readonly directory: string;
  /** One round over each log, instead of going on until the signal. */
  readonly once: boolean;
  /** A log that was never read is read from its present end on, and not from its beginning. */
  readonly startAtEnd: boolean;
  /** Milliseconds between two rounds over a log. */
  readonly intervalMs: number;
  /** Questions to one log within a time; logs that say more with 429 and Retry-After are obeyed as well. */
  readonly rate: readonly PaceRule[];
  readonly userAgent: string;
  /** How often what was read is kept; absent: every 100,000 entries, 200 matches or 10 seconds. */
  readonly keepEvery?: Partial<KeepEvery>;
}

export interface TailPorts extends HttpPorts {
  /** See `NodeFetch`. */
  readonly recycle?: (body: Buffer) => void;
  readonly report: (event: TailEvent) => void;
  readonly signal?: AbortSignal;
}

/** Milliseconds that one answer of a log may take, with all attempts, before the round is given up. */
const PATIENCE_MS = 5 * 60_000;

export interface TailResult {
  /** What the last round over each log came to, by the log's id. */
  readonly rounds: ReadonlyMap<string, Round>;
}

/**
 * Follows logs and keeps what concerns the watched names: see `Follower`. Logs do not wait for each other. Rejects with
 * `CaaGuardError` for a state directory that cannot be used, and for a watch list that is none.
 */
export async function runTail(options: TailOptions, ports: TailPorts): Promise<TailResult> {
  const files = new TailFiles(options.directory);
  const concerns = new Concerns(new WatchList(options.watch));
  const list = await files.putList(options.watch);
  const rounds = new Map<string, Round>();
  if (new Set(options.logs.map(({ id }) => id)).size !== options.logs.length)
    throw new CaaGuardError(
      'ct/tail-logs',
      'expected each log once; one is named twice: leave one of them out',
    );
  const follow = async (log: FollowedLog): Promise<void> => {
    const http = new LogHttp(log, ports, {
      userAgent: options.userAgent,
      patienceMs: PATIENCE_MS,
      pace: createPace(options.rate, ports.clock),
      ...(ports.signal === undefined ? {} : { signal: ports.signal }),
      ...(ports.recycle === undefined ? {} : { recycle: ports.recycle }),
    });
    const known = await files.state(log.id);
    const begun = known ?? (await begin(log, http, options, ports));
    if (begun === undefined) return void rounds.set(log.id, 'unseen');
    const state = watchedBy(list, begun);
    const kept = options.keepEvery === undefined ? {} : { keepEvery: options.keepEvery };
    const follower = new Follower(log, { ...ports, ...kept, http, files, concerns }, state);
    do {
      rounds.set(log.id, await follower.round());
      if (!options.once && ports.signal?.aborted !== true)
        await ports.sleep(options.intervalMs, ports.signal).catch(() => undefined);
    } while (!options.once && ports.signal?.aborted !== true);
  };
  await Promise.all(options.logs.map(follow));
  return { rounds };
}

async function begin(
  log: FollowedLog,
  http: LogHttp,
  options: TailOptions,
  { clock, report }: TailPorts,
): Promise<LogState | undefined> {
  if (!options.startAtEnd) return emptyState(clock.now());
  const started = await startAtEnd(log, http, clock.now());
  if ('finding' in started) return void report({ kind: 'finding', finding: started.finding });
  return started.state;
}

/** From the position on this list is in force; before it, whatever was then. */
function watchedBy(list: string, state: LogState): LogState {
  if (state.watched[state.watched.length - 1]?.list === list) return state;
  return { ...state, watched: [...state.watched, { list, from: state.position.size }] };
}
