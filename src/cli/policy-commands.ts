import { Argument, Command, Option } from 'commander';
import type { Act } from './commands.js';
import { LOCK_PLACE } from '../policy/lock/model.js';
import { withExamples, withOutput, withPolicies, type OutputFlags, type PolicyFlags } from './options.js';
import { SYNTH_FORMATS } from './synth-formats.js';
import { listValue, nameValue, timeValue, ttlValue } from './values.js';

/** Commands that look at policies alone, and at nothing of the world. */

export type DiffFlags = PolicyFlags & OutputFlags;
export type LockFlags = PolicyFlags & OutputFlags & { readonly output: string; readonly check?: true };
export type SynthFlags = PolicyFlags &
  OutputFlags & {
    readonly format: string;
    readonly domain?: readonly string[];
    readonly ttl: number;
    readonly at?: number;
    readonly standalone?: true;
    readonly output: string;
  };

export function diffCommand(act: Act): Command {
  const command = new Command('diff')
    .summary('in which ways one policy is looser than another')
    .description(
      'Lists in words what the second policy allows and the first forbids, and what it forbids in turn. Exits with 1 if ' +
        'anything is loosened.',
    )
    .addArgument(new Argument('<base>', 'policy file, or a directory with one'))
    .addArgument(new Argument('<head>', 'the same, as it is to be'));
  withOutput(
    command.addOption(
      new Option(
        '-p, --policy <file>',
        'a policy file inside both directories; may be repeated (default: the usual places)',
      ).argParser(listValue),
    ),
    { markdown: true },
  ).action((base: string, head: string, flags: DiffFlags) =>
    act(async (ports) => (await import('./run/diff.js')).runDiffCommand(base, head, flags, ports)),
  );
  return withExamples(command, [
    ['caa-guard diff old.yaml caa-guard.yaml', 'two files'],
    ['caa-guard diff ../main . -p dns/a.yaml', 'the same file in two checkouts'],
  ]);
}

export function lockCommand(act: Act): Command {
  const command = new Command('lock')
    .summary('write down the policy as it is approved')
    .description(
      'Writes the canonical form and the digest of each domain’s policy, for `check --locked`, and says what changes in ' +
        'the lock that was there. Whoever owns that file (CODEOWNERS) approves every change of the policy.',
    );
  withOutput(withPolicies(command), { markdown: true })
    .option('-o, --output <file>', 'the lock', LOCK_PLACE)
    .option('--check', 'write nothing; exit with 1 if the policy is not the locked one')
    .action((flags: LockFlags) =>
      act(async (ports) => (await import('./run/lock.js')).runLockCommand(flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard lock', `the policy in ./caa-guard.yaml into ${LOCK_PLACE}`],
    ['caa-guard lock --check', 'in CI, where nothing else is to be looked at'],
  ]);
}

export function synthCommand(act: Act): Command {
  const command = new Command('synth')
    .summary('write the policy as records')
    .description(
      'Writes the records that the policy asks for as zone-file lines, Terraform resources, dnscontrol or octoDNS ' +
        'configuration. What records cannot say is told on standard error.',
    )
    .addOption(new Option('-f, --format <format>', 'what to write').choices(SYNTH_FORMATS).default('bind'));
  withOutput(withPolicies(command), { markdown: false })
    .addOption(
      new Option('-d, --domain <name>', 'this domain only; may be repeated').argParser(
        (text: string, before?: readonly string[]) => listValue(nameValue(text), before),
      ),
    )
    .addOption(new Option('--ttl <seconds>', 'TTL of the records').argParser(ttlValue).default(300))
    .addOption(
      new Option('--at <time>', 'write what holds at this time, for sealed names (default: now)').argParser(
        timeValue,
      ),
    )
    .option('--standalone', 'Terraform: name the provider and its version too, for a directory that does not')
    .option('-o, --output <file>', 'file to write', '-')
    .action((flags: SynthFlags) =>
      act(async (ports) => (await import('./run/synth.js')).runSynthCommand(flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard synth', 'CAA records as lines of a zone file'],
    ['caa-guard synth -f terraform-cloudflare -o caa.tf', 'resources of Cloudflare’s provider'],
    ['caa-guard synth -f terraform-route53 --json -o caa.tf.json', 'the same in JSON syntax'],
    ['caa-guard synth -f octodns -d example.com -o example.com.yaml', 'one zone of octoDNS'],
  ]);
}
