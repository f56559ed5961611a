import type { LogKey } from '../log/key.js';

/** States of a log in Chrome's list; `unstated` where the list gives none. */
export type LogState = 'pending' | 'qualified' | 'usable' | 'readonly' | 'retired' | 'rejected' | 'unstated';

/** One log of the list. Names and URLs are the list's own: hostile text until rendered. */
export interface Log {
  /** SHA-256 of the key, lower-case hex. */
  readonly id: string;
  readonly key: LogKey;
  readonly description: string;
  readonly operator: string;
  /** Who ran it before, each until a time in Unix milliseconds, the earliest first. */
  readonly previousOperators: readonly { readonly name: string; readonly until: number }[];
  /** `static`: tiles (c2sp.org/static-ct-api); `rfc6962`: the API of RFC 6962, section 4. */
  readonly kind: 'rfc6962' | 'static';
  /** Where it is read, with a final slash. */
  readonly url: string;
  /** Where it takes submissions, with a final slash: what a checkpoint's origin is made of. */
  readonly submissionUrl: string;
  /** Maximum merge delay in seconds. */
  readonly mmd: number;
  readonly state: LogState;
  /** Since when it is in its state, Unix milliseconds. */
  readonly since?: number;
  /** What a log that takes no more entries ended with. */
  readonly finalTreeHead?: { readonly size: number; readonly root: Buffer };
  /** It takes certificates whose notAfter is in [start, end), Unix milliseconds. */
  readonly interval?: { readonly start: number; readonly end: number };
  /** `test` and `monitoring_only` logs are in lists of all logs, and no policy counts them. */
  readonly use: 'production' | 'test' | 'monitoring_only';
}

/** Why entries of a list were left out, and how many. */
export interface Dropped {
  /** Placeholders that exist to mislead software that must not use the list. */
  readonly bogus: number;
  /** Logs whose private key is public. */
  readonly mimic: number;
  /** What is no log: without a key, with an id that is not the key's, with a URL that is none. */
  readonly malformed: number;
  /** The same id again. */
  readonly repeated: number;
}

export interface LogList {
  readonly version: string;
  /** When it was made, Unix milliseconds. */
  readonly timestamp: number;
  readonly logs: readonly Log[];
  /** By id in lower-case hex. */
  readonly byId: ReadonlyMap<string, Log>;
  readonly dropped: Dropped;
}

/** Who ran the log at a time, Unix milliseconds. */
export function operatorAt({ operator, previousOperators }: Log, time: number): string {
  return previousOperators.find(({ until }) => time < until)?.name ?? operator;
}

/** Whether the log takes certificates that end at `notAfter`, as far as the list says. */
export function takes({ interval }: Log, notAfter: number): boolean {
  return interval === undefined || (notAfter >= interval.start && notAfter < interval.end);
}
