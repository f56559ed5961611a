import { BoundedMap } from '../bounded-map.js';
import type { Clock, Fetched, Message, ResourceRecord } from '../model.js';
import { RrType } from '../model.js';
import { readSoa } from '../wire/index.js';

/** Never kept longer than this, in seconds: a run is short, and TTLs are from outside. */
const MAX_TTL = 3_600;
/** A failure is kept for a moment, so that a dead zone is not asked again for each record type (RFC 9520). */
const FAILURE_TTL = 1;

/** Answers by name and type, each for as long as its records may be kept. */
export class AnswerCache {
  readonly #entries: BoundedMap<string, { readonly fetched: Fetched; readonly until: number }>;

  constructor(
    private readonly clock: Clock,
    most: number,
  ) {
    this.#entries = new BoundedMap(most);
  }

  get(key: string): Fetched | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (this.clock.monotonic() < entry.until) return entry.fetched;
    this.#entries.delete(key);
    return undefined;
  }

  put(key: string, fetched: Fetched): void {
    const seconds = fetched.ok ? lifetime(fetched.message) : FAILURE_TTL;
    if (seconds <= 0) return;
    this.#entries.set(key, { fetched, until: this.clock.monotonic() + 1000 * Math.min(seconds, MAX_TTL) });
  }
}

/** Seconds: the shortest TTL; for a negative answer the SOA's MINIMUM counts too (RFC 2308, section 5). */
function lifetime({ answer, authority }: Message): number {
  const records = answer.length > 0 ? answer : authority;
  return records.reduce((least, record) => Math.min(least, record.ttl, minimum(record, answer)), MAX_TTL);
}

function minimum(record: ResourceRecord, answer: readonly ResourceRecord[]): number {
  if (record.type !== RrType.SOA || answer.length > 0) return MAX_TTL;
  return readSoa(record)?.minimum ?? 0;
}
