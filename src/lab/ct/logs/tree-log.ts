import { createHash } from 'node:crypto';
import { LabLog } from '../log.js';
import type { Seeds } from '../../seeds.js';
import { leafIndexExtension, leafInput, u64, type LogEntry, type Submission } from './entry.js';
import { leafHash, LogTree } from './tree.js';

export interface TreeLogOptions {
  readonly description: string;
  readonly kind: 'rfc6962' | 'static';
  /** Submission prefix without scheme and final slash, as checkpoints name it: `log.lab.test/2026h2`. */
  readonly origin: string;
  readonly seeds?: Seeds;
  /** Milliseconds from the SCT to the entry being in the tree. Default: 0. */
  readonly mergeDelay?: number;
}

/** Signed: version 0, tree_hash (1), u64 timestamp, u64 size, root[32] (RFC 6962, section 3.5). */
export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
  /** Unix milliseconds. */
  readonly timestamp: number;
  /** DigitallySigned. */
  readonly signature: Buffer;
}

/** One history of a log: its entries and their tree. */
export interface History {
  readonly tree: LogTree;
  readonly entries: LogEntry[];
}

/**
 * A log with a tree: RFC 6962's or a static one (c2sp.org/static-ct-api). It can break each of its promises: leave out what
 * it promised to include, be late with it, and keep two histories.
 */
export class TreeLog extends LabLog {
  readonly main: History = { tree: new LogTree(), entries: [] };
  #second: History | undefined;
  #pending: { readonly entry: LogEntry; readonly due: number }[] = [];
  #sequenced = 0;
  #delay: number;
  #omit = 0;

  constructor(readonly options: TreeLogOptions) {
    super(options.description, options.seeds);
    this.#delay = options.mergeDelay ?? 0;
  }

  override add(submission: Submission): Buffer {
    const index = this.#sequenced;
    const extensions = this.options.kind === 'static' ? leafIndexExtension(index) : Buffer.alloc(0);
    if (this.#omit > 0) this.#omit--;
    else {
      this.#sequenced++;
      this.#pending.push({ entry: { ...submission, extensions }, due: submission.timestamp + this.#delay });
    }
    return this.sct(submission, extensions);
  }

  /** The next so many submissions get an SCT and are never included. */
  omitNext(count = 1): void {
    this.#omit = count;
  }

  /** From now on entries come so many milliseconds after their SCT. */
  delay(milliseconds: number): void {
    this.#delay = milliseconds;
  }

  /** Begins a second history after `size` entries, in which another entry follows; what is added later goes to both. */
  fork(size: number, instead: LogEntry): void {
    this.#second = { tree: this.main.tree.fork(size), entries: this.main.entries.slice(0, size) };
    include(this.#second, instead);
  }

  /** The history that is shown: the second one to those to whom the log lies. */
  history(which: 'main' | 'second', now: number): History {
    this.#integrate(now);
    return which === 'second' ? (this.#second ?? this.main) : this.main;
  }

  /** A signed tree head; `root` signs something else than the tree's root. */
  head(history: History, now: number, root = history.tree.root()): TreeHead {
    const { size } = history.tree;
    const input = Buffer.concat([Uint8Array.of(0, 1), u64(now), u64(size), root]);
    return { size, root, timestamp: now, signature: this.sign(input) };
  }

  /**
   * A checkpoint: origin, size, root, empty line, and a signature line that holds the key id[4], u64 timestamp and the
   * DigitallySigned. The key id is SHA-256 over origin, 0A, 05 and the log id.
   */
  checkpoint(head: TreeHead): string {
    const { origin } = this.options;
    const keyId = createHash('sha256')
      .update(`${origin}\n`)
      .update(Uint8Array.of(5))
      .update(this.logId)
      .digest()
      .subarray(0, 4);
    const signature = Buffer.concat([keyId, u64(head.timestamp), head.signature]).toString('base64');
    return `${origin}\n${head.size}\n${head.root.toString('base64')}\n\n\u2014 ${origin} ${signature}\n`;
  }

  #integrate(now: number): void {
    const due = this.#pending.filter((one) => one.due <= now);
    this.#pending = this.#pending.filter((one) => one.due > now);
    for (const { entry } of due) {
      include(this.main, entry);
      if (this.#second !== undefined) include(this.#second, entry);
    }
  }
}

function include({ tree, entries }: History, entry: LogEntry): void {
  entries.push(entry);
  tree.append(leafHash(leafInput(entry)));
}
