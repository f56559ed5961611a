import type { DnsName } from '../../base/name.js';
import type { Fetched } from '../model.js';
import type { AnswerCache } from './answer-cache.js';
import { Flight } from './flights.js';
import { serverKey } from './health.js';
import { isLimit } from './work.js';

export type FetchOptions = { readonly avoid?: ReadonlySet<string> } | undefined;

export const questionKey = (name: DnsName, type: number): string => `${type}/${name.key}`;

/** Answers that are known, questions that are under way: each question goes out once. */
export class SharedQuestions {
  readonly #flights = new Map<string, Flight<Fetched>>();

  constructor(private readonly cache: AnswerCache) {}

  /**
   * The answer from the cache, or from work that is under way, or from `work`. `waiter` is the question that needs this
   * one. Answers of servers in `avoid` are passed over.
   */
  async get(
    key: string,
    avoid: ReadonlySet<string> | undefined,
    waiter: Flight<unknown> | undefined,
    work: (flight: Flight<Fetched>) => Promise<Fetched>,
  ): Promise<Fetched> {
    const avoiding = avoid !== undefined && avoid.size > 0;
    const known = this.cache.get(key);
    if (known !== undefined && (!avoiding || (known.ok && !avoid.has(serverKey(known.server))))) return known;
    const flightKey = avoiding ? `${key} ${[...avoid].sort().join(' ')}` : key;
    const underWay = this.#flights.get(flightKey);
    if (underWay !== undefined) {
      const joined = await (waiter ?? new Flight()).join(underWay);
      if (joined !== undefined && !usedUp(joined.value)) return joined.value;
    }
    return this.#fly(key, flightKey, avoiding, waiter, work);
  }

  async #fly(
    key: string,
    flightKey: string,
    avoiding: boolean,
    waiter: Flight<unknown> | undefined,
    work: (flight: Flight<Fetched>) => Promise<Fetched>,
  ): Promise<Fetched> {
    const flight = new Flight<Fetched>();
    const first = !this.#flights.has(flightKey);
    if (first) this.#flights.set(flightKey, flight);
    try {
      const start = (): Promise<Fetched> => work(flight);
      const fetched = await (waiter === undefined ? flight.run(start) : waiter.start(flight, start));
      // A limit says something about the one who asked, not about the name. A retry tells more than a first answer, but
      // that there was no other server to ask is no reason to forget what the first one said.
      if (!usedUp(fetched) && (fetched.ok || !avoiding)) this.cache.put(key, fetched);
      return fetched;
    } finally {
      if (first) this.#flights.delete(flightKey);
    }
  }
}

function usedUp(fetched: Fetched): boolean {
  return !fetched.ok && isLimit(fetched.reason.code);
}
