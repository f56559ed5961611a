import { HASH_SIZE } from '../merkle/hash.js';
import { base64Of, strictBase64 } from './base64.js';
import { isObject, parseJson, wholeNumber, type Json } from './json.js';
import { read, unreadable, type Read } from './read.js';
import type { TreeHead } from './tree-head.js';

/*
 * The answers of an RFC 6962 log (section 4), as text. What they have to hold is read strictly; what else they hold is of no
 * concern.
 */

/** No log gives more entries in one answer; who does is not read to the end. */
const MAX_ENTRIES = 10_000;
/** Hashes in the longest honest proof (see `verifyInclusion`). */
const MAX_PROOF = 65;

/** `get-sth` (section 4.3). The signature is not verified here: `verifyTreeHead` does. */
export function readSthAnswer(text: string): Read<TreeHead> {
  const json = parseJson(text);
  if (!isObject(json)) return unreadable('expected a JSON object with a tree head, got none');
  const size = safe(json['tree_size']);
  const timestamp = safe(json['timestamp']);
  const root = hashOf(json['sha256_root_hash']);
  const signature = octetsOf(json['tree_head_signature']);
  if (size === undefined) return unreadable('expected tree_size as a whole number below 2^53');
  if (timestamp === undefined) return unreadable('expected timestamp as a whole number below 2^53');
  if (root === undefined) return unreadable('expected sha256_root_hash as base64 of 32 octets');
  if (signature === undefined) return unreadable('expected tree_head_signature as base64');
  return read({ size, timestamp, root, signature });
}

/** The JSON of `get-sth` for a head. */
export function sthJson({ size, timestamp, root, signature }: TreeHead): string {
  return JSON.stringify({
    tree_size: size,
    timestamp,
    sha256_root_hash: root.toString('base64'),
    tree_head_signature: signature.toString('base64'),
  });
}

export interface RawEntry {
  readonly leafInput: Buffer;
  readonly extraData: Buffer;
}

/** `get-entries` (section 4.6). It may hold fewer than were asked for, and at least one. */
export function readEntriesAnswer(text: string): Read<readonly RawEntry[]> {
  const list = member(plainJson(text), 'entries');
  if (!Array.isArray(list)) return unreadable('expected a JSON object with a list of entries, got none');
  if (list.length === 0 || list.length > MAX_ENTRIES)
    return unreadable(`expected 1 to ${MAX_ENTRIES} entries, got ${list.length}`);
  const entries: RawEntry[] = [];
  for (const item of list as readonly unknown[]) {
    const leafInput = decoded(member(item, 'leaf_input'));
    const extraData = decoded(member(item, 'extra_data'));
    if (leafInput === undefined || extraData === undefined)
      return unreadable(
        `expected leaf_input and extra_data as base64 in entry ${entries.length} of the answer`,
      );
    entries.push({ leafInput, extraData });
  }
  return read(entries);
}

export interface InclusionAnswer {
  readonly leafIndex: bigint;
  readonly auditPath: readonly Buffer[];
}

/** `get-proof-by-hash` (section 4.5). */
export function readProofAnswer(text: string): Read<InclusionAnswer> {
  const json = parseJson(text);
  const leafIndex = isObject(json) ? wholeNumber(json['leaf_index']) : undefined;
  const auditPath = isObject(json) ? hashesOf(json['audit_path']) : undefined;
  if (leafIndex === undefined || leafIndex >= 1n << 64n)
    return unreadable('expected leaf_index as a whole number below 2^64');
  if (auditPath === undefined)
    return unreadable('expected audit_path as a list of at most 65 hashes in base64');
  return read({ leafIndex, auditPath });
}

/** `get-sth-consistency` (section 4.4). */
export function readConsistencyAnswer(text: string): Read<readonly Buffer[]> {
  const json = parseJson(text);
  const proof = isObject(json) ? hashesOf(json['consistency']) : undefined;
  return proof === undefined
    ? unreadable('expected consistency as a list of at most 65 hashes in base64')
    : read(proof);
}

/** `get-entry-and-proof` (section 4.8). */
export function readEntryAndProofAnswer(
  text: string,
): Read<RawEntry & { readonly auditPath: readonly Buffer[] }> {
  const json = parseJson(text);
  if (!isObject(json)) return unreadable('expected a JSON object with an entry, got none');
  const leafInput = octetsOf(json['leaf_input']);
  const extraData = octetsOf(json['extra_data']);
  const auditPath = hashesOf(json['audit_path']);
  if (leafInput === undefined || extraData === undefined)
    return unreadable('expected leaf_input and extra_data as base64');
  if (auditPath === undefined)
    return unreadable('expected audit_path as a list of at most 65 hashes in base64');
  return read({ leafInput, extraData, auditPath });
}

/** `get-roots` (section 4.7): the DER of the certificates that the log takes chains to. */
export function readRootsAnswer(text: string): Read<readonly Buffer[]> {
  const list = member(plainJson(text), 'certificates');
  const roots = Array.isArray(list) ? (list as readonly unknown[]).map(decoded) : undefined;
  if (roots === undefined || roots.includes(undefined))
    return unreadable('expected certificates as a list of base64');
  return read(roots.filter((one) => one !== undefined));
}

function safe(value: Json | undefined): number | undefined {
  const whole = wholeNumber(value);
  return whole === undefined || whole > Number.MAX_SAFE_INTEGER ? undefined : Number(whole);
}

function octetsOf(value: Json | undefined): Buffer | undefined {
  return typeof value === 'string' ? strictBase64(value) : undefined;
}

function hashOf(value: Json | undefined): Buffer | undefined {
  return typeof value === 'string' ? base64Of(HASH_SIZE, value) : undefined;
}

/** A list that is absent or null is none; logs write an empty path as either. */
function hashesOf(value: Json | undefined): readonly Buffer[] | undefined {
  if (value === null) return [];
  if (!Array.isArray(value) || value.length > MAX_PROOF) return undefined;
  const hashes = (value as readonly Json[]).map(hashOf);
  return hashes.includes(undefined) ? undefined : hashes.filter((one) => one !== undefined);
}

/** Entries hold no numbers, and there are many of them: Node's own reader will do. */
function plainJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/**
 * Base64 by its length alone: what is not of its alphabet is left out by the decoder and missed in what comes out. Octets
 * that a hash or a signature speaks for need no more.
 */
function decoded(value: unknown): Buffer | undefined {
  if (typeof value !== 'string' || value.length % 4 !== 0) return undefined;
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  const octets = Buffer.from(value, 'base64');
  return octets.length === (value.length / 4) * 3 - padding ? octets : undefined;
}
