import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { LedgerEntry } from '../model.js';
import { readDomainName } from '../names.js';
import { PolicyError } from '../problem.js';
import { entryNode } from './node.js';
import { EMPTY_LEDGER, readLedger, type Ledger } from './read.js';

/** An entry that stands in no file yet. */
export type NewEntry = Omit<LedgerEntry, 'at'>;

const HEAD = ` Keys, requests and certificates that are ours: https://github.com/org/caa-guard/blob/main/docs/ledger.md
 Reviewed like code. \`caa-guard ledger\` keeps it sorted and leaves comments where they are.`;

/** The ledger, read from a file's text; throws `PolicyError` with all that is wrong in it. */
export function ledgerOf(file: string, source: string): Ledger {
  const { ledger, problems } = readLedger(file, source);
  if (problems.length > 0) throw new PolicyError(problems);
  return ledger;
}

/**
 * The text of a ledger file with these entries in it, by domain; `undefined` stands for a file that is not there. What is
 * there already stays as it is: adding twice changes nothing. Comments stay with what they stand before. Throws like `ledgerOf`.
 */
export function withEntries(
  file: string,
  source: string | undefined,
  additions: ReadonlyMap<string, readonly NewEntry[]>,
): { readonly text: string; readonly added: ReadonlyMap<string, readonly NewEntry[]> } {
  const ledger = source === undefined ? new Map<string, readonly LedgerEntry[]>() : ledgerOf(file, source);
  const document = parsed(source ?? EMPTY_LEDGER);
  if (source === undefined) document.commentBefore = HEAD;
  const added = new Map<string, readonly NewEntry[]>();
  for (const [domain, entries] of additions) {
    const there = new Set((ledger.get(domain) ?? []).map(identityOf));
    const fresh = [...new Map(entries.map((one) => [identityOf(one), one])).values()].filter(
      (one) => !there.has(identityOf(one)),
    );
    if (fresh.length === 0) continue;
    added.set(domain, fresh);
    const list = listOf(document, domain);
    for (const one of fresh) list.add(nodeOf(document, one));
    sortItems(list, (item) => (isMap(item) ? orderOf(item) : ''));
  }
  return { text: added.size === 0 && source !== undefined ? source : printed(document), added };
}

/** The text without the certificates that had ended before `before` (Unix milliseconds). Throws like `ledgerOf`. */
export function withoutEnded(
  file: string,
  source: string,
  before: number,
): { readonly text: string; readonly removed: ReadonlyMap<string, readonly LedgerEntry[]> } {
  const ended = ({ kind, notAfter }: LedgerEntry): boolean =>
    kind === 'certificate' && notAfter !== undefined && notAfter < before;
  const ledger = ledgerOf(file, source);
  const removed = new Map(
    [...ledger]
      .map(([domain, entries]) => [domain, entries.filter(ended)] as const)
      .filter(([, entries]) => entries.length > 0),
  );
  if (removed.size === 0) return { text: source, removed };
  const document = parsed(source);
  const domains = document.get('domains');
  if (isMap(domains))
    for (const pair of domains.items) {
      if (!isSeq(pair.value)) continue;
      // Entries are read in the order in which they stand.
      const entries = ledger.get(nameOf(pair) ?? '') ?? [];
      const list = pair.value;
      const first = list.items[0];
      list.items = list.items.filter((_, i) => {
        const entry = entries[i];
        return entry === undefined || !ended(entry);
      });
      // The comment before a list is that of its first entry, which may be gone.
      if (list.items[0] !== first) delete list.commentBefore;
    }
  return { text: printed(document), removed };
}

/**
 * Every scalar as the text that it is: a digest of digits alone, or with one `e` among them, is a number to YAML, and would be
 * written as another one.
 */
function parsed(source: string): Document {
  return parseDocument(source, { schema: 'failsafe' });
}

/** Lists in one line; text quoted where it would be read as something else. */
function nodeOf(document: Document, entry: NewEntry): Node {
  const node = document.createNode(entryNode(entry)) as Node;
  visit(node, {
    Seq: (_key, list) => {
      list.flow = true;
    },
    Scalar: (_key, scalar) => {
      if (/^["']/.test(stringify(scalar.value))) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return node;
}

/** What makes two entries the same: what is entered, and for which names. */
function identityOf({ kind, spkiSha256, tbsSha256, names }: NewEntry): string {
  return kind === 'certificate' ? `certificate ${tbsSha256}` : `${kind} ${spkiSha256} ${names.join(' ')}`;
}

/** The list of a domain, whatever the spelling of its name; made if it is not there. */
function listOf(document: Document, domain: string): YAMLSeq {
  let domains = document.get('domains');
  if (!isMap(domains)) {
    domains = document.createNode({});
    document.set('domains', domains);
  }
  const map = domains as YAMLMap;
  map.flow = false;
  let pair = map.items.find((one) => nameOf(one) === domain);
  if (pair === undefined) {
    pair = document.createPair(domain, []);
    map.items.push(pair);
    sortItems(map, (one) => nameOf(one) ?? '');
  }
  if (!isSeq(pair.value)) pair.value = document.createNode([]);
  const list = pair.value as YAMLSeq;
  if (list.items.length === 0) list.flow = false;
  return list;
}

/** The domain that a key names, as the reader of ledgers takes it. */
function nameOf({ key }: Pair): string | undefined {
  const read = readDomainName(isScalar(key) ? String(key.value) : '');
  return 'name' in read ? read.name : undefined;
}

/** Keys, requests, certificates; among these by name, then by time, then by digest. */
function orderOf(item: YAMLMap): string {
  const plain = (value: unknown): string => (typeof value === 'string' ? value : '');
  const get = (key: string): string => {
    const value = item.get(key);
    const [first] = isSeq(value) ? value.items : [value];
    return plain(isScalar(first) ? first.value : first);
  };
  const kind = ['key', 'csr', 'certificate'].indexOf(get('kind'));
  return [kind, get('names'), get('notBefore'), get('tbs') || get('spki')].join('\u0000');
}

/** Sorts in place, and keeps comments with what they stand before: of the first item it is the collection that has it. */
function sortItems<T>(
  collection: { items: T[]; commentBefore?: string | null | undefined },
  order: (item: T) => string,
): void {
  const first = collection.items[0];
  collection.items = collection.items
    .map((item) => ({ item, at: order(item) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ item }) => item);
  if (collection.items[0] === first || typeof collection.commentBefore !== 'string') return;
  const holder = (first as Partial<Pair> | undefined)?.key ?? first;
  if (typeof holder !== 'object' || holder === null) return;
  (holder as { commentBefore?: string }).commentBefore = collection.commentBefore;
  delete collection.commentBefore;
}

function printed(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
