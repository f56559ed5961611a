import { Argument, Command, Option } from 'commander';
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
import { timeValue } from './values.js';

export type JudgeFlags = PolicyFlags &
  LockedFlags &
  BaseFlags &
  OutputFlags & {
    readonly at?: number;
    readonly trustAnchor?: string;
    readonly issuers?: string;
    readonly trustedRoot?: string;
    readonly replay: boolean;
    readonly failOn: FailOnFlag;
  };

export function judgeCommand(act: Act): Command {
  const command = new Command('judge')
    .summary('judge again what an earlier check saw')
    .description(
      'Judges evidence offline. Every certificate is read again from its bytes and every DNS answer validated again; ' +
        'evidence that says something else than its bytes is refused.',
    )
    .addArgument(new Argument('<evidence>', 'file that `check --evidence` wrote'));
  withReplay(withOutput(withBase(withLocked(withPolicies(command))), { markdown: true })).action(
    (evidence: string, flags: JudgeFlags) =>
      act(async (ports) => (await import('./run/judge.js')).runJudgeCommand(evidence, flags, ports)),
  );
  return withExamples(command, [
    ['caa-guard judge seen.json', 'the same findings as in the run that saw it'],
    ['caa-guard judge seen.json -p stricter.yaml', 'what another policy would have said'],
  ]);
}

/** How evidence is judged again. */
export function withReplay(command: Command): Command {
  return command
    .addOption(
      new Option('--at <time>', 'judge as of this time (default: when it was seen)').argParser(timeValue),
    )
    .option('--trust-anchor <file>', "the root's keys that you trust (default: the real root's)")
    .option('--issuers <file>', 'the table of issuers that the check was given')
    .option('--trusted-root <file>', 'the Sigstore trusted root that the check was given')
    .option('--no-replay', 'do not validate the DNS answers again')
    .addOption(failOnOption());
}
