import { merge } from '../../survey/merge.js';
import { baseOf } from '../base-options.js';
import type { MergeFlags } from '../merge-command.js';
import { keepEvidence, recheckOptions } from '../evidence-file.js';
import { lockOf } from '../lock-file.js';
import { failOnOf, printResult } from '../output.js';
import { plain } from '../plain.js';
import { policyFiles } from '../policy-files.js';
import type { CliPorts } from '../ports.js';

/** `merge`: what shards saw, put together and judged once. Files that are set aside are told on standard error. */
export async function runMergeCommand(
  files: readonly string[],
  flags: MergeFlags,
  ports: CliPorts,
): Promise<number> {
  const result = await merge(
    {
      files: files.map((file) => ({ file, read: () => ports.files.read(file) })),
      policies: await policyFiles(flags, ports),
      keepExchanges: flags.evidence !== undefined,
      ...(await recheckOptions(flags, ports)),
      ...failOnOf(flags.failOn),
      ...(await lockOf(flags, ports)),
      ...(await baseOf(flags, ports)),
    },
    { clock: ports.clock, readFile: (path) => ports.files.read(path) },
  );
  for (const notice of result.notices) ports.stderr.write(`note: ${plain(notice)}\n`);
  if (result.ok && flags.evidence !== undefined) await keepEvidence(flags.evidence, result.evidence, ports);
  return printResult(result, flags, ports);
}
