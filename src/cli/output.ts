import type { Policy } from '../policy/model.js';
import type { PolicyProblem } from '../policy/problem.js';
import type { CheckResult } from '../survey/check-model.js';
import type { FailOnFlag } from './commands.js';
import { EXIT, exitOf } from './exit.js';
import type { OutputFlags, PolicyFlags } from './options.js';
import { colored, paintOf } from './paint.js';
import { policyErrorsText } from './policy-errors.js';
import type { CliPorts } from './ports.js';
import { jsonText } from './json-text.js';

/** Prints what a check or a judgement gave, as the flags say, writes the files that are asked for, and gives the exit code. */
export async function printResult(
  result: CheckResult,
  flags: OutputFlags & PolicyFlags,
  ports: CliPorts,
): Promise<number> {
  if (!result.ok) return printPolicyErrors(result.errors, flags, ports);
  const report = await import('../report/index.js');
  const { judgement } = result;
  if (flags.json === true) ports.stdout.write(report.renderJson(judgement));
  else if (flags.markdown === true) ports.stdout.write(report.renderMarkdown(judgement));
  else
    ports.stdout.write(
      report.renderTerminal(judgement, {
        color: colored(flags.color, ports),
        verbose: flags.verbose === true,
        ...(ports.stdout.columns === undefined ? {} : { width: ports.stdout.columns }),
      }),
    );
  if (flags.sarif !== undefined || flags.junit !== undefined)
    await (await import('./report-files.js')).writeReportFiles(result, flags, ports);
  return exitOf(judgement.outcome);
}

export async function printPolicyErrors(
  errors: readonly PolicyProblem[],
  flags: OutputFlags,
  ports: CliPorts,
): Promise<number> {
  if (flags.json === true) ports.stdout.write(jsonText({ outcome: 'policy-error', errors }));
  else
    ports.stderr.write(
      await policyErrorsText(errors, ports.files, paintOf(flags.color, { ...ports, stdout: ports.stderr })),
    );
  return EXIT.usage;
}

/** `--fail-on` as the policy has it. */
export function failOnOf(flag: FailOnFlag): { readonly failOn?: Policy['failOn'] } {
  return flag === 'policy' ? {} : { failOn: { weakness: flag } };
}
