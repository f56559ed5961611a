import { loadPolicies, type LoadedPolicy } from '../../policy/load.js';
import { strengthenings, weakenings } from '../../policy/weakenings.js';
import { printChanges } from '../changes-text.js';
import { EXIT, UsageError } from '../exit.js';
import { POLICY_PLACES } from '../options.js';
import { printPolicyErrors } from '../output.js';
import type { DiffFlags } from '../policy-commands.js';
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

/** A policy file, or those in a directory: the ones that are named, or the first of the usual places. */
async function filesAt(
  place: string,
  { policy }: DiffFlags,
  { files }: CliPorts,
): Promise<readonly string[]> {
  const readable = (file: string): Promise<boolean> =>
    files.read(file).then(
      () => true,
      () => false,
    );
  if (policy !== undefined) return policy.map((file) => `${place}/${file}`);
  if (await readable(place)) return [place];
  for (const usual of POLICY_PLACES) if (await readable(`${place}/${usual}`)) return [`${place}/${usual}`];
  throw new UsageError(
    `expected a policy file, or a directory with one of ${POLICY_PLACES.join(', ')}, at ${JSON.stringify(place)}; ` +
      'there is none. Name the files in it with --policy',
  );
}
