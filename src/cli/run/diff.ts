import { loadPolicies, type LoadedPolicy } from '../../policy/load.js';
import { strengthenings, weakenings } from '../../policy/weakenings.js';
import { printChanges } from '../changes-text.js';
import { EXIT } from '../exit.js';
import { printPolicyErrors } from '../output.js';
import type { DiffFlags } from '../policy-commands.js';
import { filesAt } from '../policy-place.js';
import type { CliPorts } from '../ports.js';

/** `diff`: in which ways one policy is looser than another, and in which stricter. Looks at nothing but files. */
export async function runDiffCommand(
  base: string,
  head: string,
  flags: DiffFlags,
  ports: CliPorts,
): Promise<number> {
  const [before, after] = [await loaded(base, flags, ports), await loaded(head, flags, ports)];
  if (!before.ok || !after.ok) {
    const problems = [before, after].flatMap((one) => (one.ok ? [] : one.problems));
    return printPolicyErrors(problems, flags, ports);
  }
  const changes = {
    weakenings: weakenings(before.policy, after.policy),
    strengthenings: strengthenings(before.policy, after.policy),
  };
  printChanges(changes, flags, ports);
  return changes.weakenings.length > 0 ? EXIT.drift : EXIT.ok;
}

async function loaded(place: string, flags: DiffFlags, ports: CliPorts): Promise<LoadedPolicy> {
  return loadPolicies(await filesAt(place, flags, ports), { readFile: (file) => ports.files.read(file) });
}
