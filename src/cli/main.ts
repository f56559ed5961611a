import { Command, CommanderError } from 'commander';
import { CaaGuardError } from '../base/error.js';
import * as commands from './commands.js';
import { EXIT } from './exit.js';
import { faultText } from './fault.js';
import { judgeCommand } from './judge-command.js';
import { ledgerCommand } from './ledger-commands.js';
import { mergeCommand } from './merge-command.js';
import { plain } from './plain.js';
import { planCommand } from './plan-command.js';
import * as policyCommands from './policy-commands.js';
import type { CliPorts } from './ports.js';
import { refreshCommand } from './refresh-command.js';
import { tailCommand } from './tail-command.js';
import { TOOL } from './tool.js';

const DESCRIPTION =
  'Could someone get, or did someone get, a certificate for our domain that is not ours?\n' +
  'Holds DNS and Certificate Transparency against a declared CAA and DNSSEC policy.';

const EXIT_CODES = `
Exit codes:
  0  as declared
  1  drift, or a weakness where these fail
  2  wrong use, or a policy that cannot be used
  3  something could not be seen: neither ok nor drift`;

/** The commands in the order in which `--help` shows them. */
const GROUPS: readonly (readonly [string, readonly ((act: commands.Act) => Command)[]])[] = [
  ['Look:', [commands.checkCommand, commands.explainCommand, judgeCommand, mergeCommand, planCommand]],
  [
    'Declare:',
    [
      commands.initCommand,
      policyCommands.diffCommand,
      policyCommands.lockCommand,
      policyCommands.synthCommand,
    ],
  ],
  ['Certificates:', [ledgerCommand, tailCommand, refreshCommand]],
  ['Learn:', [commands.demoCommand, commands.rulesCommand]],
];

/**
 * The command line: `argv` without node and script. Gives the exit code; writes to the ports and to nothing else.
 * Never rejects.
 */
export async function main(argv: readonly string[], ports: CliPorts): Promise<number> {
  let code: number = EXIT.ok;
  const program = programOf(ports, async (work) => {
    code = await work(ports);
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (thrown) {
    return exitOfThrown(thrown, ports);
  }
}

function programOf(ports: CliPorts, act: commands.Act): Command {
  const program = new Command('caa-guard')
    .description(DESCRIPTION)
    .version(TOOL.version)
    .addHelpText('after', EXIT_CODES);
  for (const [heading, makers] of GROUPS) {
    program.commandsGroup(heading);
    for (const make of makers) program.addCommand(make(act));
  }
  for (const command of withSubcommands(program)) {
    if (command.commands.length > 0) command.helpCommand('help [command]', 'help for a command');
    command
      .exitOverride()
      .showHelpAfterError(`(see \`${pathOf(command).join(' ')} --help\`)`)
      .configureOutput({
        writeOut: (text) => ports.stdout.write(text),
        writeErr: (text) => ports.stderr.write(text),
        outputError: (text, write) => write(withHint(text, command)),
        getOutHelpWidth: () => Math.min(ports.stdout.columns ?? 100, 120),
        getErrHelpWidth: () => Math.min(ports.stderr.columns ?? 100, 120),
      });
  }
  return program;
}

/** A file without its flag is the usual mistake: `check policy.yaml`, or `-p *.yaml` that the shell spread over many words. */
function withHint(text: string, command: Command): string {
  const named = command.options.some(({ long }) => long === '--policy');
  if (!named || !text.startsWith('error: too many arguments')) return text;
  return `${text.trimEnd()} Name a policy with --policy FILE; a pattern goes in quotes.\n`;
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function pathOf(command: Command): readonly string[] {
  return [...(command.parent === null ? [] : pathOf(command.parent)), command.name()];
}

function exitOfThrown(thrown: unknown, ports: CliPorts): number {
  // Commander has already printed its message, and its help.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (thrown instanceof CaaGuardError) {
    ports.stderr.write(`error: ${plain(thrown.message)}\n`);
    // What binds was not seen: as in the Action, and unlike a base that is named wrongly.
    return thrown.code === 'BASE_UNREADABLE' ? EXIT.unknown : EXIT.usage;
  }
  ports.stderr.write(faultText(thrown));
  return EXIT.unknown;
}
