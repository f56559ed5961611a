import type { Finding, Judgement, Outcome } from '../rules/model.js';
import type { Text } from '../base/text.js';

/** What a report shows of one domain; `zone` is `''` for what concerns the run as a whole. */
export interface Group {
  readonly zone: string;
  readonly outcome: Outcome;
  readonly checked: readonly Text[];
  readonly findings: readonly Finding[];
}

/** The judgement by domain: those with the gravest findings first, then the unseen, then the ok ones by name. */
export function groupsOf(judgement: Judgement): Group[] {
  const findings = new Map<string, Finding[]>();
  for (const finding of judgement.findings) {
    const some = findings.get(finding.zone);
    if (some === undefined) findings.set(finding.zone, [finding]);
    else some.push(finding);
  }
  const groups: Group[] = judgement.domains.map(({ zone, outcome, checked }) => ({
    zone,
    outcome,
    checked,
    findings: findings.get(zone) ?? [],
  }));
  const known = new Set(judgement.domains.map(({ zone }) => zone));
  for (const [zone, some] of findings)
    if (!known.has(zone)) groups.push({ zone, outcome: outcomeOf(some), checked: [], findings: some });
  const place = new Map([...findings.keys()].map((zone, i) => [zone, i]));
  const last = place.size;
  return groups.sort(
    (a, b) =>
      OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
      (place.get(a.zone) ?? last) - (place.get(b.zone) ?? last) ||
      (a.zone < b.zone ? -1 : 1),
  );
}

const OUTCOMES: readonly Outcome[] = ['drift', 'unknown', 'ok'];

function outcomeOf(findings: readonly Finding[]): Outcome {
  if (findings.some(({ fails }) => fails)) return 'drift';
  return findings.some(isUnseen) ? 'unknown' : 'ok';
}

/** The numbers of a judgement. Every finding is counted in exactly one of failing, unseen, waived and other. */
export interface Tally {
  readonly domains: Readonly<Record<Outcome | 'total', number>>;
  readonly findings: {
    readonly total: number;
    /** Each makes the run fail. */
    readonly failing: number;
    /** What could not be seen. */
    readonly unseen: number;
    readonly waived: number;
    /** Shown, and of no consequence for the run. */
    readonly other: number;
  };
}

export function tallyOf({ domains, findings }: Judgement): Tally {
  const outcomes = (outcome: Outcome): number => domains.filter((one) => one.outcome === outcome).length;
  const failing = findings.filter(({ fails }) => fails).length;
  const unseen = findings.filter(isUnseen).length;
  const waived = findings.filter((one) => !one.fails && !isUnseen(one) && one.waived !== undefined).length;
  return {
    domains: {
      total: domains.length,
      ok: outcomes('ok'),
      drift: outcomes('drift'),
      unknown: outcomes('unknown'),
    },
    findings: {
      total: findings.length,
      failing,
      unseen,
      waived,
      other: findings.length - failing - unseen - waived,
    },
  };
}

/** A finding that says that something could not be seen. A waiver does not make it seen. */
export function isUnseen({ kind, fails }: Pick<Finding, 'kind' | 'fails'>): boolean {
  return kind === 'unknown' && !fails;
}

/** A finding of no consequence for this run, since it begins or ends with the merge of a change. */
export function isForLater(finding: Finding): boolean {
  const { stage, fails, waived } = finding;
  return (
    (stage === 'pending' || stage === 'accepted') && !fails && waived === undefined && !isUnseen(finding)
  );
}
