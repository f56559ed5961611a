import type { CertificateName } from '../model.js';
import { children, hexOf, isOid, readTlv, Tag, type Tlv } from './der.js';
import { readGeneralNames } from './names.js';

const octets = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const SAN = octets('551d11');
const AUTHORITY_KEY_ID = octets('551d23');
/** 1.3.6.1.4.1.11129.2.4.2 and .3 (RFC 6962, sections 3.3 and 3.1). */
const SCT_LIST = octets('2b06010401d679020402');
const POISON = octets('2b06010401d679020403');

export interface Extensions {
  readonly names: readonly CertificateName[];
  readonly poisoned: boolean;
  /** Hex. */
  readonly authorityKeyId?: string;
  /** Poison and SCT list extensions, whole, in order: what the digest of the TBS leaves out. */
  readonly removable: readonly Tlv[];
  /** Contents of the OCTET STRINGs of SCT list extensions. */
  readonly sctLists: readonly Tlv[];
}

/**
 * Extensions ::= SEQUENCE OF Extension; Extension ::= SEQUENCE { extnID OID, critical BOOLEAN DEFAULT FALSE, extnValue
 * OCTET STRING } (RFC 5280, section 4.1). Every one is looked at, also where an OID stands twice; a broken one spoils
 * itself only.
 */
export function readExtensions(der: Uint8Array, explicit: Tlv | undefined, problems: string[]): Extensions {
  const names: CertificateName[] = [];
  const removable: Tlv[] = [];
  const sctLists: Tlv[] = [];
  let authorityKeyId: string | undefined;
  let poisoned = false;
  for (const extension of extensionsIn(der, explicit, problems)) {
    const fields = children(der, extension).items;
    const [id] = fields;
    const value = fields[fields.length - 1];
    if (id?.tag !== Tag.OID || value?.tag !== Tag.OCTET_STRING || fields.length > 3) {
      problems.push('an extension is not of the form that an extension has');
      continue;
    }
    if (isOid(der, id, SAN)) names.push(...namesIn(der, value, problems));
    else if (isOid(der, id, POISON)) {
      poisoned = true;
      removable.push(extension);
    } else if (isOid(der, id, SCT_LIST)) {
      removable.push(extension);
      sctLists.push(value);
    } else if (isOid(der, id, AUTHORITY_KEY_ID)) authorityKeyId ??= keyId(der, value);
  }
  return {
    names,
    poisoned,
    removable,
    sctLists,
    ...(authorityKeyId === undefined ? {} : { authorityKeyId }),
  };
}

function extensionsIn(der: Uint8Array, explicit: Tlv | undefined, problems: string[]): readonly Tlv[] {
  if (explicit === undefined) return [];
  const list = readTlv(der, explicit.start, explicit.end);
  if (list?.tag !== Tag.SEQUENCE) {
    problems.push('the extensions are no SEQUENCE');
    return [];
  }
  const { items, whole } = children(der, list);
  if (!whole || list.end !== explicit.end) problems.push('the extensions hold something that is none');
  return items;
}

function namesIn(der: Uint8Array, value: Tlv, problems: string[]): readonly CertificateName[] {
  const sequence = readTlv(der, value.start, value.end);
  if (sequence?.tag !== Tag.SEQUENCE) {
    problems.push('a subject alternative name extension is no list of names');
    return [];
  }
  const { names, whole } = readGeneralNames(der, sequence);
  if (!whole || sequence.end !== value.end)
    problems.push('a subject alternative name extension holds something that is no name');
  return names;
}

/** AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] IMPLICIT OCTET STRING OPTIONAL, ... } (RFC 5280, section 4.2.1.1). */
function keyId(der: Uint8Array, value: Tlv): string | undefined {
  const sequence = readTlv(der, value.start, value.end);
  if (sequence?.tag !== Tag.SEQUENCE) return undefined;
  const id = children(der, sequence).items.find((tlv) => tlv.tag === 0x80);
  return id && hexOf(der, id.start, Math.min(id.end, id.start + 512));
}
