import { getOctets, type GetFailure, type HttpPorts } from './get.js';
import type { AskOptions, Got, LogPlace, ReadFailure } from './model.js';
import type { Pace } from './pace.js';

/** Bounds of what one question to a log may cost. */
export interface ReaderLimits {
  /** Octets of a head, a tile of hashes or a proof. */
  readonly smallOctets: number;
  /** Octets of entries, after decompression. */
  readonly entriesOctets: number;
  /** Milliseconds for one request, and for one question with its repetitions. */
  readonly requestMs: number;
  readonly totalMs: number;
  readonly attempts: number;
}

export const READER_LIMITS: ReaderLimits = {
  smallOctets: 1024 * 1024,
  entriesOctets: 64 * 1024 * 1024,
  requestMs: 20_000,
  totalMs: 60_000,
  attempts: 3,
};

export interface ReaderPorts extends HttpPorts {
  /** Names the program and a way to reach who runs it: logs serve those better that do. */
  readonly userAgent: string;
  readonly limits?: Partial<ReaderLimits>;
}

/** Asks one log, at its pace. */
export type Ask = (
  path: string,
  what: { readonly accept: string; readonly entries?: true },
  options: AskOptions | undefined,
) => Promise<Got<Buffer>>;

export function askingOf(log: LogPlace, ports: ReaderPorts, pace: Pace): Ask {
  const limits = { ...READER_LIMITS, ...ports.limits };
  return async (path, { accept, entries }, options) => {
    const url = new URL(path, log.url);
    const answer = await getOctets(url, {
      ...ports,
      accept,
      who: 'the log',
      pace,
      signal: options?.signal,
      deadline: options?.deadline ?? ports.clock.monotonic() + limits.totalMs,
      limits: {
        octets: entries === true ? limits.entriesOctets : limits.smallOctets,
        requestMs: limits.requestMs,
        attempts: limits.attempts,
      },
    });
    return 'body' in answer ? { ok: true, value: answer.body } : failed(answer, url.href);
  };
}

function failed({ failure, detail, status }: GetFailure, url: string): { readonly ok: false } & ReadFailure {
  const code = status === 404 ? 'not-found' : failure;
  return { ok: false, code, detail, url, ...(status === undefined ? {} : { status }) };
}

/** A failure that an answer itself is. */
export function unfit(
  code: ReadFailure['code'],
  detail: string,
  log: LogPlace,
  path: string,
  raw?: Buffer,
): { readonly ok: false } & ReadFailure {
  return { ok: false, code, detail, url: new URL(path, log.url).href, ...(raw === undefined ? {} : { raw }) };
}
