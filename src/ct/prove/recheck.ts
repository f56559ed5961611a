import { readSthAnswer } from '../log/answers.js';
import { readSignedCheckpoint } from '../log/checkpoint.js';
import { readLogKey, type LogKey } from '../log/key.js';
import { unreadable, type Read } from '../log/read.js';
import { parseTilePath } from '../log/tile-path.js';
import { verifyTreeHead, type TreeHead } from '../log/tree-head.js';
import { sameOctets } from '../merkle/hash.js';
import { PROOF_FAULTS, verifyInclusion } from '../merkle/proof.js';
import { inclusionFromTiles, TILE_FAULTS } from '../merkle/tile-proof.js';
import { readSct, readSctList, type Sct } from '../sct/sct.js';
import { sctLeafHash, verifySct } from '../sct/verify.js';
import { logView } from '../x509/log-view.js';
import { contradictionOf, missing } from './inclusion.js';
import type { Inclusion, InclusionRecord } from './model.js';
import { carriedScts, entryOf, type SctRecord } from './prove.js';

/** What a record shows by itself; `wrong`: it is none of this certificate, in our own words. */
export type Rechecked =
  | { readonly ok: true; readonly logId: string; readonly inclusion: Inclusion }
  | { readonly ok: false; readonly wrong: string };

/** The log and the time of an SCT, and its index in the log if it names one. */
export type CarriedSct = Pick<Sct, 'logId' | 'timestamp'> & { readonly leafIndex?: number };

/** What the SCTs in a certificate claim, by its own bytes: whatever is said of them has to be said of just these. Pure. */
export function claimedScts(der: Uint8Array): readonly CarriedSct[] {
  const view = logView(der);
  if (view === undefined || view.precertificate) return [];
  return carriedScts(view).scts.map(({ logId, timestamp, leafIndex }) => ({
    logId,
    timestamp,
    ...(leafIndex === undefined ? {} : { leafIndex }),
  }));
}

const wrong = (what: string): Rechecked => ({ ok: false, wrong: what });

/**
 * Verifies again, from the record alone, that the log promised the certificate and how it stands in the log. That the log
 * is one to be trusted is not in the record: its id is given, to be looked up. `now` is the time of the run. Pure.
 */
export function recheckProof(der: Uint8Array, record: SctRecord, now: number): Rechecked {
  const key = readLogKey(Buffer.from(record.log.key, 'base64'));
  if (key?.id.toString('hex') !== record.log.id) return wrong("the log's key is not that of its id");
  const view = logView(der);
  const sct = readSct(Buffer.from(record.sct, 'base64'));
  if (view === undefined || !sct.ok) return wrong('the certificate or the SCT cannot be read');
  const carried = view.sctLists.flatMap((list) => readSctList(list).scts);
  if (!carried.some(({ octets }) => sameOctets(octets, sct.value.octets)))
    return wrong('the certificate does not carry this SCT');
  if (!/^[0-9a-f]{64}$/.test(record.issuerSpkiSha256)) return wrong('the digest of the issuing key is none');
  const entry = entryOf(record.issuerSpkiSha256, view.tbs);
  const verdict = verifySct({ sct: sct.value, entry, key, now });
  if (verdict.status !== 'valid') return wrong('the log did not sign this SCT for this certificate');
  const leafHash = sctLeafHash(sct.value, entry);
  return { ok: true, logId: record.log.id, inclusion: inclusionOf(record, key, sct.value, leafHash, now) };
}

function inclusionOf(
  record: InclusionRecord,
  key: LogKey,
  sct: Sct,
  leafHash: Buffer,
  now: number,
): Inclusion {
  const read =
    record.head === undefined ? undefined : headOf(Buffer.from(record.head, 'base64'), record, key);
  if (read?.ok !== true) {
    const [exhibit] = record.exhibits ?? [];
    const shown = exhibit && headOf(Buffer.from(exhibit.octets, 'base64'), record, key);
    if (shown?.ok === false) return { state: 'contradicted', why: 'head', detail: shown.problem };
    return unseen('the record has no head that the log signed');
  }
  const head = read.value;
  if (record.exhibits !== undefined) return byExhibits(record, sct, leafHash, head);
  if (record.path !== undefined && record.index !== undefined)
    return byPath(record, record.path, leafHash, head);
  if (record.log.kind === 'static' && (sct.leafIndex ?? 0) < head.size)
    return unseen('the record has no proof for an entry that the tree has room for');
  return missing({ mmd: record.log.mmd, url: '' }, sct.timestamp, head, now);
}

function headOf(octets: Buffer, { log }: InclusionRecord, key: LogKey): Read<TreeHead> {
  if (log.kind === 'static') {
    const checkpoint = readSignedCheckpoint(octets, { origin: log.origin, key });
    return checkpoint.ok ? { ok: true, value: checkpoint.value.head } : checkpoint;
  }
  const head = readSthAnswer(octets.toString('utf8'));
  return head.ok ? verifyTreeHead(head.value, key) : unreadable(head.problem);
}

function byPath(
  { index = -1 }: InclusionRecord,
  path: readonly string[],
  leafHash: Buffer,
  { size, root }: TreeHead,
): Inclusion {
  if (!Number.isSafeInteger(index) || index < 0) return unseen('the record has no index');
  const proof = path.map((one) => Buffer.from(one, 'base64'));
  const proven = verifyInclusion({ leafIndex: BigInt(index), treeSize: BigInt(size), leafHash, root, proof });
  if (proven.ok) return { state: 'included', index, size };
  return { state: 'contradicted', why: 'root', detail: `its proof ${PROOF_FAULTS[proven.reason]}` };
}

function byExhibits(
  { exhibits = [] }: InclusionRecord,
  { leafIndex }: Sct,
  leafHash: Buffer,
  { size, root }: TreeHead,
): Inclusion {
  if (leafIndex === undefined) return unseen('the SCT names no index');
  const tiles = new Map<string, Buffer>();
  for (const { url, octets } of exhibits) {
    const at = url.lastIndexOf('/tile/');
    const tile = at < 0 ? undefined : parseTilePath(url.slice(at + 1));
    if (tile !== undefined) tiles.set(`${tile.level}/${tile.index}`, Buffer.from(octets, 'base64'));
  }
  const claim = { leafIndex, treeSize: size, leafHash, root };
  const proven = inclusionFromTiles(claim, ({ level, index }) => tiles.get(`${level}/${index}`));
  if (proven.ok) return { state: 'included', index: leafIndex, size };
  if (proven.reason === 'missing-tile') return unseen(TILE_FAULTS[proven.reason]);
  return { state: 'contradicted', why: contradictionOf(proven), detail: TILE_FAULTS[proven.reason] };
}

function unseen(detail: string): Inclusion {
  return { state: 'unseen', failure: { code: 'internal', detail, url: '' } };
}
