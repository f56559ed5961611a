import { isMap, isSeq, parseDocument, type Node } from 'yaml';
import { outside, own, renderText, text } from '../../base/text.js';
import type { DomainPolicy } from '../../policy/index.js';
import { EMPTY_LEDGER } from '../../policy/ledger/read.js';
import { withEntries } from '../../policy/ledger/edit.js';
import { inert } from '../../report/index.js';
import { issuedFor, type Issued } from '../../rules/facts/certificates.js';
import { openCertificates } from '../../survey/open-certificates.js';
import type { IssuanceEvidence } from '../../survey/evidence.js';
import { askSource } from '../../survey/issuance.js';
import { deadline } from '../../survey/limits.js';
import { sourceOptions } from '../dns-options.js';
import { EXIT, UsageError } from '../exit.js';
import type { LedgerProposeFlags } from '../ledger-commands.js';
import type { CliPorts } from '../ports.js';
import { certificateEntry } from './ledger-entry.js';
import { ledgerAtHand, replaceLedger } from './ledger-file.js';
import { printingPolicyErrors } from './ledger-words.js';
import { jsonText } from '../json-text.js';
import { isAsWritten, sealed } from './proposal-seal.js';

const HEAD = ` A proposal by caa-guard: certificates that Certificate Transparency shows and that nobody has said are ours.
 NOTHING IN HERE COUNTS. A certificate that somebody else got is in here as well: ask whoever runs the servers, move the
 entries that are yours to the ledger with a note that says so, report the others to their CA, and delete this file.`;

/** `ledger propose`. 3 where a source did not show all: then something may be missing. Nothing becomes known by it. */
export async function runLedgerPropose(flags: LedgerProposeFlags, ports: CliPorts): Promise<number> {
  return printingPolicyErrors(flags, ports, async () => {
    const ledger = await ledgerAtHand(flags, ports);
    if (ledger.domains.length === 0)
      throw new UsageError(
        'expected a policy that says for which domains to ask; write one with `caa-guard init DOMAIN`',
      );
    const output = flags.output ?? ledger.file.replace(/(\.ya?ml)?$/, '.proposal.yaml');
    await refuseOther(output, ports);
    const seen = await Promise.all(ledger.domains.map(async (domain) => look(domain, flags, ports)));
    const unknown = seen.map(({ domain, issuance }) => ({
      domain: domain.name,
      issued: issuedFor(domain, { zone: domain.name, lookups: {}, issuance }).filter(
        ({ known }) => known === undefined,
      ),
    }));
    const count = unknown.reduce((sum, { issued }) => sum + issued.length, 0);
    if (count > 0) await replaceLedger(output, sealed(proposalText(unknown)), ports);
    const failures = seen.flatMap(({ domain, issuance }) =>
      issuance
        .filter(({ complete }) => !complete)
        .map(({ source, failure }) => ({
          domain: domain.name,
          source,
          why: failure?.detail ?? 'it stopped early',
        })),
    );
    tell({ output, count, failures }, flags, ports);
    return failures.length === 0 ? EXIT.ok : EXIT.unknown;
  });
}

async function look(
  domain: DomainPolicy,
  flags: LedgerProposeFlags,
  ports: CliPorts,
): Promise<{ readonly domain: DomainPolicy; readonly issuance: readonly IssuanceEvidence[] }> {
  const ct = await sourceOptions(flags, ports);
  const until = deadline(flags.timeLimit, 'the run', ports.signal);
  const { name, includeSubdomains } = domain;
  try {
    const outside = {
      clock: ports.clock,
      signal: until.signal,
      ...(ports.fetch === undefined ? {} : { fetch: ports.fetch }),
    };
    const { sources, reader } = (await openCertificates({ ...ct, proof: 'off' }, outside, ports.clock.now()))
      .side;
    const issuance = await Promise.all(
      sources.map((source) => askSource(source, { domain: name, includeSubdomains }, reader, until)),
    );
    return { domain, issuance };
  } finally {
    until.clear();
  }
}

/** The entries as a ledger would have them, under another head, so that no ledger can be made of the file by its name. */
function proposalText(
  unknown: readonly { readonly domain: string; readonly issued: readonly Issued[] }[],
): string {
  const additions = new Map(
    unknown
      .filter(({ issued }) => issued.length > 0)
      .map(({ domain, issued }) => [domain, issued.map(({ facts }) => certificateEntry(facts, {}))] as const),
  );
  const { text: written } = withEntries('proposal', EMPTY_LEDGER, additions);
  const document = parseDocument(written.replace(/^version: 1$/m, 'proposal: 1'), { schema: 'failsafe' });
  document.commentBefore = HEAD;
  const words = new Map(
    unknown.flatMap(({ issued }) => issued.map((one) => [one.facts.tbsSha256, issuedWords(one)])),
  );
  const domains = document.get('domains');
  if (isMap(domains))
    for (const { value } of domains.items)
      if (isSeq(value))
        for (const item of value.items)
          if (isMap(item)) (item as Node).commentBefore = ` ${words.get(String(item.get('tbs'))) ?? ''}`;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Who issued it, where it was seen. What comes from outside stands in a comment, so it has to be one inert line. */
function issuedWords({ facts, sources, nearly }: Issued): string {
  const why = nearly.map(({ why: words }) => ` ${renderText(words, inert)}`).join('');
  return `issued by ${inert(facts.issuer)}, serial ${inert(facts.serial)}, seen at ${sources.map(inert).join(', ')}.${why}`;
}

/** Only a proposal that nobody has worked on is written over: what somebody has sorted out of one is not lost. */
async function refuseOther(output: string, { files }: CliPorts): Promise<void> {
  const there = await files.read(output).catch((thrown: { readonly code?: unknown }) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw new UsageError(`expected to write ${JSON.stringify(output)}; what is there cannot be read`);
  });
  if (there === undefined) return;
  if (!/^proposal: 1\r?$/m.test(there))
    throw new UsageError(
      `expected to write a proposal to ${JSON.stringify(output)}; something else is there. Name another file with --output`,
    );
  if (!isAsWritten(there))
    throw new UsageError(
      `expected to write a proposal to ${JSON.stringify(output)}; somebody has edited the one that is there. Move what is yours to the ` +
        'ledger and delete it, or name another file with --output',
    );
}

interface Proposed {
  readonly output: string;
  readonly count: number;
  readonly failures: readonly { readonly domain: string; readonly source: string; readonly why: string }[];
}

function tell({ output, count, failures }: Proposed, flags: LedgerProposeFlags, ports: CliPorts): void {
  if (flags.json === true) {
    const inertly = failures.map((one) => ({ ...one, source: inert(one.source), why: inert(one.why) }));
    const view = {
      proposal: count === 0 ? null : output,
      proposed: count,
      complete: failures.length === 0,
      failures: inertly,
    };
    ports.stdout.write(jsonText(view));
    return;
  }
  const words =
    count === 0
      ? own('nothing to propose: every certificate that was shown is known to be ours')
      : text`${count} ${own(count === 1 ? 'certificate' : 'certificates')} proposed in ${outside(output)}. None of it counts until you have moved it to the ledger.`;
  ports.stdout.write(`${renderText(words, inert)}\n`);
  for (const { domain, source, why } of failures)
    ports.stderr.write(
      `${renderText(text`unknown: ${outside(source)} did not show all for ${outside(domain)}: ${outside(why)}`, inert)}\n`,
    );
}
