import type { Finding, Judgement } from '../rules/model.js';
import type { SourcePosition } from '../policy/model.js';
import { badge, cut, inert, isUnseen, printed, printedJoin, stepsOf, type Plain } from '../report/index.js';
import type { FailOn } from './inputs.js';

/** A note that GitHub shows at a line of a file. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: Plain;
  readonly message: Plain;
  /** In the toolkit's terms. Lines and columns count from 1 and are inclusive. */
  readonly at?: {
    readonly file: Plain;
    readonly startLine: number;
    readonly endLine: number;
    readonly startColumn?: number;
    readonly endColumn?: number;
  };
}

/** GitHub shows ten annotations of each level a step: nine, and one that says how many more there are. */
const MOST_OF_A_LEVEL = 9;
/** The runner cuts a message after 4,096 characters. */
const MOST_CHARACTERS = 4_000;
const LEVELS = ['error', 'warning', 'notice'] as const;

/** Annotations for findings: what fails the step as errors, what could not be seen and what is grave as warnings. */
export function findingAnnotations({ findings }: Judgement, failOn: FailOn): Annotation[] {
  return bounded(
    findings
      .filter((finding) => finding.waived === undefined || isUnseen(finding))
      // What the merge ends needs nobody: the summary has it.
      .filter((finding) => finding.stage !== 'accepted' || finding.fails)
      .map((finding) => ({
        level: levelOf(finding, failOn),
        title: printed`caa-guard: ${inert(finding.rule)} (${waits(finding) ? printed`waits for the merge` : badge(finding)})`,
        message: messageOf(finding),
        ...placeOf(finding.at),
      })),
  );
}

/** What could not be seen is no less unknown before the merge. */
function waits(finding: Finding): boolean {
  return finding.stage === 'pending' && !isUnseen(finding);
}

function levelOf(finding: Finding, failOn: FailOn): Annotation['level'] {
  if (finding.fails) return failOn.drift ? 'error' : 'warning';
  if (isUnseen(finding)) return failOn.unknown ? 'error' : 'warning';
  // No reason to look twice now.
  if (waits(finding)) return 'notice';
  return finding.severity === 'critical' || finding.severity === 'high' ? 'warning' : 'notice';
}

/** Lines of what a change loosens: a reviewer has to see them at the line. */
const MOST_LOOSENED = 5;

function messageOf({ zone, title, detail, mend, diff, stage }: Finding): Plain {
  const steps = stepsOf(mend);
  const loosened = stage === 'weakened' ? diff.slice(0, MOST_LOOSENED) : [];
  const paragraphs = [
    zone === '' ? printed`${title}` : printed`${inert(zone)}: ${title}`,
    ...loosened.map(({ op, text }) => printed`   ${inert(op)} ${text}`),
    ...detail.slice(0, 1).map((one) => printed`${one}`),
    ...steps.flatMap(({ words, records }, i) => [
      printed`${steps.length > 1 ? printed`${i + 1}. ` : printed`To mend it: `}${words}`,
      ...records.map((record) => printed`   ${record}`),
    ]),
  ];
  return clipped(printedJoin(paragraphs, '\n'));
}

/** Nine of each level, and one that counts the rest. */
export function bounded(annotations: readonly Annotation[]): Annotation[] {
  return LEVELS.flatMap((level) => {
    const all = annotations.filter((one) => one.level === level);
    const rest = all.length - MOST_OF_A_LEVEL;
    if (rest <= 1) return all;
    const message = printed`and ${rest} more of this level; the job summary and the JSON report have them`;
    return [...all.slice(0, MOST_OF_A_LEVEL), { level, title: printed`caa-guard`, message }];
  });
}

/** The place of an annotation, if it is one that GitHub can show: a plain relative path into the repository. */
export function placeOf(at: SourcePosition | undefined): Pick<Annotation, 'at'> {
  // A packaged policy is no file of the repository.
  if (at === undefined || at.file.startsWith('caa-guard:')) return {};
  if (!/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\x20-\x7e]{1,500}$/.test(at.file)) return {};
  const { file, line, column } = at;
  // Our end is exclusive: one that lies before the first column of a line is the end of the line before.
  const endLine = at.endColumn <= 1 && at.endLine > line ? at.endLine - 1 : at.endLine;
  const place = { file: inert(file.replace(/^(\.\/)+/, '')), startLine: line, endLine };
  // GitHub takes columns only where both ends are in one line.
  if (endLine !== line || at.endLine !== line) return { at: place };
  return { at: { ...place, startColumn: column, endColumn: Math.max(column, at.endColumn - 1) } };
}

/** No longer than what the runner shows. */
export function clipped(message: Plain): Plain {
  return cut(message, MOST_CHARACTERS);
}
