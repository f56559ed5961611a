import { grouped } from '../base/grouped.js';
import type { Policy, Waiver } from '../policy/model.js';
import { order } from './finding.js';
import type { Draft, Finding } from './model.js';
import { policyLocked } from './policy/locked.js';
import { expiredWaiver, waiverExpired } from './policy/waiver-expired.js';
import { unusedWaiver, waiverUnused } from './policy/waiver-unused.js';
import type { Rule } from './model.js';

const DAY = 86_400_000;

/** Whether a waiver holds at `now` (Unix milliseconds): through the whole of its last day, UTC. */
export function waiverHolds({ expires }: Waiver, now: number): boolean {
  if ('malformed' in expires) return false;
  const start = startOfDay(expires.day);
  return start !== undefined && now < start + DAY;
}

/**
 * Marks what is waived, and says which waivers have expired or cover nothing. What could not be seen cannot be
 * waived: accepting to be blind does not make anybody see. A waiver for it counts as used all the same. A policy that is
 * not the locked one cannot be waived either: the waiver would be part of the change that the lock is there to stop.
 */
export function applyWaivers(
  findings: readonly Finding[],
  policy: Policy,
  now: number,
  { partly }: { readonly partly: boolean } = { partly: false },
): { readonly findings: readonly Finding[]; readonly drafts: readonly { rule: Rule; draft: Draft }[] } {
  const holding = grouped(
    policy.waivers.filter((waiver) => waiverHolds(waiver, now)),
    (waiver) => [coverOf(waiver)],
  );
  const found = grouped(findings, coversOf);
  const blind = findings.some(({ kind }) => kind === 'unknown');
  const drafts = policy.waivers.flatMap((waiver) => {
    const covered = found.get(coverOf(waiver)) ?? [];
    if (partly && covered.length === 0) return [];
    if (!waiverHolds(waiver, now)) return [{ rule: waiverExpired, draft: expiredWaiver(waiver, covered) }];
    return covered.length > 0 || blind ? [] : [{ rule: waiverUnused, draft: unusedWaiver(waiver) }];
  });
  return { findings: findings.map((finding) => waive(finding, holding)), drafts };
}

function waive(finding: Finding, holding: ReadonlyMap<string, readonly Waiver[]>): Finding {
  if (finding.kind === 'unknown' || finding.rule === policyLocked.id) return finding;
  // Of two that end on one day the one about the subject counts, since it says more.
  const [waiver] = coversOf(finding)
    .flatMap((cover) => holding.get(cover) ?? [])
    .sort((a, b) => order(untilOf(b), untilOf(a)));
  if (waiver === undefined) return finding;
  const { reason, owner } = waiver;
  return { ...finding, waived: { reason, owner, until: untilOf(waiver) }, fails: false };
}

/** What a waiver covers, as a key: findings of its rule about its subject, or about anything in the domain that is its subject. */
function coverOf({ rule, subject }: Waiver): string {
  return `${rule} ${subject}`;
}

/** What a finding is covered by, so that a thousand waivers need not be held against a thousand findings each. */
function coversOf({ rule, subject, zone }: Finding): readonly string[] {
  return [...new Set([`${rule} ${subject}`, `${rule} ${zone}`])];
}

function untilOf({ expires }: Waiver): string {
  return 'day' in expires ? expires.day : expires.malformed;
}

/** Start of a day written `YYYY-MM-DD`; `undefined` for a text that is none, or a day that no calendar has. */
function startOfDay(day: string): number | undefined {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return undefined;
  const start = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(start)) return undefined;
  return new Date(start).toISOString().startsWith(day) ? start : undefined;
}
