import type { Judgement } from '../rules/model.js';
import {
  EXIT_CODES,
  inert,
  inertHtml,
  renderJson,
  renderMarkdown,
  renderTerminal,
  tallyOf,
  type ExitCode,
} from '../report/index.js';
import { bounded, clipped, findingAnnotations, placeOf, type Annotation } from './annotations.js';
import type { FailOn, Inputs } from './inputs.js';
import type { Problem, RunPorts } from './ports.js';
import { withoutToken } from './secret.js';
import type { Toolkit } from './toolkit.js';

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
  for (const line of renderTerminal(judgement, { color: true, width: 120, exitCode }).trimEnd().split('\n'))
    ports.log(line);
  const report = await ports.workspace.write(
    `${ports.scratch}/report.json`,
    withoutToken(renderJson(judgement, exitCode), inputs),
  );
  const { toolkit } = ports;
  for (const annotation of findingAnnotations(judgement, inputs.failOn)) toolkit.annotate(annotation);
  await outputs(toolkit, ports, {
    result: judgement.outcome,
    'exit-code': String(exitCode),
    'drift-count': String(findings.failing),
    'unknown-count': String(findings.unseen),
    'report-json': report,
    'evidence-json': evidence,
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
  what: string,
  problems: readonly Problem[],
  ports: RunPorts,
  exitCode: number = EXIT.usage,
): Promise<number> {
  ports.log(`caa-guard: error (exit code ${exitCode}): ${what}`);
  for (const { message, at } of problems) ports.log(`  ${placeWords(at)}${lineOf(message)}`);
  const { toolkit } = ports;
  const annotations: Annotation[] =
    exitCode === EXIT.fault
      ? [
          {
            level: 'error',
            title: 'caa-guard itself failed',
            message: clipped(lineOf(problems[0]?.message ?? '')),
          },
        ]
      : problems.map(({ message, at }) => ({
          level: 'error',
          title: 'caa-guard: nothing was checked',
          message: clipped(lineOf(message)),
          ...placeOf(at),
        }));
  for (const annotation of bounded(annotations)) toolkit.annotate(annotation);
  await outputs(toolkit, ports, { result: 'error', 'exit-code': String(exitCode) });
  const items = problems.slice(0, 50).map(({ message, at }) => `- ${inertHtml(placeWords(at) + message)}`);
  await summarise(`### &#10060; caa-guard: error\n\n**${what}.**\n\n${items.join('\n')}\n`, toolkit, ports);
  return exitCode;
}

/** A message may be long and is our own but for what it quotes: inert as a whole, and not cut where a value would be. */
function lineOf(message: string): string {
  return (message.match(/[^]{1,400}/gu) ?? []).map(inert).join('');
}

function placeWords(at: Problem['at']): string {
  return at === undefined ? '' : `${inert(at.file)}:${at.line}:${at.column}: `;
}

/** A report that cannot be written must not change what was judged: it is said, and the run goes on. */
async function outputs(
  toolkit: Toolkit,
  ports: RunPorts,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, value] of Object.entries(values))
    await orSay(ports, `output ${name}`, async () => toolkit.output(name, value));
}

async function summarise(markdown: string, toolkit: Toolkit, ports: RunPorts): Promise<void> {
  await orSay(ports, 'job summary', () => toolkit.summary(markdown));
}

async function orSay(ports: RunPorts, what: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    ports.log(
      `caa-guard: the ${what} could not be written: ${lineOf(error instanceof Error ? error.message : String(error))}`,
    );
  }
}
