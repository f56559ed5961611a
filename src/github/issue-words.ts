import { own, text, type Text } from '../base/text.js';
import { entities, linked, markdown, markdownJoin, printed, type Markdown } from '../report/index.js';
import { clipped, type Annotation } from './annotations.js';
import type { IssueReport } from './issues/index.js';
import type { Job } from './ports.js';

/** What became of issues, for the job summary; nothing where none are kept. */
export function issueMarkdown(report: IssueReport | undefined, job: Job): Markdown {
  if (report === undefined) return markdown``;
  const { open, done, left, problems, told, notes } = report;
  const numbers = open.map((number) => linked(markdown`${entities(`#${number}`)}`, issueUrl(number, job)));
  const lines: readonly Text[] = [
    ...done,
    ...problems,
    ...notes,
    ...(left === 0
      ? []
      : [text`${left} more will be opened by later runs, since one run opens only so many`]),
    ...(told ? [] : [own('Not everything that was found is told by an issue.')]),
  ];
  const list = markdownJoin(
    lines.slice(0, 100).map((line) => markdown`- ${line}\n`),
    '',
  );
  const standing =
    open.length === 0
      ? markdown`No issue is open for what was found.`
      : markdown`Open for what was found: ${markdownJoin(numbers, ', ')}.`;
  return markdown`\n#### Issues\n\n${standing}\n\n${list}`;
}

function issueUrl(number: number, { serverUrl, repository }: Job): string {
  return `${serverUrl}/${repository}/issues/${number}`;
}

/** What could not be done with issues. */
export function issueAnnotations(report: IssueReport | undefined): readonly Annotation[] {
  return (report?.problems ?? []).slice(0, 3).map((problem) => ({
    level: 'warning',
    title: printed`caa-guard: issues`,
    message: clipped(printed`${problem}`),
  }));
}
