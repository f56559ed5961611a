import { CompactTree } from '../merkle/compact-tree.js';
import type { SignedHead } from './model.js';

/** Which watch list was in force from which entry on. */
export interface WatchedSince {
  /** SHA-256 of the list, as `WatchFiles` names it. */
  readonly list: string;
  readonly from: number;
}

/**
 * Where the reading of a log stands. `position` is what was read, `verified` the part of it whose root a signed head has:
 * both go on together, and `position` falls back to `verified` where the log turns out to have given something else than
 * it signed.
 */
export interface LogState {
  /** Where reading began: entries before it were never seen. */
  readonly begun: number;
  readonly position: CompactTree;
  readonly verified: CompactTree;
  /** The head that `verified` was held against; absent until there was one. */
  readonly head?: SignedHead;
  /** When that was, and when the head grew last, Unix milliseconds. */
  readonly verifiedAt: number;
  readonly grownAt: number;
  readonly watched: readonly WatchedSince[];
}

const FORMAT = 'caa-guard/tail-state/1';

export function emptyState(now: number): LogState {
  return {
    begun: 0,
    position: new CompactTree(),
    verified: new CompactTree(),
    verifiedAt: 0,
    grownAt: now,
    watched: [],
  };
}

export function writeState(logId: string, { head, ...state }: LogState): string {
  return `${JSON.stringify(
    {
      format: FORMAT,
      log: logId,
      ...state,
      ...(head === undefined ? {} : { head: { ...head, root: Buffer.from(head.root).toString('base64') } }),
    },
    null,
    2,
  )}\n`;
}

/** The state in a file; `undefined` if it is damaged, or that of another log. */
export function readState(text: string, logId: string): LogState | undefined {
  const value = parsed(text);
  if (value?.['format'] !== FORMAT || value['log'] !== logId) return undefined;
  const position = CompactTree.fromJSON(value['position']);
  const verified = CompactTree.fromJSON(value['verified']);
  const head = value['head'] === undefined ? null : headOf(value['head']);
  const watched = watchedOf(value['watched']);
  const { begun, verifiedAt, grownAt } = value;
  if (position === undefined || verified === undefined || head === undefined || watched === undefined)
    return undefined;
  if (!isCount(begun) || !isCount(verifiedAt) || !isCount(grownAt) || verified.size > position.size)
    return undefined;
  return { begun, position, verified, ...(head === null ? {} : { head }), verifiedAt, grownAt, watched };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function headOf(value: unknown): SignedHead | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { size, root, timestamp, raw } = value as Record<string, unknown>;
  if (!isCount(size) || !isCount(timestamp) || typeof root !== 'string' || typeof raw !== 'string')
    return undefined;
  return { size, timestamp, raw, root: Buffer.from(root, 'base64') };
}

function watchedOf(value: unknown): readonly WatchedSince[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const lists = (value as readonly unknown[]).map((one) => (one ?? {}) as Partial<WatchedSince>);
  return lists.every(({ list, from }) => typeof list === 'string' && isCount(from))
    ? (lists as readonly WatchedSince[])
    : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
