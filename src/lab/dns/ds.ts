import { createHash } from 'node:crypto';
import type { DnsName } from '../../base/name.js';
import type { LabKey } from './keys.js';
import { LabError } from './rr.js';

/** Digests by DS digest type: 1 is SHA-1, 2 SHA-256, 4 SHA-384 (RFC 4034, 4509, 6605). */
const HASHES: ReadonlyMap<number, string> = new Map([
  [1, 'sha1'],
  [2, 'sha256'],
  [4, 'sha384'],
]);

/** RDATA of the DS of a key (RFC 4034, section 5.1.4: the digest is over owner and DNSKEY RDATA). */
export function dsRdata(owner: DnsName, key: LabKey, digestType = 2): Buffer {
  const hash = HASHES.get(digestType);
  if (hash === undefined) throw new LabError(`expected digest type 1, 2 or 4; got ${digestType}`);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(key.tag, 0);
  head.writeUInt8(key.algorithm, 2);
  head.writeUInt8(digestType, 3);
  return Buffer.concat([head, createHash(hash).update(owner.toCanonicalWire()).update(key.rdata).digest()]);
}

/** DS RDATA as it stands in zone files: `20326 8 2 E06D…`. */
export function dsText(rdata: Uint8Array): string {
  const wire = Buffer.from(rdata);
  return `${wire.readUInt16BE(0)} ${wire[2]} ${wire[3]} ${wire.toString('hex', 4).toUpperCase()}`;
}
