import { Argument, Command, Option } from 'commander';
import {
  withCt,
  withDns,
  withExamples,
  withLocked,
  withOutput,
  withPolicies,
  withSources,
  withTimes,
  withVantages,
  type CtFlags,
  type DnsFlags,
  type LockedFlags,
  type OutputFlags,
  type PolicyFlags,
  type SourceFlags,
  type TimeFlags,
  type VantageFlags,
} from './options.js';
import { withBase, type BaseFlags } from './base-options.js';
import type { Shard } from '../policy/shard.js';
import type { CliPorts } from './ports.js';
import {
  accountValue,
  askedNameValue,
  caValue,
  listValue,
  methodValue,
  nameValue,
  shardValue,
} from './values.js';

/** Runs a command's work and keeps its exit code. The work is loaded only when its command is the one called. */
export type Act = (work: (ports: CliPorts) => Promise<number>) => Promise<void>;

export type CheckFlags = PolicyFlags &
  LockedFlags &
  BaseFlags &
  DnsFlags &
  VantageFlags &
  CtFlags &
  TimeFlags &
  OutputFlags & { readonly evidence?: string; readonly shard?: Shard; readonly failOn: FailOnFlag };
export type FailOnFlag = 'policy' | 'critical' | 'high' | 'medium' | 'low';
export type ExplainFlags = DnsFlags &
  TimeFlags &
  OutputFlags & {
    readonly ca: string;
    readonly account?: string;
    readonly method?: string;
    readonly wildcard?: true;
    readonly profile: 'strict' | 'letsencrypt' | 'both';
  };
export type InitFlags = DnsFlags &
  SourceFlags &
  TimeFlags &
  OutputFlags & { readonly output: string; readonly force?: true; readonly ct: boolean };
export type DemoFlags = OutputFlags & {
  readonly scenario: 'drift' | 'jabber' | 'all';
  readonly keep?: true;
};
export type RulesFlags = OutputFlags;

export function checkCommand(act: Act): Command {
  const command = new Command('check')
    .summary('hold the world against the policy')
    .description(
      'Holds deployed CAA records, the DNSSEC chain and the certificates in CT against the policy.',
    );
  withBase(withLocked(withPolicies(command))).addOption(failOnOption());
  withOutput(withTimes(withCt(withVantages(withDns(command))), '5m'), { markdown: true })
    .option('--evidence <file>', 'write down all that was seen, for `judge`')
    .addOption(
      new Option(
        '--shard <i/n>',
        'only the i-th of n parts of the domains; with --evidence, for `merge`',
      ).argParser(shardValue),
    )
    .action((flags: CheckFlags) =>
      act(async (ports) => (await import('./run/check.js')).runCheckCommand(flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard check', 'the policy in ./caa-guard.yaml'],
    ["caa-guard check -p 'dns/*.yaml' --evidence seen.json", 'several files; keep what was seen'],
    ['caa-guard check -r 9.9.9.9 --no-ct', 'where port 53 is closed; DNS only'],
    ['caa-guard check --vantage public', 'and how CAA looks to other operators’ resolvers'],
    [
      'caa-guard check --ct-proof inclusion --ct-state heads.json',
      'and whether logs hold what they signed for',
    ],
    ['caa-guard check --ct-source certspotter --ct-source crtsh', 'two sources, held against each other'],
  ]);
}

export function explainCommand(act: Act): Command {
  const command = new Command('explain')
    .summary('what a CA would do, and which record decides')
    .description(
      'Says what a CA would do when this account asks for a certificate, and shows each step to it.',
    )
    .addArgument(new Argument('<name>', 'name that a certificate is asked for').argParser(askedNameValue))
    .requiredOption('--ca <identifier>', 'the CA, as CAA records name it: letsencrypt.org', caValue)
    .option(
      '--account <uri>',
      'account URI that asks (default: an account that no record names)',
      accountValue,
    )
    .option(
      '--method <label>',
      'validation method, such as dns-01 (default: one that no record names)',
      methodValue,
    )
    .option('--wildcard', 'a wildcard certificate is asked for')
    .addOption(
      new Option('--profile <name>', 'how records are read')
        .choices(['strict', 'letsencrypt', 'both'])
        .default('both'),
    );
  withOutput(withTimes(withDns(command), '30s'), { markdown: false }).action(
    (name: string, flags: ExplainFlags) =>
      act(async (ports) => (await import('./run/explain.js')).runExplainCommand(name, flags, ports)),
  );
  return withExamples(command, [
    ['caa-guard explain www.example.com --ca letsencrypt.org', 'may any Let’s Encrypt account?'],
    [
      'caa-guard explain example.com --ca letsencrypt.org --account https://… --method http-01',
      'may this account, by this method?',
    ],
  ]);
}

export function initCommand(act: Act): Command {
  const command = new Command('init')
    .summary('write a first policy from what is deployed')
    .description(
      'Writes a first policy from what is deployed, and says what is weak in it. It trusts nothing it finds.',
    )
    .addArgument(
      new Argument('<domain...>', 'registered domains').argParser<readonly string[]>(domainsValue),
    );
  command
    .addOption(
      new Option('-o, --output <file>', 'file to write; - for standard output').default(
        'caa-guard.yaml',
        'caa-guard.yaml',
      ),
    )
    .option('--force', 'overwrite the file');
  withSources(withDns(command)).option('--no-ct', 'do not ask Certificate Transparency');
  withOutput(withTimes(command, '60s'), { markdown: false }).action(
    (domains: readonly string[], flags: InitFlags) =>
      act(async (ports) => (await import('./run/init.js')).runInitCommand(domains, flags, ports)),
  );
  return withExamples(command, [
    ['caa-guard init example.com', 'writes caa-guard.yaml'],
    ['caa-guard init example.com example.org -o -', 'prints it'],
  ]);
}

export function demoCommand(act: Act): Command {
  const command = new Command('demo')
    .summary('a check against the built-in lab, and the jabber.ru case replayed')
    .description(
      'Starts an internet in a box on this machine, lets nine domains drift, and checks them as `check` does. Then ' +
        'replays the jabber.ru case of 2023, as a reconstruction: what each policy would have prevented, what would ' +
        'have been seen, and when. Needs no network.',
    )
    .addOption(
      new Option('--scenario <which>', 'what to show').choices(['drift', 'jabber', 'all']).default('all'),
    )
    .option('--keep', 'keep the lab running until Ctrl-C, and print the command that checks it');
  withOutput(command, { markdown: false }).action((flags: DemoFlags) =>
    act(async (ports) => (await import('./demo/command.js')).runDemoCommand(flags, ports)),
  );
  return withExamples(command, [
    ['caa-guard demo', 'both'],
    ['caa-guard demo --scenario jabber', 'the case alone'],
    ['caa-guard demo --scenario drift --keep', 'to play with'],
  ]);
}

export function rulesCommand(act: Act): Command {
  const command = new Command('rules')
    .summary('what is judged, and why')
    .description('Lists the rules, or tells all about one.')
    .addArgument(new Argument('[id]', 'a rule, such as caa/binding-lost'));
  withOutput(command, { markdown: false }).action((id: string | undefined, flags: RulesFlags) =>
    act(async (ports) => (await import('./run/rules.js')).runRulesCommand(id, flags, ports)),
  );
  return withExamples(command, [
    ['caa-guard rules', 'one line each'],
    ['caa-guard rules caa/binding-lost', 'what it means, how to mend it, where it comes from'],
  ]);
}

/** `--fail-on`. */
export function failOnOption(): Option {
  return new Option('--fail-on <level>', 'weaknesses from this severity on fail too')
    .choices(['policy', 'critical', 'high', 'medium', 'low'])
    .default('policy', 'as the policy says');
}

function domainsValue(text: string, before?: readonly string[]): readonly string[] {
  return listValue(nameValue(text), before);
}
