import { Option, type Command } from 'commander';
import { LOCK_PLACE } from '../policy/lock/model.js';
import type { ProofLevel, ResolverAddress } from '../survey/check-model.js';
import type { SourceSpec } from '../survey/source-spec.js';
import {
  listValue,
  nameValue,
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

/** What `withCt` reads. */
export interface CtFlags {
  readonly ctSource?: readonly SourceSpec[];
  readonly ctCanary?: string;
  readonly ctProof: ProofLevel;
  readonly ctState?: string;
  readonly logList?: string;
  readonly issuers?: string;
  readonly attestations?: string;
  readonly githubTokenEnv: string;
  readonly github: boolean;
  readonly trustedRoot?: string;
  readonly ctUrl?: string;
  readonly ctTokenEnv: string;
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
}

export type ColorMode = 'auto' | 'always' | 'never';

/** Policy files that are looked for when none is named, in this order; the first that exists is taken. */
export const POLICY_PLACES = ['caa-guard.yaml', 'caa-guard.yml', '.github/caa-guard.yaml', 'caa-guard.json'];

export function withPolicies(command: Command): Command {
  return command.addOption(
    new Option(
      '-p, --policy <file>',
      `a policy file; may be repeated (default: ${POLICY_PLACES[0]})`,
    ).argParser(listValue),
  );
}

export function withDns(command: Command): Command {
  return command
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

export function withCt(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--ct-source <source>',
        'where certificates are asked for: certspotter, crtsh, files=DIR, tail=DIR, log=NAME; may be repeated (default: certspotter)',
      ).argParser(sourceValue),
    )
    .addOption(
      new Option(
        '--ct-url <url>',
        'API of the shape of Cert Spotter’s (default: SSLMate’s public one)',
      ).argParser(urlValue),
    )
    .option('--ct-token-env <name>', 'environment variable with the token for it', 'CERTSPOTTER_TOKEN')
    .addOption(
      new Option(
        '--ct-canary <name>',
        'a name for which a certificate is issued every day: a source that shows none of late is blind',
      ).argParser(nameValue),
    )
    .addOption(
      new Option(
        '--ct-proof <level>',
        'whether logs signed the SCTs (scts), and whether they kept them (inclusion: the logs are read)',
      )
        .choices(['off', 'scts', 'inclusion'])
        .default('scts'),
    )
    .option(
      '--ct-state <file>',
      'keep the heads of logs here between runs, and hold each log against what it showed before',
    )
    .option(
      '--log-list <file>',
      'a log list of your own, or `latest` for Google’s, fetched (default: the one that ships with caa-guard)',
    )
    .option(
      '--issuers <file>',
      'a table of issuers beside the one that ships with caa-guard (caa-guard refresh issuers)',
    )
    .option(
      '--attestations <dir>',
      'bundles of attestations, each in a file named by the digest that `caa-guard ledger digest` prints',
    )
    .option(
      '--github-token-env <name>',
      'environment variable with the token for GitHub, which is asked for attestations where a policy names a workflow',
      'GITHUB_TOKEN',
    )
    .option('--no-github', 'do not ask GitHub for attestations')
    .option(
      '--trusted-root <file>',
      'a Sigstore trusted root besides that of the public good instance (gh attestation trusted-root)',
    )
    .option('--no-ct', 'do not ask Certificate Transparency');
}

export function withTimes(command: Command, limit: string): Command {
  return command
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
  command.addOption(new Option('--json', 'print JSON').conflicts(forms.markdown ? ['markdown'] : []));
  if (forms.markdown) {
    command.addOption(new Option('--markdown', 'print Markdown').conflicts(['json']));
    command.option('--verbose', 'tell also what was looked at and is well');
  }
  return command.addOption(
    new Option('--color <when>', 'colours: auto is for terminals only')
      .choices(['auto', 'always', 'never'])
      .default('auto'),
  );
}

/** Examples below the help of a command. */
export function withExamples(command: Command, examples: readonly (readonly [string, string])[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, says]) => `  $ ${line.padEnd(width)}  ${says}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
