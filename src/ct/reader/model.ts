import type { InclusionAnswer, RawEntry } from '../log/answers.js';
import type { LogKey } from '../log/key.js';
import type { TreeHead } from '../log/tree-head.js';
import type { HashTile } from '../merkle/tiles.js';
import type { SourceFailure } from '../model.js';

/** A log, as far as one needs to know it to read it. */
export interface LogPlace {
  /** SHA-256 of its key, lower-case hex. */
  readonly id: string;
  readonly description: string;
  readonly kind: 'rfc6962' | 'static';
  /** URL prefix of what is read: `url` of an RFC 6962 log, `monitoring_url` of a static one. */
  readonly url: string;
  /** What checkpoints of a static log begin with: its submission URL without scheme and final slash. */
  readonly origin: string;
  readonly key: LogKey;
}

/**
 * Why nothing was read. `bad-signature`: an answer came that the log did not sign; `bad-hash`: octets came that do not hash
 * to what was asked for. Those two say something of the log, the others only that it was not seen.
 */
export interface ReadFailure {
  readonly code: SourceFailure | 'not-found' | 'bad-signature' | 'bad-hash';
  readonly detail: string;
  readonly url: string;
  /** HTTP status, where an answer came. */
  readonly status?: number;
  /** The answer, where it says something of the log. */
  readonly raw?: Buffer;
}

export type Got<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & ReadFailure);

/** A head that the log signed, and the answer that it came in: a checkpoint, or the JSON of `get-sth`. */
export interface SeenHead {
  readonly head: TreeHead;
  readonly raw: Buffer;
}

/** An answer as it came, and what it says. */
export interface SeenAnswer<T> {
  readonly value: T;
  readonly raw: Buffer;
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** On the monotonic clock. Default: the reader's own bound from now. */
  readonly deadline?: number | undefined;
}

/** Reads a log of RFC 6962 (section 4). Never rejects. */
export interface ClassicClient {
  readonly kind: 'rfc6962';
  readonly log: LogPlace;
  /** The head that it signs now, verified with its key. */
  head(options?: AskOptions): Promise<Got<SeenHead>>;
  /** Entries from `start` to `end`, both included; a log may give fewer, from `start` on, and at least one. */
  entries(start: number, end: number, options?: AskOptions): Promise<Got<readonly RawEntry[]>>;
  /** Where the leaf is in the tree of so many entries; not verified. `not-found` (404, 400): the log says that it has none. */
  proofByHash(
    leafHash: Uint8Array,
    size: number,
    options?: AskOptions,
  ): Promise<Got<SeenAnswer<InclusionAnswer>>>;
  /** Hashes from the tree of `first` entries to that of `second`; not verified. */
  consistency(
    first: number,
    second: number,
    options?: AskOptions,
  ): Promise<Got<SeenAnswer<readonly Buffer[]>>>;
}

/** Reads a static log (c2sp.org/static-ct-api). Never rejects. Ask for no partial tile that no verified head implies. */
export interface StaticClient {
  readonly kind: 'static';
  readonly log: LogPlace;
  /** Its checkpoint, verified with its key. */
  head(options?: AskOptions): Promise<Got<SeenHead>>;
  /** Hashes of a tile; 256 of them where a partial tile is gone since the full one is there. */
  tile(tile: HashTile, options?: AskOptions): Promise<Got<Buffer>>;
  /** TileLeafs of a data tile; those of the full one where the partial is gone. */
  dataTile(
    tile: { readonly index: number; readonly width: number },
    options?: AskOptions,
  ): Promise<Got<Buffer>>;
  /** The certificate with this SHA-256 (lower-case hex), which it is verified to have. */
  issuer(sha256: string, options?: AskOptions): Promise<Got<Buffer>>;
}

export type LogClient = ClassicClient | StaticClient;
