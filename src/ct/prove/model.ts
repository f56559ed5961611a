import type { LogPlace, ReadFailure } from '../reader/model.js';

/** A log that SCTs may be of: how to read it, and within what time it has to include what it promised. */
export interface ProvableLog extends LogPlace {
  /** Maximum merge delay in milliseconds. */
  readonly mmd: number;
}

/** Why something that a log showed speaks against it. */
export type Contradiction =
  /** Another entry stands at the index that the SCT names. */
  | 'other-leaf'
  /** Tiles or an audit path do not lead to the root that it signed. */
  | 'root'
  /** A tile does not hash to its entry in the tile above, or has not the size that it must have. */
  | 'tile'
  /** An answer is not signed by the log, or no answer of a log. */
  | 'head'
  /** The tree that it signed before is not the beginning of the one that it signs now. */
  | 'history'
  /** It has fewer entries than it signed before, or another root for as many. */
  | 'shrunk'
  | 'two-roots';

/** How an entry that an SCT promises stands in the log. */
export type Inclusion =
  | { readonly state: 'included'; readonly index: number; readonly size: number }
  /** Not yet due: the log has until then, Unix milliseconds. */
  | { readonly state: 'pending'; readonly until: number }
  /** Due since then, and the head, of that time, of so many entries, is without it. */
  | { readonly state: 'not-included'; readonly due: number; readonly size: number; readonly headAt: number }
  | { readonly state: 'contradicted'; readonly why: Contradiction; readonly detail: string }
  | { readonly state: 'unseen'; readonly failure: Pick<ReadFailure, 'code' | 'detail' | 'url'> };

/** Two heads of a log held against each other. */
export type Consistency =
  | { readonly state: 'consistent' }
  | { readonly state: 'contradicted'; readonly why: Contradiction; readonly detail: string }
  | { readonly state: 'unseen'; readonly failure: Pick<ReadFailure, 'code' | 'detail' | 'url'> };

/** What it took. */
export interface ProofCost {
  readonly requests: number;
  readonly octets: number;
}

/** Octets that a log gave, for a proof that speaks against it. Base64. */
export interface Exhibit {
  readonly url: string;
  readonly octets: string;
}

/**
 * All that a verdict of inclusion rests on, to be checked again by anybody, without a network. Octets are base64; hex is
 * lower-case.
 */
export interface InclusionRecord {
  readonly log: {
    readonly id: string;
    /** SubjectPublicKeyInfo. */
    readonly key: string;
    readonly kind: LogPlace['kind'];
    readonly origin: string;
    readonly mmd: number;
  };
  /** The checkpoint, or the answer to `get-sth`, as it came. */
  readonly head?: string;
  /** Index and audit path, where the log showed one. */
  readonly index?: number;
  readonly path?: readonly string[];
  /** Answers that speak against the log, as they came. */
  readonly exhibits?: readonly Exhibit[];
}
