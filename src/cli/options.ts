import { Option, type Command } from 'commander';
import { LOCK_PLACE } from '../policy/lock/model.js';
import type { ProofLevel, ResolverAddress } from '../survey/check-model.js';
import type { SourceSpec } from '../survey/source-spec.js';
import {
  canaryValue,
  listValue,
  portValue,
  resolverValue,
  sourceValue,
  spanValue,
  timeValue,
  urlValue,
  vantageValue,
} from './values.js';

/** What `withPolicies` reads. */
export interface PolicyFlags {
  readonly policy?: readonly string[];
}

/** What `withDns` reads. */
export interface DnsFlags {
  readonly resolver?: readonly ResolverAddress[];
  readonly rootHints?: string;
  readonly trustAnchor?: string;
  readonly port?: number;
  readonly allowPrivateAddresses?: true;
}

/** What `withVantages` reads. */
export interface VantageFlags {
  readonly vantage?: readonly ResolverAddress[];
}

/** What `withSources` reads. */
export interface SourceFlags {
  readonly ctSource?: readonly SourceSpec[];
  readonly logList?: string;
  readonly issuers?: string;
  readonly ctUrl?: string;
  readonly ctTokenEnv: string;
}

/** What `withCt` reads. */
export interface CtFlags extends SourceFlags {
  readonly ctCanary?: string;
  readonly ctProof: ProofLevel;
  readonly ctState?: string;
  readonly attestations?: string;
  readonly githubTokenEnv: string;
  readonly github: boolean;
  readonly trustedRoot?: string;
  readonly ct: boolean;
}

/** What `withTimes` reads. */
export interface TimeFlags {
  readonly at?: number;
  readonly timeLimit: number;
}

/** What `withLocked` reads. */
export interface LockedFlags {
  /** `true`: the lock at the usual place. */
  readonly locked?: true | string;
}

/** What `withOutput` reads. */
export interface OutputFlags {
  readonly json?: true;
  readonly markdown?: true;
  readonly verbose?: true;
  readonly color: ColorMode;
  /** Files for other programs, beside what is printed. */
  readonly sarif?: string;
  readonly junit?: string;
}

export type ColorMode = 'auto' | 'always' | 'never';

/** Policy files that are looked for when none is named, in this order; the first that exists is taken. */
export const POLICY_PLACES = ['caa-guard.yaml', 'caa-guard.yml', '.github/caa-guard.yaml', 'caa-guard.json'];

export function withPolicies(command: Command): Command {
  return command.addOption(
    new Option(
      '-p, --policy <file>',
      `a policy file, or a pattern in quotes such as 'dns/*.yaml'; may be repeated (default: ${POLICY_PLACES[0]})`,
    ).argParser(listValue),
  );
}

export function withDns(command: Command): Command {
  return command
    .optionsGroup('DNS:')
    .addOption(
      new Option(
        '-r, --resolver <server>',
        'ask this recursive server: IP[:port], tls://…, https://…; may be repeated (default: go down from the root)',
      ).argParser(resolverValue),
    )
    .option('--root-hints <file>', "name servers of the root (default: the real root's)")
    .option('--trust-anchor <file>', "DS or DNSKEY records of the root's keys (default: the real root's)")
    .addOption(
      new Option('--port <n>', 'port of the zones’ own name servers (default: 53)').argParser(portValue),
    )
    .option('--allow-private-addresses', 'let zones name servers at loopback and private addresses');
}

export function withVantages(command: Command): Command {
  return command.addOption(
    new Option(
      '--vantage <server>',
      'look at CAA through this resolver too, or `public`: Cloudflare, Google, Quad9; may be repeated',
    ).argParser(vantageValue),
  );
}

/** Where certificates are asked for, and by which tables they are read. */
export function withSources(command: Command): Command {
  return command
    .optionsGroup('Certificates:')
    .addOption(
      new Option(
        '--ct-source <source>',
        'where to ask: certspotter, crtsh, files=DIR, tail=DIR, log=NAME; may be repeated (default: certspotter)',
      ).argParser(sourceValue),
    )
    .addOption(
      new Option(
        '--ct-url <url>',
        'API of the shape of Cert Spotter’s (default: SSLMate’s public one)',
      ).argParser(urlValue),
    )
    .addOption(
      new Option('--ct-token-env <name>', 'environment variable with the token for it').default(
        'CERTSPOTTER_TOKEN',
        'CERTSPOTTER_TOKEN',
      ),
    )
    .option(
      '--log-list <file>',
      'list of logs: a file, or `latest` for Google’s of today (default: packaged)',
    )
    .option('--issuers <file>', 'table of issuers beside the packaged one (see `caa-guard refresh issuers`)');
}

/** All that is asked about certificates: sources, whether they are blind, what logs prove, what workflows attest. */
export function withCt(command: Command): Command {
  withSources(command)
    .addOption(
      new Option(
        '--ct-canary <name>',
        'a name that gets a certificate every day: a source that shows none of late is blind; {weekday} in it is yesterday’s',
      ).argParser(canaryValue),
    )
    .option('--no-ct', 'do not ask Certificate Transparency');
  withProofs(command);
  return withAttestations(command);
}

function withProofs(command: Command): Command {
  return command
    .optionsGroup('Proofs by logs:')
    .addOption(
      new Option(
        '--ct-proof <level>',
        'scts: whether logs signed the SCTs; inclusion: and, read from the logs, whether they hold the entries',
      )
        .choices(['off', 'scts', 'inclusion'])
        .default('scts', 'scts'),
    )
    .option(
      '--ct-state <file>',
      'with --ct-proof inclusion: keep the heads of logs here, and hold each log to what it showed before',
    );
}

function withAttestations(command: Command): Command {
  return command
    .optionsGroup('Attestations, where the policy names a workflow:')
    .option(
      '--attestations <dir>',
      'look for bundles here too, each named by the digest that `caa-guard ledger digest` prints',
    )
    .addOption(
      new Option('--github-token-env <name>', 'environment variable with the token for GitHub').default(
        'GITHUB_TOKEN',
        'GITHUB_TOKEN',
      ),
    )
    .option('--no-github', 'do not ask GitHub')
    .option(
      '--trusted-root <file>',
      'a Sigstore trusted root besides the public good one (`gh attestation trusted-root`)',
    );
}

export function withTimes(command: Command, limit: string): Command {
  return grouped(command, 'Time:')
    .addOption(
      new Option('--at <time>', 'look and judge as if it were this time (default: now)').argParser(timeValue),
    )
    .addOption(
      new Option('--time-limit <span>', 'end after this time; what is missing then is unknown')
        .argParser(spanValue)
        .default(spanValue(limit), limit),
    );
}

export function withLocked(command: Command): Command {
  return command.option(
    '--locked [file]',
    `refuse a policy that is not the one in this lock (default file: ${LOCK_PLACE})`,
  );
}

export function withOutput(command: Command, forms: { readonly markdown: boolean }): Command {
  grouped(command, 'Output:');
  command.addOption(new Option('--json', 'print JSON').conflicts(forms.markdown ? ['markdown'] : []));
  if (forms.markdown) {
    command.addOption(new Option('--markdown', 'print Markdown').conflicts(['json']));
    command
      .option('--verbose', 'tell also what was looked at and is well')
      .option('--sarif <file>', 'write SARIF for code scanning; not where something could not be seen')
      .option('--junit <file>', 'write JUnit XML');
  }
  return command.addOption(
    new Option('--color <when>', 'colours: auto is for terminals only')
      .choices(['auto', 'always', 'never'])
      .default('auto'),
  );
}

/** Begins a group of options in a command that has so many that they stand in groups; in others there is one list. */
function grouped(command: Command, heading: string): Command {
  return command.optionsGroup() === '' ? command : command.optionsGroup(heading);
}

/** Examples with what they do beside them are aligned up to this width; longer ones have it on a line of its own. */
const WIDEST_EXAMPLE = 58;

/** Examples below the help of a command: the line, and what it does, or ''. */
export function withExamples(command: Command, examples: readonly (readonly [string, string])[]): Command {
  const short = examples.map(([line]) => line.length).filter((length) => length <= WIDEST_EXAMPLE);
  const width = Math.max(0, ...short);
  const lines = examples.map(([line, says]) => {
    if (says === '') return `  $ ${line}`;
    return line.length > width ? `  $ ${line}\n      ${says}` : `  $ ${line.padEnd(width)}  ${says}`;
  });
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
