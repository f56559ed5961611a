import { outside, own, renderText, text, type Text } from '../../base/text.js';
import { readMaterialFile, systemMaterialFiles } from '../../ct/ledger/index.js';
import { ledgerOf, withoutEnded } from '../../policy/ledger/edit.js';
import { inert } from '../../report/index.js';
import { EXIT, UsageError } from '../exit.js';
import type { LedgerDigestFlags, LedgerFlags, LedgerPruneFlags } from '../ledger-commands.js';
import type { CliPorts } from '../ports.js';
import { ledgerThere, replaceLedger } from './ledger-file.js';
import { entryWords, plainEntry, printingPolicyErrors } from './ledger-words.js';
import { jsonText } from '../json-text.js';

/** `ledger list`. */
export async function runLedgerList(flags: LedgerFlags, ports: CliPorts): Promise<number> {
  return printingPolicyErrors(flags, ports, async () => {
    const { file, source } = await ledgerThere(flags, ports);
    const entries = [...ledgerOf(file, source)].flatMap(([domain, some]) =>
      some.map((entry) => ({ domain, entry })),
    );
    if (flags.json === true) {
      const plain = entries.map(({ domain, entry }) => ({ domain, ...plainEntry(entry) }));
      ports.stdout.write(jsonText({ ledger: file, entries: plain }));
      return EXIT.ok;
    }
    const now = ports.clock.now();
    for (const { domain, entry } of entries) {
      const ended = entry.notAfter !== undefined && entry.notAfter < now;
      say(ports, text`${outside(domain)}  ${entryWords(entry)}${own(ended ? ', has ended' : '')}`);
    }
    say(
      ports,
      text`${entries.length} ${own(entries.length === 1 ? 'entry' : 'entries')} in ${outside(file)}`,
    );
    return EXIT.ok;
  });
}

/** `ledger prune`. */
export async function runLedgerPrune(flags: LedgerPruneFlags, ports: CliPorts): Promise<number> {
  return printingPolicyErrors(flags, ports, async () => {
    const { file, source } = await ledgerThere(flags, ports);
    const { text: left, removed } = withoutEnded(file, source, flags.before ?? ports.clock.now());
    if (removed.size > 0) await replaceLedger(file, left, ports);
    const entries = [...removed].flatMap(([domain, some]) => some.map((entry) => ({ domain, entry })));
    if (flags.json === true) {
      const plain = entries.map(({ domain, entry }) => ({ domain, ...plainEntry(entry) }));
      ports.stdout.write(jsonText({ ledger: file, removed: plain }));
      return EXIT.ok;
    }
    for (const { domain, entry } of entries)
      say(ports, text`removed from ${outside(domain)}: ${entryWords(entry)}`);
    say(ports, text`${entries.length} removed from ${outside(file)}`);
    return EXIT.ok;
  });
}

/** `ledger digest`: what an attestation has to have for its subject. */
export async function runLedgerDigest(
  file: string,
  flags: LedgerDigestFlags,
  ports: CliPorts,
): Promise<number> {
  const read = await readMaterialFile(ports.materialFiles ?? systemMaterialFiles, file);
  const wrong = 'problem' in read ? read.detail : undefined;
  const [material] = 'materials' in read ? read.materials : [];
  if (material?.kind !== 'certificate')
    throw new UsageError(
      `expected a certificate at ${JSON.stringify(file)}: ${wrong ?? 'this is a request; what will be issued for it has another digest'}`,
    );
  const { tbsSha256, sha256, spkiSha256 } = material.facts;
  ports.stdout.write(flags.json === true ? jsonText({ tbsSha256, sha256, spkiSha256 }) : `${tbsSha256}\n`);
  return EXIT.ok;
}

function say(ports: CliPorts, words: Text): void {
  ports.stdout.write(`${renderText(words, inert)}\n`);
}
