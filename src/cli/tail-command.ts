import { Command, InvalidArgumentError, Option } from 'commander';
import type { Act } from './commands.js';
import { withExamples, withPolicies, type PolicyFlags } from './options.js';
import { listValue, spanValue } from './values.js';

export type TailFlags = PolicyFlags & {
  readonly state: string;
  readonly watch?: readonly string[];
  readonly logList?: string;
  readonly log?: readonly string[];
  readonly once?: true;
  readonly startAtEnd?: true;
  readonly interval: number;
  readonly rate?: number;
  readonly contact?: string;
  readonly json?: true;
};

export function tailCommand(act: Act): Command {
  const command = new Command('tail')
    .summary('read the logs themselves, and keep what concerns ours')
    .description(
      'Reads every entry of the logs, holds the root of all entries against what each log has signed, and keeps the ' +
        'certificates that concern the names of the policy in the state directory, for `check`. Goes on until Ctrl-C; ' +
        'killed at any moment it goes on where it was. For those who have a machine for it: the logs of today give about ' +
        '100 Mbit a second.',
    );
  withPolicies(command)
    .requiredOption('--state <dir>', 'state directory: where the reading stands, and what was found')
    .addOption(
      new Option(
        '--watch <file>',
        'watch the names in this file too, one a line; .example.com: and all below; may be repeated',
      ).argParser(listValue),
    )
    .option('--log-list <file>', 'log list (v3) that you trust (default: the packaged one of Google’s)')
    .addOption(
      new Option(
        '--log <id>',
        'follow this log only: its id in hex, or the first 8 digits or more; may be repeated',
      ).argParser(logIdValue),
    )
    .option('--once', 'one round over each log')
    .option('--start-at-end', 'read a log that is new here from its present end on')
    .addOption(
      new Option('--interval <span>', 'time between two rounds over a log')
        .argParser(spanValue)
        .default(spanValue('5m'), '5m'),
    )
    .addOption(
      new Option(
        '--rate <n>',
        'questions a second to one log (default: no bound but the log’s own)',
      ).argParser(rateValue),
    )
    .option('--contact <address>', 'tell the logs how to reach you: some serve others slowly')
    .option('--json', 'print JSON, one object a line')
    .action((flags: TailFlags) =>
      act(async (ports) => (await import('./run/tail.js')).runTailCommand(flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard tail --state /var/lib/caa-guard', 'all live logs, for the policy in ./caa-guard.yaml'],
    ['caa-guard tail --state st --start-at-end --contact ops@example.com', 'only what is new from now on'],
    ['caa-guard tail --state st --log 0e5794bc --once --json', 'one log, once, for a program'],
  ]);
}

function logIdValue(text: string, before?: readonly string[]): readonly string[] {
  const id = text.toLowerCase();
  if (!/^[0-9a-f]{8,64}$/.test(id))
    throw new InvalidArgumentError('expected the id of a log in hex, 8 to 64 digits of it');
  return listValue(id, before);
}

function rateValue(text: string): number {
  const rate = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  if (rate < 1) throw new InvalidArgumentError('expected a number of questions a second, from 1 to 9999');
  return rate;
}
