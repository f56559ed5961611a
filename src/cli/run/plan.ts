import { messageOf } from '../../base/error.js';
import { runPlanCheck } from '../../survey/plan-check.js';
import { baseOf } from '../base-options.js';
import { readNamed, UsageError } from '../exit.js';
import { lockOf } from '../lock-file.js';
import { failOnOf, printResult } from '../output.js';
import type { PlanFlags } from '../plan-command.js';
import { policyFiles } from '../policy-files.js';
import type { CliPorts } from '../ports.js';
import { TOOL } from '../tool.js';

/** `plan`: what a Terraform plan will leave behind. */
export async function runPlanCommand(file: string, flags: PlanFlags, ports: CliPorts): Promise<number> {
  const policies = await policyFiles(flags, ports);
  const result = await runPlanCheck(
    {
      policies,
      plan: { text: await planText(file, ports), ...(flags.zone === undefined ? {} : { zones: flags.zone }) },
      ...(flags.at === undefined ? {} : { at: flags.at }),
      ...failOnOf(flags.failOn),
      ...(await lockOf(flags, ports)),
      ...(await baseOf(flags, ports)),
      tool: TOOL,
    },
    { clock: ports.clock, readFile: (path) => ports.files.read(path) },
  );
  return printResult(result, flags, ports);
}

async function planText(file: string, ports: CliPorts): Promise<string> {
  if (file !== '-') return readNamed(ports.files, file, 'a plan as JSON');
  if (ports.stdin === undefined)
    throw new UsageError('expected a plan on standard input; there is none here');
  try {
    return await ports.stdin();
  } catch (cause) {
    throw new UsageError(`expected a plan as JSON on standard input: ${messageOf(cause)}`, { cause });
  }
}
