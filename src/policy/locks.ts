import { renderText } from '../base/text.js';
import { approvalLoosened } from './approval-strictness.js';
import type { Lineage } from './lineage.js';
import type { ApprovalRule, DomainPolicy, FailOn, NamePolicy } from './model.js';
import type { PolicyProblem } from './problem.js';
import { domainWeakenings, policyFor } from './weakenings.js';

/**
 * Each file that locks clauses is held against what came out in the end. `upTo` gives the domain as it stood with the files of a
 * lineage up to that one.
 */
export function lockProblems(
  lineage: Lineage,
  domain: DomainPolicy,
  upTo: (files: Lineage) => DomainPolicy,
): readonly PolicyProblem[] {
  return lineage.slice(0, -1).flatMap((file, i) => {
    if (file.locked.length === 0) return [];
    const locks = new Map(file.locked.map((lock) => [lock.key, lock]));
    const held = upTo(lineage.slice(0, i + 1));
    return domainWeakenings(held, domain).flatMap((one): PolicyProblem[] => {
      const [before, now] = [policyFor(held, one.subject), policyFor(domain, one.subject)];
      const lock = locks.get(one.clause) ?? locks.get(impliedBy(one.clause, before, now));
      if (lock === undefined) return [];
      const words = renderText(one.words, (value) => value);
      return [
        {
          code: 'locked',
          at: one.at ?? domain.at,
          message: `expected ${one.clause} of ${one.subject} to be at least as strict as ${file.file}:${lock.at.line} locks it; this loosens it: ${words}. Make it stricter, or change the policy that locks it`,
        },
      ];
    });
  });
}

/**
 * The clause whose lock holds for this one as well: the one that decides where this one is not said. Where wildcards follow
 * `issue` before and after, it is `issue` that is held against its lock.
 */
function impliedBy(clause: string, held: NamePolicy, now: NamePolicy): string {
  if (clause === 'issuewild' && held.issuewild === undefined && now.issuewild !== undefined) return 'issue';
  return clause === 'dnssec.plannedDs' ? 'dnssec.ds' : clause;
}

const BY_STRICTNESS: readonly FailOn['weakness'][] = ['low', 'medium', 'high', 'critical', undefined];
const rank = (failOn: FailOn): number => BY_STRICTNESS.indexOf(failOn.weakness);

/** The same for `failOn`, which no domain has. */
export function failOnLockProblems(lineage: Lineage): readonly PolicyProblem[] {
  const now = lineage.findLast((one) => one.failOn !== undefined)?.failOn;
  return lineage.flatMap((file, i): PolicyProblem[] => {
    const lock = file.locked.find(({ key }) => key === 'failOn');
    const held = lineage.slice(0, i + 1).findLast((one) => one.failOn !== undefined)?.failOn;
    if (lock === undefined || held === undefined || now === undefined) return [];
    if (rank(now.value) <= rank(held.value)) return [];
    return [
      {
        code: 'locked',
        at: now.at,
        message: `expected failOn to be at least as strict as ${file.file}:${lock.at.line} locks it (weakness: ${held.value.weakness ?? 'none'}); ${now.value.weakness ?? 'none'} came. Take it out, or change the policy that locks it`,
      },
    ];
  });
}

/** The same for `approval`. */
export function approvalLockProblems(lineage: Lineage): readonly PolicyProblem[] {
  const now = approvalOf(lineage);
  return lineage.flatMap((file, i): PolicyProblem[] => {
    const lock = file.locked.find(({ key }) => key === 'approval');
    if (lock === undefined) return [];
    return approvalLoosened(approvalOf(lineage.slice(0, i + 1)), now).map((one) => ({
      code: 'locked',
      at: one.at ?? lock.at,
      message: `expected approval to be at least as strict as ${file.file}:${lock.at.line} locks it; this loosens it: ${renderText(one.words, (value) => value)}. Take it out, or change the policy that locks it`,
    }));
  });
}

function approvalOf(lineage: Lineage): ApprovalRule | undefined {
  return lineage.findLast((one) => one.approval !== undefined)?.approval;
}

/** One rule holds for the run: of several files, those that have one have to say the same. */
export function oneApproval(
  lineages: readonly Lineage[],
  problems: PolicyProblem[],
): ApprovalRule | undefined {
  const [first, ...others] = lineages.flatMap((lineage) => approvalOf(lineage) ?? []);
  const other = others.find(
    (one) => approvalLoosened(first, one).length + approvalLoosened(one, first).length > 0,
  );
  if (first !== undefined && other !== undefined)
    problems.push({
      code: 'approval-twice',
      at: other.at,
      message: `expected one rule for approval in a run; another stands at ${first.at.file}:${first.at.line}. Declare it in one of the files, or in one that both extend`,
    });
  return first;
}

/** Of several files, the strictest decides what fails a run. */
export function strictestFailOn(lineages: readonly Lineage[]): FailOn {
  const all = lineages.flatMap(
    (lineage) => lineage.findLast((one) => one.failOn !== undefined)?.failOn?.value ?? [],
  );
  return all.reduce<FailOn>((strictest, one) => (rank(one) < rank(strictest) ? one : strictest), {});
}
