import { outside, text } from '../../base/text.js';
import { readConsistencyAnswer, readProofAnswer } from '../log/answers.js';
import { consistencyFromTiles, treeFromTiles } from '../merkle/tile-proof.js';
import { tilesForConsistency, tilesForRoot, type HashTile } from '../merkle/tiles.js';
import { PROOF_FAULTS, verifyConsistency, verifyInclusion } from '../merkle/proof.js';
import { sameOctets } from '../merkle/hash.js';
import { proofOf, type Findings } from './findings.js';
import type { LogHttp } from './log-http.js';
import type { SignedHead, TailFinding, TailFindingKind } from './model.js';
import { askTile } from './read-ahead.js';

/** A signed head whose root the entries do not have. */
export interface Mismatch {
  readonly head: SignedHead;
  /** What the entries that the log gave, behind those verified before, make. */
  readonly computed: Buffer;
  /** Hash of the last entry. */
  readonly lastLeaf: Buffer;
  /** The head that was verified before. */
  readonly before?: SignedHead;
}

type Verdict = { readonly kind: TailFindingKind; readonly why: string };

/** Whose fault it is that the root is another: asks the log for what else it has to say, and names what that proves. */
export async function diagnose(mismatch: Mismatch, http: LogHttp, findings: Findings): Promise<TailFinding> {
  const { head, computed, before } = mismatch;
  const { kind, why } = await (http.log.kind === 'static' ? byTiles : byProofs)(mismatch, http);
  return findings.of(
    kind,
    text`the log has signed a root of ${head.size} entries that is not that of the entries it gave: ${outside(why)}`,
    {
      ...proofOf(head),
      ...(before === undefined ? {} : proofOf(before, 'earlier')),
      computedRoot: computed.toString('hex'),
    },
  );
}

const FORK: Verdict = {
  kind: 'fork',
  why: 'it cannot show that what it signed before is the beginning of it, so that it shows two histories',
};
const ENTRIES: Verdict = {
  kind: 'corrupt-entries',
  why: 'its proofs hold, so that what is wrong is an entry',
};

/** Static logs: the tiles of hashes say what tree the log itself believes in. */
async function byTiles({ head, computed, before }: Mismatch, http: LogHttp): Promise<Verdict> {
  const wanted =
    before === undefined || before.size === 0
      ? tilesForRoot(head.size)
      : [...tilesForConsistency(before.size, head.size), ...tilesForRoot(head.size)];
  const tiles = new Map<string, Uint8Array>();
  const key = ({ level, index }: HashTile): string => `${level}/${index}`;
  for (const tile of wanted) {
    const answer = await askTile(http, tile);
    if ('body' in answer) tiles.set(key(tile), answer.body);
  }
  const get = (tile: HashTile): Uint8Array | undefined => tiles.get(key(tile));
  const tree = treeFromTiles(head.size, get);
  const theirs = tree.ok ? tree.tree.root() : undefined;
  if (theirs !== undefined && sameOctets(theirs, computed))
    return {
      kind: 'wrong-root',
      why: 'its tiles of hashes and its entries agree with each other, and not with what it signed',
    };
  if (theirs === undefined || !sameOctets(theirs, head.root))
    return {
      kind: 'corrupt-entries',
      why: 'neither its entries nor its tiles of hashes make the root that it signed',
    };
  if (before === undefined || before.size === 0) return ENTRIES;
  const consistent = consistencyFromTiles(
    { oldSize: before.size, oldRoot: before.root, newSize: head.size, newRoot: head.root },
    get,
  );
  return consistent.ok || consistent.reason !== 'old-root' ? ENTRIES : FORK;
}

/** RFC 6962 logs: a proof of consistency with the head before, else one of inclusion of the last entry. */
async function byProofs(mismatch: Mismatch, http: LogHttp): Promise<Verdict> {
  const { head, before, lastLeaf } = mismatch;
  if (before !== undefined && before.size > 0) {
    const path = `ct/v1/get-sth-consistency?first=${before.size}&second=${head.size}`;
    const answer = await http.get(path);
    const proof = 'body' in answer ? readConsistencyAnswer(answer.body.toString('utf8')) : undefined;
    const proven = verifyConsistency({
      size1: BigInt(before.size),
      size2: BigInt(head.size),
      root1: before.root,
      root2: head.root,
      proof: proof?.ok === true ? proof.value : [],
    });
    if (proven.ok) return ENTRIES;
    if (proof?.ok === true && proven.reason === 'root')
      return { kind: 'wrong-root', why: `its proof of consistency ${PROOF_FAULTS.root} that it signed` };
    return FORK;
  }
  const hash = encodeURIComponent(lastLeaf.toString('base64'));
  const answer = await http.get(`ct/v1/get-proof-by-hash?hash=${hash}&tree_size=${head.size}`);
  const path = 'body' in answer ? readProofAnswer(answer.body.toString('utf8')) : undefined;
  if (path?.ok !== true)
    return { kind: 'corrupt-entries', why: 'it does not know the last entry that it gave' };
  const included = verifyInclusion({
    leafIndex: BigInt(head.size) - 1n,
    treeSize: BigInt(head.size),
    leafHash: lastLeaf,
    root: head.root,
    proof: path.value.auditPath,
  });
  return included.ok
    ? ENTRIES
    : { kind: 'wrong-root', why: 'its proof of inclusion of the last entry does not lead to what it signed' };
}
