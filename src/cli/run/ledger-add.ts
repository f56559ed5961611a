import { join, outside, own, renderText, text, type Text } from '../../base/text.js';
import { readMaterialFile, systemMaterialFiles, type MaterialFiles } from '../../ct/ledger/index.js';
import { certificateNameOf } from '../../policy/ledger/entry.js';
import { ledgerOf, withEntries, type NewEntry } from '../../policy/ledger/edit.js';
import { inert } from '../../report/index.js';
import { EXIT, UsageError } from '../exit.js';
import type { LedgerAddFlags } from '../ledger-commands.js';
import type { CliPorts } from '../ports.js';
import { domainsFor, entryOf } from './ledger-entry.js';
import { ledgerAtHand, replaceLedger, type LedgerAtHand } from './ledger-file.js';
import { pathsOf } from './ledger-paths.js';
import { entryWords, plainEntry, printingPolicyErrors } from './ledger-words.js';
import { jsonText } from '../json-text.js';

/** A file, and what became of it. */
interface Skipped {
  readonly path: string;
  readonly why: string;
  /** It is of use, but for other domains. */
  readonly foreign?: true;
}

/** `ledger add`. Files named one by one have to be of use; of those found in folders, what is of none is told and left. */
export async function runLedgerAdd(
  files: readonly string[],
  flags: LedgerAddFlags,
  ports: CliPorts,
): Promise<number> {
  if (files.length === 0 && flags.fromDir === undefined && flags.fromAcme === undefined)
    throw new UsageError('expected something to enter: a certificate, a CSR, --from-dir or --from-acme');
  return printingPolicyErrors(flags, ports, async () => {
    const ledger = await ledgerAtHand(flags, ports);
    const domains = domainNames(flags, ledger);
    const readers = ports.materialFiles ?? systemMaterialFiles;
    const found = await pathsOf(files, flags, readers, ports);
    const more = { added: day(ports.clock.now()), ...noteOf(flags) };
    const additions = new Map<string, NewEntry[]>();
    const skipped: Skipped[] = [];
    for (const { path, named } of found) {
      const entered = await enter(path, domains, more, readers);
      if ('why' in entered) {
        if (named) throw new UsageError(wrongFile(path, entered));
        skipped.push({ path, ...entered });
      } else
        for (const domain of entered.domains)
          additions.set(domain, [...(additions.get(domain) ?? []), entered.entry]);
    }
    const { text: written, added } = withEntries(ledger.file, ledger.source, additions);
    if (added.size > 0) await replaceLedger(ledger.file, written, ports);
    tell({ ledger, added, additions, skipped }, flags, ports);
    return EXIT.ok;
  });
}

async function enter(
  path: string,
  domains: readonly string[],
  more: Pick<NewEntry, 'added' | 'note'>,
  files: MaterialFiles,
): Promise<{ readonly entry: NewEntry; readonly domains: readonly string[] } | Omit<Skipped, 'path'>> {
  const read = await readMaterialFile(files, path);
  if ('problem' in read) return { why: read.detail };
  const [material] = read.materials;
  if (material === undefined) return { why: 'there is none in it' };
  const entry = entryOf(material, more);
  if ('wrong' in entry) return { why: entry.wrong };
  const concerned = domainsFor(material.facts.names, domains);
  if (concerned.length === 0) {
    const names = [...new Set(material.facts.names.map(({ value }) => value))].slice(0, 3);
    const why = `it names ${names.length === 0 ? 'nothing' : names.join(', ')}, and none of that is in ${domains.slice(0, 5).join(', ')}`;
    return { why, foreign: true };
  }
  return { entry, domains: concerned };
}

function wrongFile(path: string, { why, foreign }: Omit<Skipped, 'path'>): string {
  const todo =
    foreign === true
      ? '. Name its domain with --domain'
      : why.endsWith('no regular file')
        ? '. Of a directory, all is entered with --from-dir'
        : '';
  return `expected a certificate or a CSR at ${JSON.stringify(path)}: ${why}${todo}`;
}

function domainNames(flags: LedgerAddFlags, { file, source, domains }: LedgerAtHand): readonly string[] {
  const known = flags.domain ?? [
    ...new Set([
      ...domains.map(({ name }) => name),
      ...(source === undefined ? [] : ledgerOf(file, source).keys()),
    ]),
  ];
  if (known.length === 0)
    throw new UsageError(
      'expected to know whose certificates these are: there is no policy and no ledger here. Name the domain with --domain',
    );
  return known.map((name) => certificateNameOf(name) ?? name);
}

function noteOf({ note }: LedgerAddFlags): { readonly note?: string } {
  if (note === undefined) return {};
  if (/[\u0000-\u001f\u007f]/.test(note) || note.length > 500)
    throw new UsageError('expected a note of one line, 500 characters at most');
  return { note };
}

function day(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

interface Done {
  readonly ledger: LedgerAtHand;
  readonly added: ReadonlyMap<string, readonly NewEntry[]>;
  readonly additions: ReadonlyMap<string, readonly NewEntry[]>;
  readonly skipped: readonly Skipped[];
}

function tell({ ledger, added, additions, skipped }: Done, flags: LedgerAddFlags, ports: CliPorts): void {
  const count = (entries: Done['added']): number => [...entries.values()].flat().length;
  const there = new Set([...additions.values()].flat()).size - new Set([...added.values()].flat()).size;
  if (flags.json === true) {
    const plain = [...added].flatMap(([domain, entries]) =>
      entries.map((one) => ({ domain, ...plainEntry(one) })),
    );
    ports.stdout.write(
      jsonText({
        ledger: ledger.file,
        added: plain,
        skipped: skipped.map(({ path, why }) => ({ path, why })),
      }),
    );
    return;
  }
  const say = (words: Text): void => ports.stdout.write(`${renderText(words, inert)}\n`);
  for (const [domain, entries] of added)
    for (const entry of entries) say(text`added for ${outside(domain)}: ${entryWords(entry)}`);
  for (const { path, why, foreign } of skipped)
    if (foreign === undefined) say(text`left out ${outside(path)}: ${outside(why)}`);
  const foreign = skipped.filter((one) => one.foreign === true);
  if (foreign.length > 0)
    say(
      text`left out ${foreign.length} of other domains: ${join(
        foreign.slice(0, 3).map(({ path }) => outside(path)),
        ', ',
      )}${own(foreign.length > 3 ? ' ...' : '')}; --domain names further ones`,
    );
  say(
    text`${count(added)} added${own(there > 0 ? ', the others were there already' : '')}; ${outside(ledger.file)}${own(added.size === 0 ? ' is unchanged' : ' is written')}`,
  );
  if (ledger.named === false)
    say(
      text`The policy does not name this ledger yet: let its clause certificates have ledger: ${outside(ledger.file)}, as seen from the policy.`,
    );
}
