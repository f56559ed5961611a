import { renderText } from '../base/text.js';
import type { Lineage } from './lineage.js';
import type { DomainPolicy, FailOn } from './model.js';
import type { PolicyProblem } from './problem.js';
import { domainWeakenings } from './weakenings.js';

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
    return domainWeakenings(upTo(lineage.slice(0, i + 1)), domain).flatMap((one): PolicyProblem[] => {
      const lock = locks.get(one.clause);
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

/** Of several files, the strictest decides what fails a run. */
export function strictestFailOn(lineages: readonly Lineage[]): FailOn {
  const all = lineages.flatMap(
    (lineage) => lineage.findLast((one) => one.failOn !== undefined)?.failOn?.value ?? [],
  );
  return all.reduce<FailOn>((strictest, one) => (rank(one) < rank(strictest) ? one : strictest), {});
}
