import { outside, own, text } from '../base/text.js';
import type { Judgement } from '../rules/model.js';
import {
  exact,
  EXIT_CODES,
  linesOf,
  markdown,
  printed,
  printedJoin,
  renderJson,
  renderMarkdown,
  renderTerminal,
  tallyOf,
  word,
  type ExitCode,
  type Exact,
  type Markdown,
  type Plain,
} from '../report/index.js';
import { findingAnnotations } from './annotations.js';
import type { LeftFiles } from './files.js';
import type { FailOn, Inputs } from './inputs.js';
import { issueAnnotations, issueMarkdown } from './issue-words.js';
import type { IssueReport } from './issues/index.js';
import { orSay } from './or-say.js';
import type { RunPorts } from './ports.js';
import { withoutToken } from './secret.js';
import type { Output } from './toolkit.js';

/** GitHub drops a job summary whole that is over 1 MiB; earlier steps do not count. */
const SUMMARY_BYTES = 1_000_000;

/** What there is to tell. */
export interface Told {
  readonly judgement: Judgement;
  readonly files: LeftFiles;
  /** What became of issues; absent where none are kept. */
  readonly issues: IssueReport | undefined;
}

/** Tells a judgement everywhere: log, report file, outputs, annotations, summary. Gives the exit code. */
export async function tellJudgement(told: Told, inputs: Inputs, ports: RunPorts): Promise<ExitCode> {
  const { judgement, files, issues } = told;
  // What an issue tells needs no red step as well, unless somebody said so.
  const enough = inputs.failOn.untold === true && issues?.told === true;
  const failOn: FailOn = enough ? { drift: false, unknown: false } : inputs.failOn;
  const exitCode = exitCodeOf(judgement, failOn);
  const { findings } = tallyOf(judgement);
  const exit = { exitCode, ...(enough ? { exitWhy: printed`what has to be told is told by an issue` } : {}) };
  const shown = linesOf(renderTerminal(judgement, { color: true, width: 120, ...exit }));
  for (const line of shown.slice(0, -1)) ports.log(line);
  const report = await orSay(ports, own('report'), () =>
    ports.workspace.write(
      `${ports.scratch}/report.json`,
      withoutToken(renderJson(judgement, exitCode), inputs),
    ),
  );
  const { toolkit, ruleUrl } = ports;
  for (const annotation of findingAnnotations(judgement, failOn)) toolkit.annotate(annotation);
  for (const annotation of issueAnnotations(issues)) toolkit.annotate(annotation);
  const open = (issues?.open ?? []).map((number) => printed`${number}`);
  await tellOutputs(ports, [
    ['result', word(judgement.outcome)],
    ['exit-code', printed`${exitCode}`],
    ['drift-count', printed`${findings.failing}`],
    ['unknown-count', printed`${findings.unseen}`],
    ['weakened-count', printed`${judgement.change?.weakened ?? 0}`],
    ['pending-count', printed`${judgement.change?.pending ?? 0}`],
    ['issues', printedJoin(open, ', ')],
    ['sarif-file', exact(files.sarif)],
    ['report-json', exact(report ?? '')],
    ['evidence-json', exact(files.evidence)],
  ]);
  const kept = issueMarkdown(issues, ports.job);
  const options = { maxBytes: SUMMARY_BYTES - Buffer.byteLength(kept), ruleUrl, ...exit };
  await summarise(markdown`${renderMarkdown(judgement, options)}${kept}`, ports);
  return exitCode;
}

/** What the step ends with: the gravest of what it is to fail for. */
export function exitCodeOf(judgement: Judgement, failOn: FailOn): ExitCode {
  const { findings, domains } = tallyOf(judgement);
  if (judgement.outcome === 'drift' && failOn.drift) return EXIT_CODES.drift;
  const blind = judgement.outcome === 'unknown' || findings.unseen > 0 || domains.unknown > 0;
  return blind && failOn.unknown ? EXIT_CODES.unknown : EXIT_CODES.ok;
}

export async function tellOutputs(
  ports: RunPorts,
  values: readonly (readonly [Output, Plain | Exact])[],
): Promise<void> {
  for (const [name, value] of values)
    await orSay(ports, text`output ${outside(name)}`, async () => ports.toolkit.output(name, value));
}

export async function summarise(summary: Markdown, ports: RunPorts): Promise<void> {
  await orSay(ports, own('job summary'), () => ports.toolkit.summary(summary));
}
