import { join, outside, own, text, type Text } from '../../base/text.js';
import { dayWords } from '../../base/time-words.js';
import { PolicyError } from '../../policy/index.js';
import type { NewEntry } from '../../policy/ledger/edit.js';
import { entryNode } from '../../policy/ledger/node.js';
import { inert } from '../../report/index.js';
import type { LedgerFlags } from '../ledger-commands.js';
import { printPolicyErrors } from '../output.js';
import type { CliPorts } from '../ports.js';

/** `certificate 3b1c… for example.com, www.example.com, 2026-11-01 to 2027-01-30`. */
export function entryWords({
  kind,
  tbsSha256,
  spkiSha256,
  names,
  notBefore,
  notAfter,
  note,
}: NewEntry): Text {
  const digest = kind === 'certificate' ? tbsSha256 : spkiSha256;
  const shown = names.slice(0, 5).map(outside);
  const rest = names.length > shown.length ? text` and ${names.length - shown.length} more` : [];
  const of = shown.length === 0 ? own(', any names') : text` for ${join(shown, ', ')}${rest}`;
  const times =
    notBefore === undefined || notAfter === undefined
      ? []
      : text`, ${dayWords(notBefore)} to ${dayWords(notAfter)}`;
  return text`${own(kind)} ${outside((digest ?? '').slice(0, 16))}${own('…')}${of}${times}${note === undefined ? [] : text` (${outside(note)})`}`;
}

/** The entry for programs, in the words of the ledger file; what comes from outside is inert. */
export function plainEntry(entry: NewEntry): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entryNode(entry)).map(([key, value]) => [
      key,
      typeof value === 'string'
        ? inert(value)
        : Array.isArray(value)
          ? value.map((one) => inert(String(one)))
          : value,
    ]),
  );
}

/** Runs a subcommand; a policy or a ledger that cannot be used is told as `check` tells it, with places. */
export async function printingPolicyErrors(
  flags: LedgerFlags,
  ports: CliPorts,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof PolicyError) return printPolicyErrors(thrown.problems, flags, ports);
    throw thrown;
  }
}
