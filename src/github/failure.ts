import { CaaGuardError } from '../base/error.js';
import { own, text, type Text } from '../base/text.js';
import {
  inert,
  inertHtml,
  inertMessage,
  markdown,
  markdownJoin,
  printed,
  type Plain,
} from '../report/index.js';
import { bounded, clipped, placeOf, type Annotation } from './annotations.js';
import type { Problem, RunPorts } from './ports.js';
import { summarise, tellOutputs } from './tell.js';

/** Why nothing was judged. */
interface Failure {
  readonly what: Text;
  readonly problems: readonly Problem[];
  /** 2: something was used wrongly. 3: it could not be seen what holds, or caa-guard itself is at fault. */
  readonly exitCode: 2 | 3;
  /** caa-guard itself is at fault, and the problems say where. */
  readonly ours?: boolean;
}

/** Tells what is wrong with a policy, all of it. */
export function tellProblems(problems: readonly Problem[], ports: RunPorts): Promise<number> {
  const what = own('the policy cannot be used; nothing was checked');
  return tellFailure({ what, problems, exitCode: 2 }, ports);
}

/** Tells what was thrown. */
export function tellThrown(thrown: unknown, ports: RunPorts): Promise<number> {
  if (thrown instanceof CaaGuardError) {
    const problems = thrown.message.split('\n').map((message) => ({ message }));
    return tellFailure(
      thrown.code === 'BASE_UNREADABLE'
        ? { what: own('the base could not be read; nothing was judged'), problems, exitCode: 3 }
        : { what: own('nothing was checked'), problems, exitCode: 2 },
      ports,
    );
  }
  const where = thrown instanceof Error && thrown.stack !== undefined ? thrown.stack : String(thrown);
  const problems = where.split('\n').map((message) => ({ message }));
  const what = own('caa-guard itself failed, and judged nothing; please report this');
  return tellFailure({ what, problems, exitCode: 3, ours: true }, ports);
}

/** The first line of the log says which kind of failure it is. */
async function tellFailure(failure: Failure, ports: RunPorts): Promise<number> {
  const { what, problems, exitCode } = failure;
  ports.log(text`caa-guard: error (exit code ${exitCode}): ${what}`);
  for (const { message, at } of problems) ports.log(printed`  ${placeWords(at)}${inertMessage(message)}`);
  for (const annotation of bounded(annotationsOf(failure))) ports.toolkit.annotate(annotation);
  await tellOutputs(ports, [
    ['result', printed`error`],
    ['exit-code', printed`${exitCode}`],
  ]);
  const items = problems
    .slice(0, 50)
    .map(({ message, at }) => markdown`- ${inertHtml(placeWords(at) + inertMessage(message))}`);
  const summary = markdown`### &#10060; caa-guard: error\n\n**${what}.**\n\n${markdownJoin(items, '\n')}\n`;
  await summarise(summary, ports);
  return exitCode;
}

function annotationsOf({ problems, ours }: Failure): Annotation[] {
  if (ours === true) {
    const message = clipped(inertMessage(problems[0]?.message ?? ''));
    return [{ level: 'error', title: printed`caa-guard itself failed`, message }];
  }
  return problems.map(({ message, at }) => ({
    level: 'error',
    title: printed`caa-guard: nothing was checked`,
    message: clipped(inertMessage(message)),
    ...placeOf(at),
  }));
}

function placeWords(at: Problem['at']): Plain {
  return at === undefined ? printed`` : printed`${inert(at.file)}:${at.line}:${at.column}: `;
}
