import { own } from '../../base/text.js';
import { sameOctets } from '../merkle/hash.js';
import type { Concerns } from './concern.js';
import { diagnose } from './diagnose.js';
import type { TailFiles } from './files.js';
import { badHead, Findings, lateEntry, malformedEntry, unreadableAnswer } from './findings.js';
import { headPath, readHead } from './head.js';
import { ageFindings, relationOf } from './head-checks.js';
import { IssuerCache } from './issuer-cache.js';
import { LeafHasher } from './leaf-hashes.js';
import type { LogHttp } from './log-http.js';
import { withChain } from './match.js';
import type { FollowedLog, SignedHead, TailEvent, TailFinding } from './model.js';
import { Picking } from './picking.js';
import { readEntries } from './reading.js';
import type { LogState } from './state.js';

/** What a round over a log came to. */
export type Round =
  /** All that the log has signed so far is read, and its root is right. */
  | 'verified'
  /** It could not be read now; what was read before stands. */
  | 'unseen'
  /** It has broken its word: see the findings. */
  | 'broken'
  | 'aborted';

export interface FollowPorts {
  readonly http: LogHttp;
  readonly files: TailFiles;
  readonly concerns: Concerns;
  readonly clock: { now(): number; monotonic(): number };
  readonly report: (event: TailEvent) => void;
  readonly signal?: AbortSignal;
  readonly keepEvery?: Partial<KeepEvery>;
}

/** What was read is kept after so many entries, so many matches, or so many milliseconds, whichever comes first. */
export interface KeepEvery {
  readonly entries: number;
  readonly matches: number;
  readonly ms: number;
}

const KEEP_EVERY: KeepEvery = { entries: 100_000, matches: 200, ms: 10_000 };
/** Entries of one round that nobody can read: over that the round ends, and the log is at fault. */
const MOST_MALFORMED = 1_000;

/**
 * Follows one log: reads its head, then every entry up to it, and holds the root of all entries against the head. Nothing
 * counts as verified before that. Matches are on the disk before the position behind them is: killed at any moment it goes
 * on without a gap, and what it finds a second time is the same file.
 */
export class Follower {
  readonly #findings: Findings;
  readonly #hasher = new LeafHasher();
  readonly #issuers: IssuerCache;
  readonly #picking: Picking;

  constructor(
    readonly log: FollowedLog,
    private readonly ports: FollowPorts,
    private state: LogState,
  ) {
    this.#findings = new Findings(log, () => ports.clock.now());
    this.#issuers = new IssuerCache(ports.http);
    this.#picking = new Picking(log, ports.concerns);
  }

  /** One round. Rejects only when the state cannot be written. */
  async round(): Promise<Round> {
    this.#picking.unreadable = 0;
    const head = await this.#head();
    if (head === undefined) return this.#ended() ? 'aborted' : 'unseen';
    const { relation, finding } = relationOf(head, this.state, this.#findings);
    if (finding !== undefined) {
      await this.#say(finding);
      return 'broken';
    }
    if (relation === 'older') return 'unseen';
    if (relation === 'same') return this.#agreed(head);
    // What was read further than this head goes is not yet verified: it is read again.
    if (this.state.position.size > head.size) this.#fallBack();
    const carried = this.state.position.size > this.state.verified.size;
    const first = await this.#upTo(head);
    if (first !== 'broken' || !carried) return first === 'broken' ? this.#blame(head) : first;
    // Read in an earlier round, perhaps while the log was ill: once more from where all was well.
    this.#fallBack();
    const again = await this.#upTo(head);
    return again === 'broken' ? this.#blame(head) : again;
  }

  async #head(): Promise<SignedHead | undefined> {
    const answer = await this.ports.http.get(headPath(this.log));
    if (!('body' in answer)) {
      if (answer.failure !== 'aborted')
        await this.#say(this.#findings.unseen(answer, own('the head of the log')));
      return undefined;
    }
    const head = readHead(this.log, answer.body);
    if (typeof head === 'string') {
      await this.#say(badHead(this.#findings, head, answer.body));
      return undefined;
    }
    const now = this.ports.clock.now();
    for (const finding of ageFindings(head, {
      log: this.log,
      state: this.state,
      now,
      findings: this.#findings,
    }))
      await this.#say(finding);
    return head;
  }

  /** Reads from the position up to the head; `broken`: the root is another. */
  async #upTo(head: SignedHead): Promise<Round> {
    const position = this.state.position.copy();
    let kept = position.size;
    let keptAt = this.ports.clock.monotonic();
    const { head: before } = this.state;
    const promised = before === undefined ? -Infinity : before.timestamp - this.log.mmdMs;
    const every = { ...KEEP_EVERY, ...this.ports.keepEvery };
    const keep = async (): Promise<void> => {
      await this.#keep({ ...this.state, position: position.copy() });
      kept = position.size;
      keptAt = this.ports.clock.monotonic();
      this.ports.report({ kind: 'progress', log: this.log, position: kept, size: head.size });
    };
    for await (const read of readEntries(this.ports.http, position.size, head.size)) {
      if (!('batch' in read)) {
        await keep();
        if (this.#ended()) return 'aborted';
        await this.#say(unreadableAnswer(this.#findings, read));
        return 'unseen';
      }
      this.#picking.look(read.batch, read.from, promised);
      this.#hasher.append(read.batch, position);
      const due =
        position.size - kept >= every.entries ||
        this.#picking.waiting >= every.matches ||
        this.ports.clock.monotonic() - keptAt >= every.ms;
      if (due && position.size < head.size) await keep();
      if (this.#ended() || this.#picking.unreadable > MOST_MALFORMED) break;
    }
    if (position.size < head.size) {
      await keep();
      return this.#ended() ? 'aborted' : 'unseen';
    }
    if (!sameOctets(position.root(), head.root)) {
      await this.#keep({ ...this.state, position });
      return 'broken';
    }
    return this.#agreed(head, position);
  }

  /** Matches first, then the state that says that their entries are read. */
  async #keep(state: LogState): Promise<void> {
    const matches = [];
    for (const { match, fingerprints } of this.#picking.take())
      matches.push(
        fingerprints.length === 0 ? match : withChain(match, await this.#issuers.chainOf(fingerprints)),
      );
    for (const match of await this.ports.files.putMatches(this.log.id, matches))
      this.ports.report({ kind: 'match', match });
    for (const match of matches)
      if (match.item === undefined) await this.#say(malformedEntry(this.#findings, match));
    await this.ports.files.putState(this.log.id, state);
    this.state = state;
  }

  async #agreed(head: SignedHead, position = this.state.position): Promise<Round> {
    const now = this.ports.clock.now();
    const { late } = this.#picking;
    if (late !== undefined) await this.#say(lateEntry(this.#findings, late, this.log.mmdMs, this.state.head));
    this.#picking.late = undefined;
    const grown = this.state.head === undefined || head.size > this.state.head.size;
    await this.#keep({
      ...this.state,
      position,
      verified: position.copy(),
      head,
      verifiedAt: now,
      grownAt: grown ? now : this.state.grownAt,
    });
    this.ports.report({ kind: 'verified', log: this.log, size: head.size });
    return 'verified';
  }

  async #blame(head: SignedHead): Promise<Round> {
    const { head: before, position } = this.state;
    const mismatch = {
      head,
      computed: position.root(),
      lastLeaf: this.#picking.lastLeaf,
      ...(before === undefined ? {} : { before }),
    };
    await this.#say(await diagnose(mismatch, this.ports.http, this.#findings));
    this.#fallBack();
    await this.#keep(this.state);
    return 'broken';
  }

  #fallBack(): void {
    this.state = { ...this.state, position: this.state.verified.copy() };
    this.#picking.late = undefined;
  }

  #ended(): boolean {
    return this.ports.signal?.aborted === true;
  }

  async #say(finding: TailFinding): Promise<void> {
    // What passes is said and not kept: a directory full of it would hide the rest.
    if (finding.kind !== 'unseen') await this.ports.files.putFinding(finding);
    this.ports.report({ kind: 'finding', finding });
  }
}
