import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { withBase, type BaseFlags } from './base-options.js';
import { failOnOption, type Act, type FailOnFlag } from './commands.js';
import {
  withExamples,
  withLocked,
  withOutput,
  withPolicies,
  type LockedFlags,
  type OutputFlags,
  type PolicyFlags,
} from './options.js';
import { nameValue, timeValue } from './values.js';

export type PlanFlags = PolicyFlags &
  LockedFlags &
  BaseFlags &
  OutputFlags & {
    readonly zone?: Readonly<Record<string, string>>;
    readonly at?: number;
    readonly failOn: FailOnFlag;
  };

export function planCommand(act: Act): Command {
  const command = new Command('plan')
    .summary('hold a Terraform plan against the policy, before apply')
    .description(
      'Judges the zone that will stand after `terraform apply`, by the rules for deployed DNS, and what the change does on ' +
        'the way. Reads the JSON of a plan, or of a state, by Terraform or OpenTofu. Needs no network, and shows no sensitive value.',
    )
    .addArgument(new Argument('<file>', 'output of `terraform show -json tfplan`; - for standard input'));
  withOutput(withBase(withLocked(withPolicies(command))), { markdown: true })
    .addOption(
      new Option(
        '--zone <id=name>',
        'name of the zone with this id, where the plan does not tell; may be repeated',
      ).argParser(zoneValue),
    )
    .addOption(new Option('--at <time>', 'judge as of this time (default: now)').argParser(timeValue))
    .addOption(failOnOption())
    .action((file: string, flags: PlanFlags) =>
      act(async (ports) => (await import('./run/plan.js')).runPlanCommand(file, flags, ports)),
    );
  return withExamples(command, [
    ['terraform plan -out tfplan && terraform show -json tfplan > tfplan.json', ''],
    ['caa-guard plan tfplan.json', 'with the policy in ./caa-guard.yaml'],
    ['tofu show -json tfplan | caa-guard plan - -p dns/policy.yaml --markdown', ''],
    [
      'caa-guard plan tfplan.json --zone 023e105f4ecef8ad9ca31a8372d0c353=example.com',
      'an id from elsewhere',
    ],
  ]);
}

/** `ID=NAME`, collected by id. */
function zoneValue(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('expected ID=NAME, such as Z0123456789=example.com');
  return { ...before, [text.slice(0, at)]: nameValue(text.slice(at + 1)) };
}
