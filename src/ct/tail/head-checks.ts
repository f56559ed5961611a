import { text, type Text } from '../../base/text.js';
import { sameOctets } from '../merkle/hash.js';
import { proofOf, type Findings } from './findings.js';
import type { FollowedLog, SignedHead, TailFinding } from './model.js';
import type { LogState } from './state.js';

/** How far a log's clock may be ahead of ours, milliseconds. */
const AHEAD_MS = 5 * 60_000;
/** A log that promises a head every so often gets this much more: clocks and caches differ. */
const LENIENCE_MS = 60 * 60_000;
/** After so long without a single entry a log that is in use has come to a halt. */
const STANDSTILL_MS = 24 * 3_600_000;

/** How a new head stands to the one that all so far was held against. */
export type Relation = 'first' | 'same' | 'grown' | 'older' | 'broken';

/** What is wrong with a head by itself: its age (RFC 6962, section 3.5: a head is never older than the MMD). */
export function ageFindings(
  head: SignedHead,
  { log, state, now, findings }: { log: FollowedLog; state: LogState; now: number; findings: Findings },
): readonly TailFinding[] {
  const found: TailFinding[] = [];
  const age = now - head.timestamp;
  const most = log.mmdMs + LENIENCE_MS;
  if (age < -AHEAD_MS)
    found.push(
      findings.of(
        'bad-head',
        text`the head of ${head.size} entries is dated ${minutes(-age)} ahead`,
        proofOf(head),
      ),
    );
  if (age > most)
    found.push(
      findings.of(
        'frozen',
        text`the newest head, of ${head.size} entries, is ${minutes(age)} old; the log has to sign one every ${minutes(log.mmdMs)}`,
        proofOf(head),
      ),
    );
  else if (state.head?.size === head.size && now - state.grownAt > STANDSTILL_MS)
    found.push(
      findings.of(
        'frozen',
        text`the log has stood at ${head.size} entries for ${minutes(now - state.grownAt)}`,
        { ...proofOf(head), grownAt: state.grownAt },
      ),
    );
  return found;
}

/** How the head stands to the last one that was verified, and what that proves. */
export function relationOf(
  head: SignedHead,
  { head: before }: Pick<LogState, 'head'>,
  findings: Findings,
): { readonly relation: Relation; readonly finding?: TailFinding } {
  if (before === undefined) return { relation: 'first' };
  const proof = { ...proofOf(head), ...proofOf(before, 'earlier') };
  if (head.size === before.size) {
    if (sameOctets(head.root, before.root)) return { relation: 'same' };
    return {
      relation: 'broken',
      finding: findings.of(
        'fork',
        text`the log has signed two heads of ${head.size} entries with different roots`,
        proof,
      ),
    };
  }
  if (head.size > before.size) return { relation: 'grown' };
  if (head.timestamp <= before.timestamp) return { relation: 'older' };
  return {
    relation: 'broken',
    finding: findings.of(
      'shrunk',
      text`the log has signed a head of ${head.size} entries after one of ${before.size}: entries are gone, or it shows us another history`,
      proof,
    ),
  };
}

function minutes(ms: number): Text {
  const whole = Math.round(ms / 60_000);
  return whole < 120 ? text`${whole} minutes` : text`${Math.round(whole / 60)} hours`;
}
