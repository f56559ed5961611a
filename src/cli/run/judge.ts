import { rejudge } from '../../survey/rejudge.js';
import { baseOf } from '../base-options.js';
import { readNamed } from '../exit.js';
import { recheckOptions } from '../evidence-file.js';
import type { JudgeFlags } from '../judge-command.js';
import { lockOf } from '../lock-file.js';
import { failOnOf, printResult } from '../output.js';
import { policyFiles } from '../policy-files.js';
import type { CliPorts } from '../ports.js';

/** `judge`: what an earlier check saw, judged again without any network. */
export async function runJudgeCommand(evidence: string, flags: JudgeFlags, ports: CliPorts): Promise<number> {
  const result = await rejudge(
    {
      evidence: await readNamed(ports.files, evidence, 'an evidence file'),
      policies: await policyFiles(flags, ports),
      ...(await recheckOptions(flags, ports)),
      ...failOnOf(flags.failOn),
      ...(await lockOf(flags, ports)),
      ...(await baseOf(flags, ports)),
    },
    { clock: ports.clock, readFile: (path) => ports.files.read(path) },
  );
  return printResult(result, flags, ports);
}
