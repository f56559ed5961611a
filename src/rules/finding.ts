import { createHash } from 'node:crypto';
import type { FailOn } from '../policy/model.js';
import { SEVERITIES, type Draft, type Finding, type Kind, type Rule, type Severity } from './model.js';

/** First 16 hex digits of SHA-256 over rule, zone and subject, with a separator that none of them holds. */
export function findingId(rule: string, zone: string, subject: string): string {
  return createHash('sha256').update([rule, zone, subject].join('\u0000')).digest('hex').slice(0, 16);
}

/** Makes a finding of what a rule hands over. */
export function findingOf(rule: Rule, draft: Draft, zone: string, failOn: FailOn): Finding {
  const kind = draft.kind ?? rule.kind;
  const severity = draft.severity ?? rule.severity;
  const at = draft.zone ?? zone;
  return {
    id: findingId(rule.id, at, draft.subject),
    rule: rule.id,
    kind,
    severity,
    actor: draft.actor ?? rule.actor,
    zone: at,
    subject: draft.subject,
    title: draft.title,
    detail: draft.detail ?? [],
    diff: draft.diff ?? [],
    mend: draft.mend ?? [],
    ...(draft.at === undefined ? {} : { at: draft.at }),
    fails: fails(kind, severity, failOn),
  };
}

/** Drift always fails; a weakness does from the severity on that the policy names. Unknown is an outcome of its own. */
function fails(kind: Kind, severity: Severity, { weakness }: FailOn): boolean {
  if (kind === 'drift') return true;
  return kind === 'weakness' && weakness !== undefined && rank(severity) <= rank(weakness);
}

/** 0 for critical, rising. */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Most grave first, then by zone, rule, subject: the same order in every run. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    rank(a.severity) - rank(b.severity) ||
    order(a.zone, b.zone) ||
    order(a.rule, b.rule) ||
    order(a.subject, b.subject)
  );
}

export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
