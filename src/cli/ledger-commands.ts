import { Argument, Command, Option } from 'commander';
import type { Act } from './commands.js';
import {
  withExamples,
  withOutput,
  withPolicies,
  withSources,
  withTimes,
  type OutputFlags,
  type PolicyFlags,
  type SourceFlags,
  type TimeFlags,
} from './options.js';
import { listValue, nameValue, timeValue } from './values.js';

/** Which ledger is meant. */
export type LedgerFlags = PolicyFlags & OutputFlags & { readonly ledger?: string };
export type LedgerAddFlags = LedgerFlags & {
  readonly domain?: readonly string[];
  readonly fromDir?: string;
  readonly fromAcme?: string | true;
  readonly note?: string;
};
export type LedgerPruneFlags = LedgerFlags & { readonly before?: number };
export type LedgerProposeFlags = LedgerFlags & SourceFlags & TimeFlags & { readonly output?: string };
export type LedgerDigestFlags = OutputFlags;

/** `ledger` with its subcommands. */
export function ledgerCommand(act: Act): Command {
  const command = new Command('ledger')
    .summary('keep the list of certificates, keys and requests that are ours')
    .description(
      'Keeps the ledger: what is known to be ours, in a file that is reviewed like code. Every subcommand prints JSON with --json.',
    );
  for (const make of [addCommand, listCommand, pruneCommand, proposeCommand, digestCommand])
    command.addCommand(make(act));
  return withExamples(command, [
    ['caa-guard ledger add next.csr', 'register a request before it is issued'],
    ['caa-guard ledger add --from-acme /etc/letsencrypt', 'all that certbot has got so far'],
    ['caa-guard ledger list', 'what is in it'],
  ]);
}

function addCommand(act: Act): Command {
  const command = new Command('add')
    .summary('enter certificates and requests')
    .description(
      'Enters certificates (by the digest of what was signed) and requests (by key and names), PEM or DER. Of a file with ' +
        'several certificates the first counts. Private keys are never read: give the certificate or the CSR. ' +
        'Adding twice changes nothing.',
    )
    .addArgument(new Argument('[file...]', 'certificates and certificate requests'));
  withLedger(withOutput(withPolicies(command), { markdown: false }))
    .option('--from-dir <dir>', 'every .pem, .crt, .cer, .der and .csr file in and below this directory')
    .option(
      '--from-acme [dir]',
      'the certificates of certbot, lego, acme.sh or dehydrated (default: where these keep them)',
    )
    .addOption(
      new Option(
        '-d, --domain <name>',
        'enter for this domain; may be repeated (default: those of the policy)',
      ).argParser<readonly string[]>((text, before) => listValue(nameValue(text), before)),
    )
    .option('--note <text>', 'why they are ours, in one line')
    .action((files: readonly string[], flags: LedgerAddFlags) =>
      act(async (ports) => (await import('./run/ledger-add.js')).runLedgerAdd(files, flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard ledger add next.csr --note "renewal in December"', 'before the request goes to the CA'],
    ['caa-guard ledger add fullchain.pem', 'after it came back'],
    ['caa-guard ledger add --from-acme', 'from ~/.acme.sh, /etc/letsencrypt ...'],
  ]);
}

function listCommand(act: Act): Command {
  const command = new Command('list')
    .summary('what is in the ledger')
    .description('Lists the entries of the ledger, by domain.');
  withLedger(withOutput(withPolicies(command), { markdown: false })).action((flags: LedgerFlags) =>
    act(async (ports) => (await import('./run/ledger-list.js')).runLedgerList(flags, ports)),
  );
  return withExamples(command, [
    ['caa-guard ledger list', 'one line each'],
    ['caa-guard ledger list --json', 'for programs'],
  ]);
}

function pruneCommand(act: Act): Command {
  const command = new Command('prune')
    .summary('take out certificates that have ended')
    .description(
      'Takes out certificates that have ended. Keys and requests stay. A source that shows expired certificates, such as ' +
        'crt.sh, will show those as unknown.',
    );
  withLedger(withOutput(withPolicies(command), { markdown: false }))
    .addOption(
      new Option('--before <date>', 'only those that ended before this time (default: now)').argParser(
        timeValue,
      ),
    )
    .action((flags: LedgerPruneFlags) =>
      act(async (ports) => (await import('./run/ledger-list.js')).runLedgerPrune(flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard ledger prune', 'all that have ended'],
    ['caa-guard ledger prune --before 2026-01-01', 'only the old ones'],
  ]);
}

function proposeCommand(act: Act): Command {
  const command = new Command('propose')
    .summary('write down what CT shows and nobody has entered')
    .description(
      'Asks Certificate Transparency as `check` does, and writes the certificates that are not known to be ours into a ' +
        'proposal. Nothing in it counts until somebody has moved it to the ledger: an attacker’s certificate is in there too.',
    );
  withLedger(withPolicies(command)).option(
    '-o, --output <file>',
    'file for the proposal (default: beside the ledger, *.proposal.yaml)',
  );
  withSources(command);
  withOutput(withTimes(command, '5m'), { markdown: false }).action((flags: LedgerProposeFlags) =>
    act(async (ports) => (await import('./run/ledger-propose.js')).runLedgerPropose(flags, ports)),
  );
  return withExamples(command, [
    ['caa-guard ledger propose', 'then ask whoever runs the servers, and move what is yours'],
  ]);
}

function digestCommand(act: Act): Command {
  const command = new Command('digest')
    .summary('the digest by which a certificate is known in CT')
    .description(
      'Prints SHA-256 of the TBS of a certificate without SCT list and poison: the subject for an attestation.',
    )
    .addArgument(new Argument('<file>', 'a certificate, PEM or DER'));
  withOutput(command, { markdown: false }).action((file: string, flags: LedgerDigestFlags) =>
    act(async (ports) => (await import('./run/ledger-list.js')).runLedgerDigest(file, flags, ports)),
  );
  return withExamples(command, [['caa-guard ledger digest cert.pem', 'prints 64 hex digits']]);
}

function withLedger(command: Command): Command {
  return command.option('--ledger <file>', 'the ledger (default: the one that the policy names)');
}
