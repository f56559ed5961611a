import { outside, own, text } from '../../base/text.js';
import { readEntryAndProofAnswer } from '../log/answers.js';
import { CompactTree } from '../merkle/compact-tree.js';
import { leafHash, sameOctets } from '../merkle/hash.js';
import { TILE_FAULTS, treeFromTiles } from '../merkle/tile-proof.js';
import { tilesForRoot } from '../merkle/tiles.js';
import { Findings, proofOf } from './findings.js';
import { headPath, readHead } from './head.js';
import type { LogHttp } from './log-http.js';
import type { FollowedLog, SignedHead, TailFinding } from './model.js';
import { askTile } from './read-ahead.js';
import { emptyState, type LogState } from './state.js';

type Started = { readonly state: LogState } | { readonly finding: TailFinding };

/**
 * The state of a log whose entries so far are left out. The tree that later entries are appended to is made from what the
 * log proves of its end, and has the root that it signed.
 */
export async function startAtEnd(log: FollowedLog, http: LogHttp, now: number): Promise<Started> {
  const findings = new Findings(log, () => now);
  const answer = await http.get(headPath(log));
  if (!('body' in answer)) return { finding: findings.unseen(answer, own('the head of the log')) };
  const head = readHead(log, answer.body);
  if (typeof head === 'string')
    return { finding: findings.of('bad-head', text`the head of the log does not count: ${outside(head)}`) };
  const tree = head.size === 0 ? new CompactTree() : await edgeOf(log, http, head);
  if (typeof tree === 'string')
    return {
      finding: findings.of(
        'unseen',
        text`the end of the log cannot be read: ${outside(tree)}`,
        proofOf(head),
      ),
    };
  if (!sameOctets(tree.root(), head.root))
    return {
      finding: findings.of(
        'wrong-root',
        text`what the log shows of its end does not lead to the root that it signed`,
        {
          ...proofOf(head),
          computedRoot: tree.root().toString('hex'),
        },
      ),
    };
  const state = {
    ...emptyState(now),
    begun: head.size,
    position: tree,
    verified: tree.copy(),
    head,
    verifiedAt: now,
  };
  return { state };
}

async function edgeOf(log: FollowedLog, http: LogHttp, head: SignedHead): Promise<CompactTree | string> {
  return log.kind === 'static' ? edgeTiles(http, head) : lastEntry(http, head);
}

async function edgeTiles(http: LogHttp, { size }: SignedHead): Promise<CompactTree | string> {
  const tiles = new Map<number, Uint8Array>();
  for (const tile of tilesForRoot(size)) {
    const answer = await askTile(http, tile);
    if (!('body' in answer)) return answer.detail;
    tiles.set(tile.level, answer.body);
  }
  const edge = treeFromTiles(size, ({ level }) => tiles.get(level));
  return edge.ok ? edge.tree : TILE_FAULTS[edge.reason];
}

/** The audit path of the last entry (RFC 6962, section 4.8) is made of the complete subtrees of all before it. */
async function lastEntry(http: LogHttp, { size }: SignedHead): Promise<CompactTree | string> {
  const answer = await http.get(`ct/v1/get-entry-and-proof?leaf_index=${size - 1}&tree_size=${size}`);
  if (!('body' in answer)) return answer.detail;
  const last = readEntryAndProofAnswer(answer.body.toString('utf8'));
  if (!last.ok) return last.problem;
  const tree = CompactTree.fromPeaks(size - 1, last.value.auditPath.toReversed());
  if (tree === undefined) return 'the proof of the last entry has not as many hashes as it must have';
  tree.append(leafHash(last.value.leafInput));
  return tree;
}
