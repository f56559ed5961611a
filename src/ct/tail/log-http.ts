import type { GetFailure, HttpPorts } from '../reader/get.js';
import { getOctets } from '../reader/get.js';
import type { Pace } from '../reader/pace.js';
import type { FollowedLog } from './model.js';

export interface LogHttpOptions {
  readonly userAgent: string;
  /** Milliseconds that one answer may take, all attempts and pauses included. */
  readonly patienceMs: number;
  readonly pace?: Pace;
  readonly signal?: AbortSignal;
  /** See `NodeFetch`. */
  readonly recycle?: (body: Buffer) => void;
}

/** Octets of the longest answer: 1,000 entries of get-entries are about 5 MB. */
const MOST_OCTETS = 64 * 1024 * 1024;
const REQUEST_MS = 60_000;
const ATTEMPTS = 8;

/** Asks one log. What passes by itself is waited for; what does not is a failure. Never rejects. */
export class LogHttp {
  constructor(
    readonly log: FollowedLog,
    private readonly ports: HttpPorts,
    private readonly options: LogHttpOptions,
  ) {}

  /** Who is through with the octets of an answer may say so. */
  recycle(body: Buffer): void {
    this.options.recycle?.(body);
  }

  /** `path` is relative to the log's URL. */
  get(path: string): Promise<{ readonly body: Buffer } | GetFailure> {
    const { userAgent, patienceMs, pace, signal } = this.options;
    return getOctets(new URL(path, this.log.url), {
      ...this.ports,
      limits: { octets: MOST_OCTETS, requestMs: REQUEST_MS, attempts: ATTEMPTS },
      deadline: this.ports.clock.monotonic() + patienceMs,
      signal,
      userAgent,
      accept: '*/*',
      who: 'the log',
      pace,
    });
  }
}
