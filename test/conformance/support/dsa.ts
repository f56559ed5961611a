import { createPublicKey } from 'node:crypto';
import { verified, type ImportedKey } from '../../../src/dns/validate/keys.js';
import type { SignatureVerifier } from '../../../src/dns/index.js';

/**
 * DSA for old test worlds only. The key is RFC 2536's T | Q | P | G | Y. The signature is RFC 2536's T | R | S, or
 * DER, as the tool that made most of these worlds wrote it.
 */
export const DSA: SignatureVerifier = {
  importKey(publicKey): ImportedKey {
    const size = 64 + (publicKey[0] ?? 0) * 8;
    if (publicKey.length !== 21 + 3 * size) return { ok: false, problem: 'a DSA key of the wrong length' };
    const part = (i: number): Buffer => integer(publicKey.subarray(21 + i * size, 21 + (i + 1) * size));
    const parameters = sequence(part(0), integer(publicKey.subarray(1, 21)), part(1));
    const algorithm = sequence(Buffer.from('06072a8648ce380401', 'hex'), parameters);
    const key = sequence(algorithm, tagged(0x03, Buffer.concat([Buffer.of(0), part(2)])));
    return { ok: true, key: createPublicKey({ key, format: 'der', type: 'spki' }) };
  },

  verify: (key, data, signature) =>
    signature.length === 41
      ? verified('sha1', key, data, signature.subarray(1), 'ieee-p1363')
      : verified('sha1', key, data, signature, 'der'),
};

function integer(octets: Uint8Array): Buffer {
  let start = 0;
  while (octets[start] === 0) start++;
  const bytes = Buffer.from(octets.subarray(start));
  return tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
