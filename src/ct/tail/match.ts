import { createHash } from 'node:crypto';
import { hexOf, readTlv, Tag, children } from '../x509/der.js';
import { readCertificate } from '../x509/read.js';
import type { WatchItem } from '../watch/watch-list.js';
import { u24, type EntryBatch } from './entry-batch.js';
import type { FollowedLog, TailMatch } from './model.js';

/** An entry that was picked out of a batch, with all that is known without asking the log again. */
export interface Picked {
  readonly match: TailMatch;
  /** SHA-256 of the certificates of the chain, hex, where the log gives them apart. */
  readonly fingerprints: readonly string[];
}

/** Most certificates of a chain that are kept. */
const LONGEST_CHAIN = 10;

/** Copies an entry out of a batch. `item`: what it concerns; absent where it cannot be told. */
export function pick(
  batch: EntryBatch,
  at: number,
  index: number,
  log: FollowedLog,
  item: WatchItem | undefined,
): Picked {
  const about = {
    log: { id: log.id, description: log.description, url: log.url },
    index,
    timestamp: batch.timestamp(at),
    ...(item === undefined ? {} : { item }),
  };
  const signed = batch.signedStart(at);
  if (signed < 0) {
    const der = Uint8Array.from(batch.leaf(at));
    return { match: { ...about, kind: 'malformed', der, chain: [] }, fingerprints: [] };
  }
  const kind = batch.kind(at);
  const part = Uint8Array.from(batch.octets.subarray(signed, batch.signedEnd(signed)));
  const rest = restOf(log.kind, batch.extra(at), kind === 'precert');
  const [issuer] = rest.chain;
  const issuerSpkiSha256 = kind === 'precert' ? batch.issuerKeyHash(at) : issuer && spkiHashOf(issuer);
  return {
    match: {
      ...about,
      kind,
      der: kind === 'precert' ? precertificateOf(part, rest.precertificate) : part,
      ...(issuerSpkiSha256 === undefined ? {} : { issuerSpkiSha256 }),
      chain: rest.chain,
    },
    fingerprints: rest.fingerprints,
  };
}

/** The match with the chain that the log has apart. */
export function withChain(match: TailMatch, chain: readonly Uint8Array[]): TailMatch {
  const [issuer] = chain;
  const hash = match.issuerSpkiSha256 ?? (issuer && spkiHashOf(issuer));
  return { ...match, chain, ...(hash === undefined ? {} : { issuerSpkiSha256: hash }) };
}

interface Rest {
  readonly precertificate?: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly fingerprints: readonly string[];
}

/*
 * extra_data (RFC 6962, section 4.6): of a certificate u24 total, (u24 certificate)*; of a precertificate u24
 * precertificate before that. In a tile: u24 precertificate, u16 total, fingerprint[32]*. Nothing of it is in the tree:
 * what cannot be read is left out.
 */
function restOf(kind: FollowedLog['kind'], sent: Buffer, precert: boolean): Rest {
  const octets = kind === 'rfc6962' ? Buffer.from(sent.toString('latin1'), 'base64') : sent;
  const before = precert ? 3 + u24(octets, 0) : 0;
  if (before > octets.length) return { chain: [], fingerprints: [] };
  const precertificate = precert ? { precertificate: Uint8Array.from(octets.subarray(3, before)) } : {};
  if (kind === 'rfc6962') return { ...precertificate, chain: listedIn(octets, before + 3), fingerprints: [] };
  const fingerprints: string[] = [];
  for (let at = before + 2; at + 32 <= octets.length && fingerprints.length < LONGEST_CHAIN; at += 32)
    fingerprints.push(octets.toString('hex', at, at + 32));
  return { ...precertificate, chain: [], fingerprints };
}

function listedIn(octets: Buffer, from: number): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let at = from;
  while (at + 3 <= octets.length && chain.length < LONGEST_CHAIN) {
    const end = at + 3 + u24(octets, at);
    if (end > octets.length) break;
    chain.push(Uint8Array.from(octets.subarray(at + 3, end)));
    at = end;
  }
  return chain;
}

/**
 * The precertificate, if it is that of the TBS in the tree. Else the TBS in the form of a certificate without a
 * signature: what counts is what the log has signed, and a precertificate beside it is nobody's word.
 */
function precertificateOf(tbs: Uint8Array, precertificate: Uint8Array | undefined): Uint8Array {
  if (precertificate !== undefined) {
    const digest = createHash('sha256').update(tbs).digest('hex');
    if (readCertificate(precertificate).tbsSha256 === digest) return precertificate;
  }
  return certificateOf(tbs);
}

/** SEQUENCE { tbs, SEQUENCE {}, BIT STRING of nothing }. */
export function certificateOf(tbs: Uint8Array): Uint8Array {
  const content = Buffer.concat([tbs, Uint8Array.of(0x30, 0, 0x03, 1, 0)]);
  const length = content.length;
  return Buffer.concat([
    Uint8Array.of(0x30, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff),
    content,
  ]);
}

/** SHA-256 of the SubjectPublicKeyInfo of a certificate, hex; `undefined` for what is none. */
function spkiHashOf(der: Uint8Array): string | undefined {
  const outer = readTlv(der, 0, der.length);
  const tbs = outer && readTlv(der, outer.start, outer.end);
  if (outer?.tag !== Tag.SEQUENCE || tbs?.tag !== Tag.SEQUENCE) return undefined;
  const { items } = children(der, tbs);
  const spki = items[items[0]?.tag === 0xa0 ? 6 : 5];
  if (spki?.tag !== Tag.SEQUENCE) return undefined;
  return createHash('sha256')
    .update(Buffer.from(hexOf(der, spki.at, spki.end), 'hex'))
    .digest('hex');
}
