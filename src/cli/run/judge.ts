import { rejudge } from '../../survey/rejudge.js';
import type { JudgeFlags } from '../commands.js';
import { readNamed } from '../exit.js';
import { lockOf } from '../lock-file.js';
import { failOnOf, printResult } from '../output.js';
import { policyFiles } from '../policy-files.js';
import type { CliPorts } from '../ports.js';

/** `judge`: what an earlier check saw, judged again without any network. */
export async function runJudgeCommand(evidence: string, flags: JudgeFlags, ports: CliPorts): Promise<number> {
  const { trustAnchor, issuers, trustedRoot } = flags;
  const result = await rejudge(
    {
      evidence: await readNamed(ports.files, evidence, 'an evidence file'),
      policies: await policyFiles(flags, ports),
      ...(trustAnchor === undefined
        ? {}
        : { trustAnchor: await readNamed(ports.files, trustAnchor, 'a trust anchor file') }),
      ...(issuers === undefined
        ? {}
        : { issuers: await readNamed(ports.files, issuers, 'a table of issuers') }),
      ...(trustedRoot === undefined
        ? {}
        : { trustedRoot: await readNamed(ports.files, trustedRoot, 'a Sigstore trusted root') }),
      replay: flags.replay,
      ...(flags.at === undefined ? {} : { at: flags.at }),
      ...failOnOf(flags.failOn),
      ...(await lockOf(flags, ports)),
    },
    { clock: ports.clock, readFile: (path) => ports.files.read(path) },
  );
  return printResult(result, flags, ports);
}
