import { booleanOf, labelsOf, loginsOf, longSpanOf, mostOf } from './input-values.js';

/** How issues are kept on a schedule. */
export interface IssueInputs {
  /** The first is the one by which issues are found again. */
  readonly labels: readonly [string, ...string[]];
  readonly assignees: readonly string[];
  /** Issues that one run may open. */
  readonly maxNew: number;
  /** Milliseconds for which something has to have been unseen before an issue says so. */
  readonly unknownAfter: number;
  /** Milliseconds after closing within which the same issue is opened again, and not another. */
  readonly reopenWithin: number;
  /** Account whose issues are ours; absent: the one that the token acts for. */
  readonly author?: string;
}

/** The inputs of `action.yml` about issues. */
type IssueInputName =
  | 'issues'
  | 'issue-labels'
  | 'issue-assignees'
  | 'issue-author'
  | 'max-new-issues'
  | 'unknown-after'
  | 'reopen-within';

const HOUR = 3_600_000;

/** How issues are kept; `undefined` where they are not asked for. What is said of them is read all the same. */
export function issuesOf(
  reading: <Value>(name: IssueInputName, read: (text: string) => Value) => Value | undefined,
): IssueInputs | undefined {
  const asked = reading('issues', booleanOf);
  const [label = 'caa-guard', ...labels] = reading('issue-labels', labelsOf) ?? [];
  const assignees = reading('issue-assignees', loginsOf);
  const [author] = reading('issue-author', loginsOf) ?? [];
  const maxNew = reading('max-new-issues', mostOf);
  const unknownAfter = reading('unknown-after', longSpanOf);
  const reopenWithin = reading('reopen-within', longSpanOf);
  if (asked !== true) return undefined;
  return {
    labels: [label, ...labels],
    assignees: assignees ?? [],
    maxNew: maxNew ?? 10,
    unknownAfter: unknownAfter ?? 6 * HOUR,
    reopenWithin: reopenWithin ?? 30 * 24 * HOUR,
    ...(author === undefined ? {} : { author }),
  };
}
