import { isIP } from 'node:net';
import { BoundedMap } from '../bounded-map.js';
import type { ServerAddress } from '../model.js';

/** What is remembered of a server within a run. Times in milliseconds. */
interface Memory {
  /** Smoothed round-trip time and its variation (RFC 6298, section 2); undefined until an answer has come. */
  rtt: number | undefined;
  variation: number;
  /** Answers in a row that did not come, or were of no use. */
  failures: number;
  /** The server does not take EDNS(0): it is asked without, and cannot send signatures. */
  plain: boolean;
}

/** Ranks of a server that has not been asked yet lie in this range, so that several are tried over time. */
const UNKNOWN_RANK_MS = 100;
const FAILURE_RANK_MS = 1_000;
const UNKNOWN_TIMEOUT_MS = 1_000;
const MIN_TIMEOUT_MS = 400;
const MIN_STAGGER_MS = 150;
const HOPELESS_AFTER = 12;
const MOST_SERVERS = 100_000;

/** As servers are named in `avoid`. */
export function serverKey(server: ServerAddress): string {
  return `${server.host}:${server.port}`;
}

/**
 * Memory of how servers did, so that slow and dead ones come last. Families are remembered too: where IPv6 is there
 * but broken, each of its addresses would otherwise cost a timeout of its own.
 */
export class ServerHealth {
  readonly #servers = new BoundedMap<string, Memory>(MOST_SERVERS);
  readonly #families = { 4: { answers: 0, failures: 0 }, 6: { answers: 0, failures: 0 } };

  /** `random` gives a number from 0 to 1. */
  constructor(private readonly random: () => number) {}

  answered(server: ServerAddress, ms: number): void {
    const memory = this.#memory(server);
    const { rtt } = memory;
    memory.variation = rtt === undefined ? ms / 2 : 0.75 * memory.variation + 0.25 * Math.abs(rtt - ms);
    memory.rtt = rtt === undefined ? ms : 0.875 * rtt + 0.125 * ms;
    memory.failures = 0;
    const family = this.#family(server);
    if (family !== undefined) family.answers++;
  }

  /** No answer came. */
  silent(server: ServerAddress): void {
    this.#memory(server).failures++;
    const family = this.#family(server);
    if (family !== undefined) family.failures++;
  }

  /** An answer came that was of no use. */
  useless(server: ServerAddress): void {
    this.#memory(server).failures++;
  }

  /** Milliseconds to wait for an answer: longer after each failure, `most` at most. */
  timeoutFor(server: ServerAddress, most: number): number {
    const memory = this.#servers.get(serverKey(server));
    const rtt = memory?.rtt;
    const first =
      rtt === undefined
        ? UNKNOWN_TIMEOUT_MS
        : Math.max(MIN_TIMEOUT_MS, 2 * (rtt + 4 * (memory?.variation ?? 0)));
    if (this.isHopeless(server)) return Math.min(most, first);
    return Math.min(most, first * 2 ** Math.min(memory?.failures ?? 0, 8));
  }

  /**
   * Milliseconds after which a question is probably lost: to ask again, or another server, beside it. `most` for a
   * server of which nothing is known. Less patience than `timeoutFor` has, for a late answer still counts.
   */
  staggerFor(server: ServerAddress, most: number): number {
    const memory = this.#servers.get(serverKey(server));
    if (memory?.rtt === undefined) return most;
    return Math.min(most, Math.max(MIN_STAGGER_MS, 2 * (memory.rtt + 4 * memory.variation)));
  }

  /** True for a server that has never answered, so often asked that another question need not have all patience. */
  isHopeless(server: ServerAddress): boolean {
    const memory = this.#servers.get(serverKey(server));
    return memory !== undefined && memory.rtt === undefined && memory.failures >= HOPELESS_AFTER;
  }

  speaksPlain(server: ServerAddress): boolean {
    return this.#servers.get(serverKey(server))?.plain === true;
  }

  rememberPlain(server: ServerAddress): void {
    this.#memory(server).plain = true;
  }

  /** Copies of `servers`, the one to ask first in front. */
  order(servers: readonly ServerAddress[]): ServerAddress[] {
    if (servers.length < 2) return [...servers];
    return servers
      .map((server) => ({ server, rank: this.#rank(server) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ server }) => server);
  }

  /** Copies of `servers` in their own order, but those that failed of late at the end. */
  inOrder(servers: readonly ServerAddress[]): ServerAddress[] {
    const failures = (server: ServerAddress): number => this.#servers.get(serverKey(server))?.failures ?? 0;
    return [...servers].sort((a, b) => Math.min(failures(a), 3) - Math.min(failures(b), 3));
  }

  #rank(server: ServerAddress): number {
    const memory = this.#servers.get(serverKey(server));
    const family = this.#family(server);
    const deadFamily = family !== undefined && family.answers === 0 && family.failures >= 2;
    const known = memory?.rtt ?? UNKNOWN_RANK_MS;
    const penalty =
      Math.min(memory?.failures ?? 0, 8) * FAILURE_RANK_MS + (deadFamily ? 10 * FAILURE_RANK_MS : 0);
    return known * (1 + this.random()) + penalty;
  }

  #family(server: ServerAddress): { answers: number; failures: number } | undefined {
    const family = isIP(server.host);
    return family === 4 || family === 6 ? this.#families[family] : undefined;
  }

  #memory(server: ServerAddress): Memory {
    const key = serverKey(server);
    const old = this.#servers.get(key);
    if (old !== undefined) return old;
    const memory: Memory = { rtt: undefined, variation: 0, failures: 0, plain: false };
    this.#servers.set(key, memory);
    return memory;
  }
}
