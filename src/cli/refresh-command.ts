import { Command } from 'commander';
import { CCADB_REPORT } from '../ct/issuers/ccadb.js';
import { LOG_LIST_URL } from '../ct/loglist/signature.js';
import type { Act } from './commands.js';
import { withExamples } from './options.js';

export interface RefreshIssuersFlags {
  readonly from: string;
  readonly delegated?: string;
  readonly output: string;
  readonly json?: true;
}

export interface RefreshLogListFlags {
  readonly from: string;
  readonly signature?: string;
  readonly output: string;
  readonly json?: true;
}

export function refreshCommand(act: Act): Command {
  const command = new Command('refresh')
    .summary('make newer tables than those that ship with caa-guard')
    .description(
      'Makes a newer table of issuers, or takes a newer list of logs, from what others publish, and writes it to a ' +
        'file that other commands are given.',
    );
  command.addCommand(issuersCommand(act));
  command.addCommand(logListCommand(act));
  return withExamples(command, [
    ['caa-guard refresh log-list -o logs.json', 'Google’s list of logs of today, its signature verified'],
    ['caa-guard refresh issuers -o issuers.json', 'issuing keys and CAA identifiers, from CCADB'],
    ['caa-guard refresh issuers --from report.csv', 'the same from a report that was downloaded before'],
  ]);
}

function issuersCommand(act: Act): Command {
  const command = new Command('issuers')
    .summary('a table of issuing keys and their CAA identifiers, from CCADB’s report')
    .description(
      'Reads CCADB’s report of CAA identifiers (CSV), and tells of every row that nothing could be taken from. ' +
        'With --delegated, identifiers that belong to another owner are taken out.',
    )
    .option('--from <file|url>', 'the report: AllCAAIdentifiersReportCSVV2', CCADB_REPORT)
    .option(
      '--delegated <file|url>',
      'SSLMate’s list of issuers, with the identifiers that are delegated to them',
    )
    .option('-o, --output <file>', 'file to write', 'issuers.json')
    .option('--json', 'print JSON')
    .action((flags: RefreshIssuersFlags) =>
      act(async (ports) => (await import('./run/refresh-issuers.js')).runRefreshIssuers(flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard refresh issuers', 'writes issuers.json'],
    [
      'caa-guard refresh issuers --delegated https://web.api.sslmate.com/caahelper/issuers',
      'and does not take Amazon’s identifiers for DigiCert’s',
    ],
  ]);
}

function logListCommand(act: Act): Command {
  const command = new Command('log-list')
    .summary('the list of CT logs of today, its signature verified')
    .description(
      'Takes a list of logs (v3) that Google signed. One that is older than the list in use, or from which the logs all ' +
        'but vanish, is refused.',
    )
    .option('--from <file|url>', 'the list', LOG_LIST_URL)
    .option('--signature <file|url>', 'its signature (default: beside the list, .sig in place of .json)')
    .option('-o, --output <file>', 'file to write', 'log_list.json')
    .option('--json', 'print JSON')
    .action((flags: RefreshLogListFlags) =>
      act(async (ports) => (await import('./run/refresh-log-list.js')).runRefreshLogList(flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard refresh log-list', 'writes log_list.json'],
    ['caa-guard refresh log-list --from list.json --signature list.sig', 'from files'],
  ]);
}
