import { DnsName } from '../../base/name.js';
import { RrType, type Clock, type Exchange, type Fetched, type Transport } from '../model.js';
import type { Fetcher, ServerAddress } from '../model.js';
import { AnswerCache } from './answer-cache.js';
import { ask, type Asked, type Asking } from './ask.js';
import { Descent } from './descent.js';
import { Flight } from './flights.js';
import { Gate } from '../net/gate.js';
import { ServerHealth } from './health.js';
import { HostAddresses } from './host-addresses.js';
import { RESOLVE_LIMITS, type ResolveLimits } from './limits.js';
import { randomIds } from './random.js';
import type { RootHint } from './root-hints.js';
import { questionKey, SharedQuestions, type FetchOptions } from './shared-questions.js';
import type { Task } from './task.js';
import { Work } from './work.js';
import { mostTelling, tryServers, type Attempt } from './try-servers.js';
import { listZoneServers, type ZoneServers } from './zone-servers.js';
import { ZoneCuts } from './zones.js';

export interface IterativeOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly rootHints: readonly RootHint[];
  readonly limits?: Partial<ResolveLimits>;
  /** False: IPv6 addresses are left out. Default true; where IPv6 is there but broken, that is noticed. */
  readonly ipv6?: boolean;
  /** The port on which the server at an address listens. Default 53; for a lab. */
  readonly portFor?: (address: string) => number;
  /** Numbers from 0 to 1, to choose among servers of which nothing is known. */
  readonly random?: () => number;
}

/** A fetcher that knows the servers of each zone, and can ask each of them. */
export interface IterativeFetcher extends Fetcher {
  /** Every name server of `zone`, as its parent lists them and as it lists them itself, with all addresses. */
  zoneServers(zone: DnsName): Promise<ZoneServers>;
  /**
   * One question to one server; `udp` (the default) falls back to TCP where it has to. A silent server is asked up to
   * `tries` times (default: once), while its first answer may still come: packets get lost.
   */
  ask(
    server: ServerAddress,
    name: DnsName,
    type: number,
    transport?: Transport,
    tries?: number,
  ): Promise<Asked>;
}

/** Asks the servers of the zones themselves, from the root down (RFC 1034, section 5.3.3). */
export function createIterativeFetcher(options: IterativeOptions): IterativeFetcher {
  return new Iteration(options);
}

class Iteration implements IterativeFetcher {
  readonly #limits: ResolveLimits;
  readonly #asking: Asking;
  readonly #cache: AnswerCache;
  readonly #questions: SharedQuestions;
  readonly #cuts: ZoneCuts;
  readonly #hosts: HostAddresses;
  readonly #descent: Descent;

  constructor(private readonly options: IterativeOptions) {
    const limits = { ...RESOLVE_LIMITS, ...options.limits };
    const { clock, exchange } = options;
    const nextId = randomIds();
    const health = new ServerHealth(options.random ?? (() => nextId() / 0x10000));
    this.#limits = limits;
    this.#asking = { exchange, clock, health, gate: new Gate(limits.questionsPerServer), nextId };
    this.#cache = new AnswerCache(clock, limits.cacheEntries);
    this.#questions = new SharedQuestions(this.#cache);
    const hosts = options.rootHints.map(({ name, addresses }) => ({ name, glue: addresses }));
    this.#cuts = new ZoneCuts(clock, { name: DnsName.root, hosts }, limits.cacheEntries);
    const lookUp = (name: DnsName, type: number, task: Task): Promise<Fetched> =>
      this.#get(name, type, undefined, task);
    this.#hosts = new HostAddresses({ ...options, limits, lookUp });
    this.#descent = new Descent(this.#asking, this.#hosts, this.#cuts, this.#cache, limits, lookUp);
  }

  fetch(name: DnsName, type: number, options?: FetchOptions): Promise<Fetched> {
    return this.#get(name, type, options?.avoid, undefined);
  }

  async ask(
    server: ServerAddress,
    name: DnsName,
    type: number,
    transport: Transport = 'udp',
    tries = 1,
  ): Promise<Asked> {
    const { deadline, mayAsk } = new Work(this.options.clock, this.#limits);
    const { answerMs, staggerMs } = this.#limits;
    const options = { transport, recursive: false, deadline, answerMs, mayAsk } as const;
    const tried = await tryServers({
      servers: [server],
      attempt: async (_server, ending): Promise<Attempt<Extract<Asked, { ok: true }>>> => {
        const asked = await ask(this.#asking, server, name, type, { ...options, ending });
        return asked.ok ? { ok: true, value: asked } : asked;
      },
      more: async () => [],
      // not sooner for a server that is near: what hides it for a moment must not make it silent
      staggerMs: () => staggerMs,
      evenly: true,
      rounds: () => tries,
    });
    if (tried.ok) return tried.value;
    const { code = 'timeout', detail = 'no answer' } = mostTelling(tried.failures) ?? {};
    return { ok: false, code, detail };
  }

  async zoneServers(zone: DnsName): Promise<ZoneServers> {
    const listed = await this.fetch(zone, RrType.NS);
    const cut = this.#cuts.deepest(zone);
    const task = (): Task => ({
      work: new Work(this.options.clock, this.#limits),
      flight: new Flight(),
      depth: 0,
    });
    const known = cut.name.equals(zone) ? cut : undefined;
    return listZoneServers(zone, known, listed, this.#hosts, this.#limits.serversPerZone, task);
  }

  #get(
    name: DnsName,
    type: number,
    avoid: ReadonlySet<string> | undefined,
    above: Task | undefined,
  ): Promise<Fetched> {
    return this.#questions.get(questionKey(name, type), avoid, above?.flight, (flight) => {
      const work = above?.work ?? new Work(this.options.clock, this.#limits);
      const depth = above === undefined ? 0 : above.depth + 1;
      return this.#descent.run({ name, type, avoid }, { work, flight, depth });
    });
  }
}
