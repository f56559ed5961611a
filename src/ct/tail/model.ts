import type { Text } from '../../base/text.js';
import type { WatchItem } from '../watch/watch-list.js';
import type { EntryKind } from './entry-batch.js';

/** A log that is followed. */
export interface FollowedLog {
  /** SHA-256 of its key, lower-case hex. */
  readonly id: string;
  readonly description: string;
  readonly kind: 'rfc6962' | 'static';
  /** Where it is read: `url` of an RFC 6962 log, `monitoring_url` of a static one; ends with a slash. */
  readonly url: string;
  /** Of a static log: the first line of its checkpoints. */
  readonly origin: string;
  /** DER of its SubjectPublicKeyInfo. */
  readonly key: Uint8Array;
  /** Maximum merge delay, milliseconds. */
  readonly mmdMs: number;
}

/** A head whose signature was found right. */
export interface SignedHead {
  readonly size: number;
  readonly root: Uint8Array;
  /** Unix milliseconds. */
  readonly timestamp: number;
  /** As it came: JSON of get-sth, or a checkpoint. */
  readonly raw: string;
}

/**
 * What is wrong with a log, or with seeing it.
 * - `unseen`: it could not be read. `bad-head`: its head is none, or is not signed by its key.
 * - `fork`: it signed two heads of which neither can be the other's beginning. `wrong-root`: it signed a root that is not
 *   that of its entries. `corrupt-entries`: the entries that it gave are not those that it signed.
 * - `shrunk`: a later head is of fewer entries. `frozen`: its head is older than it may be, or it has long stood still.
 * - `late-entry`: an entry came later than the maximum merge delay after its timestamp.
 * - `malformed-entry`: an entry, or a certificate in it, cannot be read, so that it may concern anybody.
 */
export type TailFindingKind =
  | 'unseen'
  | 'bad-head'
  | 'fork'
  | 'wrong-root'
  | 'corrupt-entries'
  | 'shrunk'
  | 'frozen'
  | 'late-entry'
  | 'malformed-entry';

/** A finding about a log, with what proves it to others. */
export interface TailFinding {
  readonly log: Pick<FollowedLog, 'id' | 'description' | 'url'>;
  readonly kind: TailFindingKind;
  /** When it was found, Unix milliseconds. */
  readonly at: number;
  readonly detail: Text;
  /** Heads as they came, roots and hashes in hex, sizes and indices: what the finding rests on. From outside. */
  readonly proof: Readonly<Record<string, string | number>>;
}

/** An entry of a log that concerns what is watched, or may. */
export interface TailMatch {
  readonly log: Pick<FollowedLog, 'id' | 'description' | 'url'>;
  readonly index: number;
  /** Of the log's promise, Unix milliseconds. */
  readonly timestamp: number;
  /** `malformed`: neither a certificate nor a TBS was found, and `der` is the whole leaf. */
  readonly kind: EntryKind | 'malformed';
  /** Certificate or precertificate. */
  readonly der: Uint8Array;
  readonly issuerSpkiSha256?: string;
  /** DER of the issuer and of those above it, as far as the log gave them. */
  readonly chain: readonly Uint8Array[];
  /** What it concerns; absent: it cannot be told, so that it may be anybody. */
  readonly item?: WatchItem;
}

export type TailEvent =
  | { readonly kind: 'match'; readonly match: TailMatch }
  | { readonly kind: 'finding'; readonly finding: TailFinding }
  /** `position` entries are read, of `size`. */
  | { readonly kind: 'progress'; readonly log: FollowedLog; readonly position: number; readonly size: number }
  /** The root of all entries so far is that of a signed head. */
  | { readonly kind: 'verified'; readonly log: FollowedLog; readonly size: number };
