import { createHash } from 'node:crypto';
import { outside, own, text, type Text } from '../../base/text.js';
import { instantWords } from '../../base/time-words.js';
import type { GetFailure } from '../reader/get.js';
import type { FollowedLog, SignedHead, TailFinding, TailFindingKind, TailMatch } from './model.js';

/** Findings about one log, dated. */
export class Findings {
  constructor(
    private readonly log: FollowedLog,
    private readonly now: () => number,
  ) {}

  of(kind: TailFindingKind, detail: Text, proof: TailFinding['proof'] = {}): TailFinding {
    const { id, description, url } = this.log;
    return { log: { id, description, url }, kind, at: this.now(), detail, proof };
  }

  unseen({ failure, detail }: GetFailure, what: Text): TailFinding {
    return this.of('unseen', text`${what} could not be read: ${outside(detail)}`, { failure });
  }
}

/** A head as a proof. */
export function proofOf(head: SignedHead, which: 'head' | 'earlier' = 'head'): TailFinding['proof'] {
  return {
    [`${which}`]: head.raw,
    [`${which}Size`]: head.size,
    [`${which}Root`]: Buffer.from(head.root).toString('hex'),
    [`${which}Timestamp`]: head.timestamp,
  };
}

/** An answer that is no head, or one that the log did not sign. `why` is in our own words or holds such. */
export function badHead(findings: Findings, why: string, body: Buffer): TailFinding {
  const proof = { head: body.toString('utf8', 0, 4_000) };
  return findings.of('bad-head', text`the head of the log does not count: ${outside(why)}`, proof);
}

/** Entries that did not come, or an answer that holds none. */
export function unreadableAnswer(
  findings: Findings,
  read: { readonly failure: GetFailure } | { readonly wrong: string; readonly from: number },
): TailFinding {
  if ('failure' in read) return findings.unseen(read.failure, own('the entries of the log'));
  return findings.of(
    'unseen',
    text`what the log gave for the entries from ${read.from} on cannot be read: ${outside(read.wrong)}`,
    { from: read.from },
  );
}

export function malformedEntry(findings: Findings, { index, der, kind }: TailMatch): TailFinding {
  const what =
    kind === 'malformed' ? 'is none that a log may have' : 'has a certificate in which a name may hide';
  return findings.of('malformed-entry', text`entry ${index} ${own(what)}: it may concern anybody`, {
    index,
    sha256: createHash('sha256').update(der).digest('hex'),
  });
}

/** An entry that a head is without, though it was promised long before. */
export interface LateEntry {
  readonly index: number;
  /** Unix milliseconds. */
  readonly timestamp: number;
}

export function lateEntry(
  findings: Findings,
  late: LateEntry,
  mmdMs: number,
  before: SignedHead | undefined,
): TailFinding {
  const until = instantWords(Math.min(late.timestamp + mmdMs, LAST_TIME));
  return findings.of(
    'late-entry',
    text`entry ${late.index} was promised for ${until} at the latest, and a head of after that is without it`,
    { ...late, mmdMs, ...(before === undefined ? {} : proofOf(before)) },
  );
}

/** The last moment that a Date can be. */
const LAST_TIME = 8_640_000_000_000_000;
