import type { RawEntry } from '../log/answers.js';
import { LeafHasher } from '../log/entry.js';
import { readExtraData, readLeafInput } from '../log/leaf-input.js';
import { CompactTree } from '../merkle/compact-tree.js';
import { nodeHash, sameOctets } from '../merkle/hash.js';
import type { AskOptions, ClassicClient } from '../reader/model.js';
import { failureOf, type SpanEntry, type SpanReading, type SpanTask } from './log-span-model.js';

/** Entries that are asked for at once; logs give what they like of them. */
const BATCH = 1_000;

/**
 * Entries from `start` by `get-entries`, proven by building the tree anew: from the roots of the complete subtrees before
 * `start` to the root that the log signed. Where only a part up to `end` is wanted, nothing is proven.
 */
export async function classicSpan(
  client: ClassicClient,
  { head, start, options }: SpanTask,
  end = head.size,
): Promise<SpanReading> {
  const entries: SpanEntry[] = [];
  const partial = end < head.size;
  const before = partial ? { tree: new CompactTree() } : await treeBefore(client, start, options);
  if (!('tree' in before)) return { entries: [], ...before };
  const hasher = new LeafHasher();
  for (let at = start; at < end;) {
    const got = await client.entries(at, Math.min(end, at + BATCH) - 1, options);
    // what was read so far is not proven, and so it does not count
    if (!got.ok) return { entries: [], failure: failureOf(got) };
    for (const raw of got.value) {
      const entry = readEntry(raw, at);
      if (typeof entry === 'string') return { entries: [], ...against(client, `entry ${at}: ${entry}`) };
      before.tree.append(hasher.hash(entry.entry));
      entries.push(entry);
      at++;
    }
  }
  if (partial || sameOctets(before.tree.root(), head.root)) return { entries };
  return {
    entries: [],
    ...against(
      client,
      `entries ${start} to ${end - 1} do not make the root of ${head.size} entries that it signed`,
    ),
  };
}

/**
 * The tree of the first `size` entries by the audit path of its last entry, which is made of the roots of its complete
 * subtrees (RFC 6962, section 2.1.1). Nothing here is believed: a wrong one leads to another root in the end.
 */
async function treeBefore(
  client: ClassicClient,
  size: number,
  options: AskOptions,
): Promise<{ readonly tree: CompactTree } | Omit<SpanReading, 'entries'>> {
  if (size === 0) return { tree: new CompactTree() };
  const last = await client.entries(size - 1, size - 1, options);
  if (!last.ok) return { failure: failureOf(last) };
  const [raw] = last.value;
  const entry = raw === undefined ? 'the log gave none' : readEntry(raw, size - 1);
  if (typeof entry === 'string') return against(client, `entry ${size - 1}: ${entry}`);
  const leaf = new LeafHasher().hash(entry.entry);
  const proof = await client.proofByHash(leaf, size, options);
  if (!proof.ok) return { failure: failureOf(proof) };
  const path = proof.value.value.auditPath;
  let smallest: Buffer = leaf;
  let inside = 0;
  for (let left = size; left % 2 === 0; left /= 2) smallest = nodeHash(path[inside++] ?? leaf, smallest);
  const tree = CompactTree.fromPeaks(size, [...path.slice(inside).reverse(), smallest]);
  return tree === undefined
    ? against(client, `its proof of entry ${size - 1} has not as many hashes as a tree of ${size} entries`)
    : { tree };
}

function readEntry({ leafInput, extraData }: RawEntry, index: number): SpanEntry | string {
  const leaf = readLeafInput(leafInput);
  if (!leaf.ok) return leaf.problem;
  const entry = leaf.value;
  const extra = readExtraData(entry.kind, extraData);
  if (!extra.ok) return extra.problem;
  const der = extra.value.precertificate ?? entry.bytes.subarray(entry.contentStart, entry.contentEnd);
  return { index, entry, der, chain: { ders: extra.value.chain } };
}

function against(client: ClassicClient, what: string): Omit<SpanReading, 'entries'> {
  const detail = `the log gave what it did not sign: ${what}`;
  return {
    failure: { code: 'bad-shape', detail },
    contradiction: `${client.log.description}, ${client.log.url}: ${what}`,
  };
}
