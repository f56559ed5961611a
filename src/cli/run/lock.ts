import { messageOf } from '../../base/error.js';
import { loadPolicies } from '../../policy/load.js';
import { changesSince, lockDifferences, runDifference, unguarded } from '../../policy/lock/differences.js';
import type { PolicyLock } from '../../policy/lock/model.js';
import { readLock } from '../../policy/lock/read.js';
import { writeLock } from '../../policy/lock/write.js';
import type { Policy } from '../../policy/model.js';
import { printChanges } from '../changes-text.js';
import { EXIT, readNamed, UsageError } from '../exit.js';
import { printPolicyErrors } from '../output.js';
import { plain } from '../plain.js';
import type { LockFlags } from '../policy-commands.js';
import { policyFiles } from '../policy-files.js';
import type { CliPorts } from '../ports.js';

/** `lock`: writes the policy down as it is approved, or says whether it is. */
export async function runLockCommand(flags: LockFlags, ports: CliPorts): Promise<number> {
  const loaded = await loadPolicies(await policyFiles(flags, ports), {
    readFile: (file) => ports.files.read(file),
  });
  if (!loaded.ok) return printPolicyErrors(loaded.problems, flags, ports);
  return flags.check === true ? checked(loaded.policy, flags, ports) : written(loaded.policy, flags, ports);
}

async function checked(policy: Policy, flags: LockFlags, ports: CliPorts): Promise<number> {
  const text = await readNamed(ports.files, flags.output, 'a lock, as `caa-guard lock` writes it,');
  const lock = readLock(text, flags.output);
  printChanges(changesSince(lock, policy), flags, ports);
  const names = otherThan(lock, policy);
  if (names.length === 0) return EXIT.ok;
  ports.stderr.write(
    `error: ${plain(`the policy is not the one in ${JSON.stringify(flags.output)}: ${names.join(', ')}. If that is meant, write it again with \`caa-guard lock\``)}\n`,
  );
  return EXIT.drift;
}

/** What is other than locked, by name. */
function otherThan(lock: PolicyLock, policy: Policy): readonly string[] {
  const differenceOf = lockDifferences(lock, policy);
  return [
    ...policy.domains.filter((one) => differenceOf(one) !== undefined).map(({ name }) => name),
    ...unguarded(lock, policy),
    ...(runDifference(lock, policy) === undefined ? [] : ['waivers or failOn']),
  ];
}

async function written(policy: Policy, flags: LockFlags, ports: CliPorts): Promise<number> {
  const before = await lockBefore(flags.output, ports);
  try {
    await ports.files.write(flags.output, writeLock(policy, flags.output), { overwrite: true });
  } catch (cause) {
    throw new UsageError(
      `expected to write the lock to ${JSON.stringify(flags.output)}: ${messageOf(cause)}`,
      { cause },
    );
  }
  if (before !== undefined) printChanges(changesSince(before, policy), flags, ports);
  const count = policy.domains.length === 1 ? 'one domain' : `${policy.domains.length} domains`;
  ports.stderr.write(
    plain(`${flags.output}: ${count} locked${before === undefined ? ', for the first time' : ''}`) + '\n',
  );
  return EXIT.ok;
}

/** The lock that will be written over. One that cannot be used is written over too, and that is said. */
async function lockBefore(file: string, ports: CliPorts): Promise<PolicyLock | undefined> {
  let text: string;
  try {
    text = await ports.files.read(file);
  } catch {
    return undefined;
  }
  try {
    return readLock(text, file);
  } catch (error) {
    ports.stderr.write(plain(`what was locked before cannot be told: ${messageOf(error)}`) + '\n');
    return undefined;
  }
}
