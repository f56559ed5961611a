import { isIP } from 'node:net';
import { rdataOf } from '../dns/rdata.js';
import { bitString, boolean, integer, nil, octetString, oid, primitive, sequence } from './der.js';

/** An extension of a certificate; `value` is the DER inside of its OCTET STRING, or whatever shall stand there. */
export interface Extension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}

export const OID = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  poison: '1.3.6.1.4.1.11129.2.4.3',
  sctList: '1.3.6.1.4.1.11129.2.4.2',
} as const;

export function extensionDer({ oid: id, critical = false, value }: Extension): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

/** DNS names and IP addresses; raw GeneralNames where octets are given. */
export function subjectAltName(names: readonly (string | Uint8Array)[]): Extension {
  const general = names.map((name) => {
    if (typeof name !== 'string') return name;
    const family = isIP(name);
    if (family !== 0) return primitive(7, rdataOf(family === 4 ? 'A' : 'AAAA', name));
    return primitive(2, Buffer.from(name, 'latin1'));
  });
  return { oid: OID.subjectAltName, value: sequence(...general) };
}

export const subjectKeyId = (id: Uint8Array): Extension => ({
  oid: OID.subjectKeyId,
  value: octetString(id),
});
export const authorityKeyId = (id: Uint8Array): Extension => ({
  oid: OID.authorityKeyId,
  value: sequence(primitive(0, id)),
});

/** `undefined`: no CA. */
export function basicConstraints(pathLength?: number): Extension {
  const value =
    pathLength === undefined ? sequence() : sequence(boolean(true), integer(Uint8Array.of(pathLength)));
  return { oid: OID.basicConstraints, critical: true, value };
}

/** digitalSignature for leaves; keyCertSign and cRLSign for CAs (RFC 5280, section 4.2.1.3). */
export function keyUsage(ca: boolean): Extension {
  const value = ca ? bitString(Uint8Array.of(0x06), 1) : bitString(Uint8Array.of(0x80), 7);
  return { oid: OID.keyUsage, critical: true, value };
}

/** serverAuth. */
export const extendedKeyUsage = (): Extension => ({
  oid: OID.extendedKeyUsage,
  value: sequence(oid('1.3.6.1.5.5.7.3.1')),
});

/** Domain validated (Baseline Requirements, section 7.1.6.1). */
export const domainValidated = (): Extension => ({
  oid: OID.certificatePolicies,
  value: sequence(sequence(oid('2.23.140.1.2.1'))),
});

/** RFC 6962, section 3.1. */
export const poison = (): Extension => ({ oid: OID.poison, critical: true, value: nil() });

/** SCT list (RFC 6962, section 3.3): u16 total, (u16 length, SCT)*, in an OCTET STRING. */
export function sctList(scts: readonly Uint8Array[]): Extension {
  const listed = scts.map((sct) => Buffer.concat([Uint8Array.of(sct.length >> 8, sct.length & 0xff), sct]));
  const all = Buffer.concat(listed);
  return {
    oid: OID.sctList,
    value: octetString(Uint8Array.of(all.length >> 8, all.length & 0xff), all),
  };
}
