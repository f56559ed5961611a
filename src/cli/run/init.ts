import { join, outside, renderText, text, type Text } from '../../base/text.js';
import { messageOf } from '../../base/error.js';
import type { Policy } from '../../policy/model.js';
import { inert } from '../../report/index.js';
import { judge, type Finding } from '../../rules/index.js';
import { observe } from '../../survey/observe.js';
import type { DomainEvidence, Evidence } from '../../survey/evidence.js';
import { lookupKey } from '../../survey/lookup-evidence.js';
import type { InitFlags } from '../commands.js';
import { dnsOptions, sourceOptions } from '../dns-options.js';
import { blankPolicy, draftOf, unseenOf } from '../draft.js';
import { draftText } from '../draft-text.js';
import { EXIT, UsageError } from '../exit.js';
import { paintOf, type Paint } from '../paint.js';
import type { CliPorts } from '../ports.js';
import { progressLine } from '../progress.js';
import { TOOL } from '../tool.js';
import { jsonText } from '../json-text.js';

/** `init`: a first policy from what is deployed. 3 if something could not be seen; then see what was written, if at all. */
export async function runInitCommand(
  domains: readonly string[],
  flags: InitFlags,
  ports: CliPorts,
): Promise<number> {
  if (flags.output !== '-' && flags.force !== true) await refuseExisting(flags.output, ports);
  const evidence = await look(domains, flags, ports);
  const unseen = evidence.domains.flatMap(unseenOf);
  const paint = paintOf(flags.color, { ...ports, stdout: ports.stderr });
  if (unseen.length > 0) {
    ports.stderr.write(
      `${paint.yellow('nothing written')}: what is deployed could not be seen, and a guess is no policy\n`,
    );
    for (const line of unseenLines(unseen)) say(ports, line);
    if ((flags.resolver ?? []).length === 0)
      ports.stderr.write(
        'Run it again. Where port 53 is closed, name a recursive resolver, such as --resolver https://dns.quad9.net/dns-query: its\n' +
          'answers are validated here all the same.\n',
      );
    return EXIT.unknown;
  }
  refuseAbsent(evidence);
  const policy = policyOf(evidence.domains.map(draftOf));
  const written = draftText(policy, evidence);
  if (flags.output === '-') ports.stdout.write(written);
  else await store(flags, written, ports);
  const findings = judge(policyOf(policy.domains.map(asStrict)), evidence, evidence.startedAt).findings;
  const weak = findings.filter(worthTelling);
  const open = policy.domains.filter(({ issue }) => issue === 'unrestricted').map(({ name }) => name);
  const incomplete = evidence.domains.flatMap(({ issuance }) => issuance.filter(({ complete }) => !complete));
  if (flags.json === true && flags.output !== '-')
    ports.stdout.write(jsonOf({ flags, weak, open, incomplete: incomplete.length }));
  else tell({ flags, weak, open, incomplete: incomplete.length }, ports, paint);
  return incomplete.length === 0 ? EXIT.ok : EXIT.unknown;
}

/** One line for each reason, with all that it kept from being seen. */
function unseenLines(unseen: ReturnType<typeof unseenOf>): Text[] {
  const reasons = new Map<string, Text[]>();
  for (const { name, type, state, reason } of unseen) {
    const why = `${state}, ${reason?.detail ?? ''}`;
    reasons.set(why, [...(reasons.get(why) ?? []), text`${outside(name)} ${outside(type)}`]);
  }
  return [...reasons].map(([why, what]) => text`  ${join(what, ', ')}: ${outside(why)}`);
}

function look(domains: readonly string[], flags: InitFlags, ports: CliPorts): Promise<Evidence> {
  const line = progressLine(ports);
  const names = [...new Set(domains)].sort();
  return (async () =>
    observe(
      policyOf(names.map(blankPolicy)),
      {
        dns: await dnsOptions(flags, ports),
        ct: flags.ct ? { ...(await sourceOptions(flags, ports)), proof: 'off' } : 'off',
        ...(flags.at === undefined ? {} : { at: flags.at }),
        limits: { runMs: flags.timeLimit },
        tool: TOOL,
      },
      { ...ports, progress: line.progress },
    ))().finally(() => line.end());
}

function policyOf(domains: Policy['domains']): Policy {
  return { version: 1, domains, waivers: [], failOn: {}, files: [] };
}

/** Judged as if it had to be signed: that a zone is not is the first thing to know of it. */
function asStrict(domain: Policy['domains'][number]): Policy['domains'][number] {
  return { ...domain, dnssec: { ...domain.dnssec, required: true } };
}

/** Certificates are not told: that nobody has said which are ours is what the draft itself says. */
function worthTelling({ kind, rule }: Finding): boolean {
  return kind !== 'unknown' && !rule.startsWith('ct/');
}

interface Draft {
  readonly flags: InitFlags;
  readonly weak: readonly Finding[];
  /** Domains for which every CA may issue. */
  readonly open: readonly string[];
  /** Sources that did not show all. */
  readonly incomplete: number;
}

function tell({ flags, weak, open, incomplete }: Draft, ports: CliPorts, paint: Paint): void {
  if (flags.output !== '-') ports.stderr.write(`${paint.green('written')} ${inert(flags.output)}\n`);
  if (weak.length + open.length > 0) ports.stderr.write(`\n${paint.bold('Weak in what is deployed:')}\n`);
  for (const name of open)
    say(ports, text`  critical  ${outside(name)}: every CA may issue, to anybody who passes its validation`);
  for (const { severity, rule, title } of weak)
    ports.stderr.write(`  ${severity.padEnd(8)}  ${renderText(title, inert)} (${inert(rule)})\n`);
  if (incomplete > 0)
    ports.stderr.write(
      `\n${paint.yellow('unknown')}: Certificate Transparency did not show all; the list of certificates is incomplete\n`,
    );
  ports.stderr.write(
    '\nNo certificate is trusted yet. Those that CT shows stand in the file as comments: ask whoever runs the servers\n' +
      'which of them are yours, take the "#" away before these, and run `caa-guard check`. Clients that make a new key for\n' +
      'each renewal need a ledger: `caa-guard ledger propose` writes a first one for you to go through.\n',
  );
}

function jsonOf({ flags, weak, open, incomplete }: Draft): string {
  const findings = weak.map(({ rule, severity, zone, title }) => ({
    rule,
    severity,
    zone,
    title: renderText(title, inert),
  }));
  const view = {
    written: flags.output,
    weak: findings,
    unrestricted: open,
    certificatesComplete: incomplete === 0,
  };
  return jsonText(view);
}

function say(ports: CliPorts, sentence: Text): void {
  ports.stderr.write(`${renderText(sentence, inert)}\n`);
}

/** A policy for a name that is not there guards nothing, and looks as if it did: a typing error is the usual cause. */
function refuseAbsent({ domains }: Evidence): void {
  const absent = domains.filter(isAbsent).map(({ zone }) => zone);
  if (absent.length === 0) return;
  throw new UsageError(
    `expected domains that exist; DNS has no such name as ${absent.join(', ')}. Check the spelling; nothing was written.`,
  );
}

function isAbsent({ zone, lookups }: DomainEvidence): boolean {
  const answer = lookups[lookupKey(zone, 'CAA')]?.answer;
  return answer?.kind === 'nxdomain' && answer.aliases.length === 0;
}

async function refuseExisting(path: string, { files }: CliPorts): Promise<void> {
  const there = await files.read(path).then(
    () => true,
    (error: { readonly code?: unknown }) => error.code !== 'ENOENT',
  );
  if (there) throw existing(path);
}

async function store({ output, force }: InitFlags, written: string, { files }: CliPorts): Promise<void> {
  try {
    await files.write(output, written, { overwrite: force === true });
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code === 'EEXIST') throw existing(output);
    throw new UsageError(`expected to write ${JSON.stringify(output)}: ${messageOf(cause)}`, { cause });
  }
}

function existing(path: string): UsageError {
  return new UsageError(
    `expected to write a new file; ${JSON.stringify(path)} exists. Name another with --output, or overwrite it with --force.`,
  );
}
