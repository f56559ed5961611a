import type { MaterialFiles } from '../ct/ledger/files.js';
import type { Clock, Exchange } from '../dns/model.js';

/** A stream of text to a person or a program. */
export interface Sink {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in characters, of a terminal. */
  readonly columns?: number;
}

export interface Files {
  /** UTF-8 text; rejects with a Node error (`code` ENOENT ...) when it cannot. */
  read(path: string): Promise<string>;
  /**
   * Rejects with code EEXIST when `path` exists and `overwrite` is false. All of a file or nothing, wherever that can be: a
   * pipe is written to as it is.
   */
  write(path: string, text: string, options: { readonly overwrite: boolean }): Promise<void>;
  /** Writes all of a file or nothing: whoever reads meanwhile sees the old text or the new one. */
  replace(path: string, text: string): Promise<void>;
}

/** All that the command line sees of the outside. Tests pass their own; `system.ts` has the real ones. */
export interface CliPorts {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** All of standard input, as UTF-8 text. Absent: there is none. */
  readonly stdin?: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly files: Files;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Stands in for the network, in tests. Default: the real one. */
  readonly exchange?: Exchange;
  readonly fetch?: typeof fetch;
  /** Paths below a folder, as seen from it, that a pattern stands for, sorted. Default: this machine's. */
  readonly find?: (pattern: string, folder: string) => Promise<readonly string[]>;
  /** Certificates, requests and the folders of ACME clients. Default: this machine's. */
  readonly materialFiles?: MaterialFiles;
}
