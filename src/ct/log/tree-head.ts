import { readDigitallySigned, verifySigned } from './digitally-signed.js';
import type { LogKey } from './key.js';
import { unreadable, read, type Read } from './read.js';
import { u64Octets } from './wire.js';

/**
 * What a log says of its tree, and signed: from `get-sth` or from a checkpoint, which carry the same signature. Nothing but
 * `verifyTreeHead` says that the signature is the log's.
 */
export interface TreeHead {
  /** Number of leaves, up to 2^53 - 1. */
  readonly size: number;
  /** 32 octets. */
  readonly root: Buffer;
  /** Unix milliseconds. */
  readonly timestamp: number;
  /** DigitallySigned (RFC 6962, section 3.5). */
  readonly signature: Buffer;
}

/*
 * digitally-signed struct {
 *    Version version;                    -- u8, v1(0)
 *    SignatureType signature_type;       -- u8, tree_hash(1)
 *    uint64 timestamp;
 *    uint64 tree_size;
 *    opaque sha256_root_hash[32];
 * } TreeHeadSignature;                   (RFC 6962, section 3.5)
 */
export function treeHeadOctets({ size, root, timestamp }: Omit<TreeHead, 'signature'>): Buffer {
  return Buffer.concat([Uint8Array.of(0, 1), u64Octets(timestamp), u64Octets(size), root]);
}

/** The head again, if the log signed it. */
export function verifyTreeHead(head: TreeHead, key: LogKey): Read<TreeHead> {
  const signed = readDigitallySigned(head.signature);
  if (signed === undefined) return unreadable('the signature of the tree head is no DigitallySigned');
  const verdict = verifySigned(key, treeHeadOctets(head), signed);
  if (verdict === 'valid') return read(head);
  return unreadable(
    verdict === 'algorithm'
      ? "the tree head is signed with an algorithm that the log's key is not for"
      : "the signature of the tree head is not that of the log's key",
  );
}
