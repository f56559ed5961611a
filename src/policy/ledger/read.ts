import { came, type Complaints } from '../complaints.js';
import { readDocument } from '../document.js';
import type { Located } from '../locate.js';
import type { LedgerEntry, SourcePosition } from '../model.js';
import { readDomainName } from '../names.js';
import type { PolicyProblem } from '../problem.js';
import { integer, listOf, readFields, type Shape } from '../shape.js';
import { ledgerEntry } from './entry.js';

/** A ledger file: entries by domain (lower-case A-labels). */
export type Ledger = ReadonlyMap<string, readonly LedgerEntry[]>;

const entries = listOf(ledgerEntry, { says: 'a list of entries' });

/** What an empty file would have said, had it been written. */
export const EMPTY_LEDGER = 'version: 1\ndomains: {}\n';

/**
 * Reads the text of a ledger file: `version: 1` and `domains`, a map from domain names to entries. All problems come at
 * once, each with its place. A proposal, which has `proposal` in place of `version`, is refused: nothing in it counts.
 */
export function readLedger(
  file: string,
  source: string,
): { readonly ledger: Ledger; readonly problems: readonly PolicyProblem[] } {
  const { root, problems: broken } = readDocument(file, source);
  const problems = [...broken];
  const complaints: Complaints = { add: (problem) => void problems.push(problem) };
  if (root === undefined) return { ledger: new Map(), problems };
  const proposal = root.kind === 'map' ? root.entries.find(({ key }) => key === 'proposal') : undefined;
  if (proposal !== undefined) {
    complaints.add({
      code: 'shape',
      at: proposal.keyAt,
      message:
        'expected a ledger; this is a proposal, and nothing in it counts. Move the entries that are yours to the ledger',
      example: 'version: 1',
    });
    return { ledger: new Map(), problems };
  }
  const ledger = new Map<string, readonly LedgerEntry[]>();
  const domains: Shape<true> = {
    says: 'a map from domains to their entries',
    example: `{example.com: [${ledgerEntry.example}]}`,
    schema: {},
    read: (value, to) => (readDomains(value, ledger, to) ? true : undefined),
  };
  const version = integer('the number 1', 1, 1, '1');
  readFields(
    root,
    { version: { ...version, required: true }, domains: { ...domains, required: true } },
    { says: 'a ledger: a map with version and domains', example: 'version: 1' },
    complaints,
  );
  return { ledger, problems };
}

function readDomains(value: Located, ledger: Map<string, readonly LedgerEntry[]>, to: Complaints): boolean {
  if (value.kind === 'scalar' && value.value === null) return true;
  if (value.kind !== 'map') {
    to.add({
      code: 'shape',
      at: value.at,
      message: `expected a map from domain names to their entries; ${came(value)} came`,
      example: `domains: {example.com: [${ledgerEntry.example}]}`,
    });
    return false;
  }
  const seen = new Map<string, SourcePosition>();
  for (const { key, keyAt, value: list } of value.entries) {
    const read = readDomainName(key);
    const some = list.kind === 'scalar' && list.value === null ? [] : entries.read(list, to);
    if (!('name' in read)) {
      to.add({
        code: 'name-invalid',
        at: keyAt,
        message: `expected a domain name; ${JSON.stringify(key.slice(0, 120))} ${read.wrong}`,
        example: 'example.com',
      });
      continue;
    }
    const before = seen.get(read.name);
    if (before !== undefined)
      to.add({
        code: 'domain-twice',
        at: keyAt,
        message: `expected each domain once; ${read.name} stands at line ${before.line} already. Merge the two`,
      });
    seen.set(read.name, keyAt);
    ledger.set(read.name, some ?? []);
  }
  return true;
}
