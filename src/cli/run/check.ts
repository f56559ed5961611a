import { runCheck } from '../../survey/check.js';
import { baseOf } from '../base-options.js';
import type { CheckFlags } from '../commands.js';
import { ctOptions, dnsOptions, logStateOf } from '../dns-options.js';
import { keepEvidence } from '../evidence-file.js';
import { lockOf } from '../lock-file.js';
import { failOnOf, printResult } from '../output.js';
import { policyFiles } from '../policy-files.js';
import type { CliPorts } from '../ports.js';
import { progressLine } from '../progress.js';
import { TOOL } from '../tool.js';

/** `check`: the main job. */
export async function runCheckCommand(flags: CheckFlags, ports: CliPorts): Promise<number> {
  const line = progressLine(ports);
  const logState = logStateOf(flags, ports);
  const result = await runCheck(
    {
      policies: await policyFiles(flags, ports),
      dns: { ...(await dnsOptions(flags, ports)), vantages: flags.vantage ?? [] },
      ct: await ctOptions(flags, ports),
      ...(flags.at === undefined ? {} : { at: flags.at }),
      ...(flags.shard === undefined ? {} : { shard: flags.shard }),
      ...failOnOf(flags.failOn),
      ...(await lockOf(flags, ports)),
      ...(await baseOf(flags, ports)),
      limits: { runMs: flags.timeLimit },
      tool: TOOL,
    },
    {
      clock: ports.clock,
      readFile: (path) => ports.files.read(path),
      ...(ports.exchange === undefined ? {} : { exchange: ports.exchange }),
      ...(ports.fetch === undefined ? {} : { fetch: ports.fetch }),
      ...(logState === undefined ? {} : { logState }),
      progress: line.progress,
      signal: ports.signal,
    },
  ).finally(() => line.end());
  if (result.ok && flags.evidence !== undefined) await keepEvidence(flags.evidence, result.evidence, ports);
  return printResult(result, flags, ports);
}
