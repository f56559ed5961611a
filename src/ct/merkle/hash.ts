import { hash } from 'node:crypto';

/** Octets of a hash in a log's tree: SHA-256 is the only function that logs may use (RFC 6962, section 2.1.4). */
export const HASH_SIZE = 32;

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962, section 2.1). */
export const EMPTY_ROOT: string = hash('sha256', '', 'hex');

/*
 * Digests are asked for as Latin-1 and written from there: a string of 32 characters is made in half the time that Node
 * takes for a Buffer of its own.
 */

/** SHA-256(00, leaf): the hash of a leaf, which for a log of certificates is the MerkleTreeLeaf (RFC 6962, section 2.1). */
export function leafHash(leaf: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(leaf.length + 1);
  input[0] = 0;
  input.set(leaf, 1);
  return sha256(input);
}

/** SHA-256(01, left, right): the hash of an inner node (RFC 6962, section 2.1). Both are hashes of 32 octets. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + left.length + right.length);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return sha256(input);
}

export function sha256(input: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', input, 'binary'), 'latin1');
}

/** Whether two hashes are the same octets. Nothing here is secret, so that time may tell. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
