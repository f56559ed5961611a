import type { DnsName } from '../../base/name.js';
import { canonicalSet } from './canonical.js';
import type { LabKey } from './keys.js';
import type { LabRRset } from './rr.js';

/** All that goes into one RRSIG (RFC 4034, section 3.1). Times are Unix seconds. */
export interface SignatureFields {
  readonly typeCovered: number;
  readonly algorithm: number;
  readonly labels: number;
  readonly originalTtl: number;
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: DnsName;
  /** Signs: need not be the key that algorithm and tag speak of. */
  readonly key: LabKey;
}

/** What an honest signer would put in. */
export function honestFields(
  rrset: LabRRset,
  key: LabKey,
  signer: DnsName,
  validity: { readonly inception: number; readonly expiration: number },
): SignatureFields {
  return {
    typeCovered: rrset.type,
    algorithm: key.algorithm,
    // The asterisk of a wildcard does not count, nor does the root (RFC 4034, section 3.1.3).
    labels: rrset.name.labels.length - (rrset.name.isWildcard ? 1 : 0),
    originalTtl: rrset.ttl,
    ...validity,
    keyTag: key.tag,
    signer,
    key,
  };
}

/** RDATA of the RRSIG: its fields, then the signature over fields and records (RFC 4034, section 3.1.8.1). */
export function rrsigRdata(rrset: LabRRset, fields: SignatureFields): Buffer {
  const head = rrsigHead(fields);
  const owner = rrset.name.toCanonicalWire();
  const records = canonicalSet(rrset.type, rrset.rdatas).map((rdata) => {
    const fixed = Buffer.alloc(10);
    fixed.writeUInt16BE(rrset.type, 0);
    fixed.writeUInt16BE(1, 2);
    fixed.writeUInt32BE(fields.originalTtl, 4);
    fixed.writeUInt16BE(rdata.length, 8);
    return Buffer.concat([owner, fixed, rdata]);
  });
  return Buffer.concat([head, fields.key.sign(Buffer.concat([head, ...records]))]);
}

function rrsigHead(fields: SignatureFields): Buffer {
  const fixed = Buffer.alloc(18);
  fixed.writeUInt16BE(fields.typeCovered, 0);
  fixed.writeUInt8(fields.algorithm, 2);
  fixed.writeUInt8(fields.labels, 3);
  fixed.writeUInt32BE(fields.originalTtl, 4);
  fixed.writeUInt32BE(fields.expiration >>> 0, 8);
  fixed.writeUInt32BE(fields.inception >>> 0, 12);
  fixed.writeUInt16BE(fields.keyTag, 16);
  return Buffer.concat([fixed, fields.signer.toCanonicalWire()]);
}
