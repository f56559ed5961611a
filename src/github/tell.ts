import { outside, text, type Text } from '../base/text.js';
import type { Judgement } from '../rules/model.js';
import {
  exact,
  EXIT_CODES,
  inert,
  inertHtml,
  inertMessage,
  linesOf,
  markdown,
  markdownJoin,
  printed,
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
import { bounded, clipped, findingAnnotations, placeOf, type Annotation } from './annotations.js';
import type { FailOn, Inputs } from './inputs.js';
import type { Problem, RunPorts } from './ports.js';
import { withoutToken } from './secret.js';
import type { Output, Toolkit } from './toolkit.js';

/** Exit codes where there is no judgement. */
export const EXIT = { usage: 2, fault: 3 } as const;

/** GitHub drops a job summary whole that is over 1 MiB; earlier steps do not count. */
const SUMMARY_BYTES = 1_000_000;

/** Tells a judgement everywhere: log, report file, outputs, annotations, summary. Gives the exit code. */
export async function tellJudgement(
  judgement: Judgement,
  evidence: string,
  inputs: Inputs,
  ports: RunPorts,
): Promise<ExitCode> {
  const exitCode = exitCodeOf(judgement, inputs.failOn);
  const { findings } = tallyOf(judgement);
  const shown = linesOf(renderTerminal(judgement, { color: true, width: 120, exitCode }));
  for (const line of shown.slice(0, -1)) ports.log(line);
  const report = await ports.workspace.write(
    `${ports.scratch}/report.json`,
    withoutToken(renderJson(judgement, exitCode), inputs),
  );
  const { toolkit } = ports;
  for (const annotation of findingAnnotations(judgement, inputs.failOn)) toolkit.annotate(annotation);
  await outputs(toolkit, ports, {
    result: word(judgement.outcome),
    'exit-code': printed`${exitCode}`,
    'drift-count': printed`${findings.failing}`,
    'unknown-count': printed`${findings.unseen}`,
    'report-json': exact(report),
    'evidence-json': exact(evidence),
  });
  const summary = renderMarkdown(judgement, { maxBytes: SUMMARY_BYTES, ruleUrl: ports.ruleUrl, exitCode });
  await summarise(summary, toolkit, ports);
  return exitCode;
}

/** What the step ends with: the gravest of what it is to fail for. */
export function exitCodeOf(judgement: Judgement, failOn: FailOn): ExitCode {
  const { findings, domains } = tallyOf(judgement);
  if (judgement.outcome === 'drift' && failOn.drift) return EXIT_CODES.drift;
  const blind = judgement.outcome === 'unknown' || findings.unseen > 0 || domains.unknown > 0;
  return blind && failOn.unknown ? EXIT_CODES.unknown : EXIT_CODES.ok;
}

/** Tells why nothing was judged. The first line of the log says which kind of failure it is. */
export async function tellFailure(
  what: Text,
  problems: readonly Problem[],
  ports: RunPorts,
  exitCode: number = EXIT.usage,
): Promise<number> {
  ports.log(text`caa-guard: error (exit code ${exitCode}): ${what}`);
  for (const { message, at } of problems) ports.log(printed`  ${placeWords(at)}${inertMessage(message)}`);
  const { toolkit } = ports;
  const annotations: Annotation[] =
    exitCode === EXIT.fault
      ? [
          {
            level: 'error',
            title: printed`caa-guard itself failed`,
            message: clipped(inertMessage(problems[0]?.message ?? '')),
          },
        ]
      : problems.map(({ message, at }) => ({
          level: 'error',
          title: printed`caa-guard: nothing was checked`,
          message: clipped(inertMessage(message)),
          ...placeOf(at),
        }));
  for (const annotation of bounded(annotations)) toolkit.annotate(annotation);
  await outputs(toolkit, ports, { result: printed`error`, 'exit-code': printed`${exitCode}` });
  const items = problems
    .slice(0, 50)
    .map(({ message, at }) => markdown`- ${inertHtml(placeWords(at) + message)}`);
  const summary = markdown`### &#10060; caa-guard: error\n\n**${what}.**\n\n${markdownJoin(items, '\n')}\n`;
  await summarise(summary, toolkit, ports);
  return exitCode;
}

function placeWords(at: Problem['at']): Plain {
  return at === undefined ? printed`` : printed`${inert(at.file)}:${at.line}:${at.column}: `;
}

/** A report that cannot be written must not change what was judged: it is said, and the run goes on. */
async function outputs(
  toolkit: Toolkit,
  ports: RunPorts,
  values: Readonly<Partial<Record<Output, Plain | Exact>>>,
): Promise<void> {
  for (const [name, value] of Object.entries(values) as [Output, Plain | Exact][])
    await orSay(ports, text`output ${outside(name)}`, async () => toolkit.output(name, value));
}

async function summarise(summary: Markdown, toolkit: Toolkit, ports: RunPorts): Promise<void> {
  await orSay(ports, text`job summary`, () => toolkit.summary(summary));
}

async function orSay(ports: RunPorts, what: Text, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const why = inertMessage(error instanceof Error ? error.message : String(error));
    ports.log(printed`caa-guard: the ${what} could not be written: ${why}`);
  }
}
