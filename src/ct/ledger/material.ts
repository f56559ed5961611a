import { createHash } from 'node:crypto';
import type { CertificateFacts } from '../model.js';
import { children, readTlv, Tag } from '../x509/der.js';
import { readCertificate } from '../x509/read.js';
import { readRequest, type RequestFacts } from '../x509/request.js';

/** What can be entered in a ledger: a certificate, or a request with its key. */
export type Material =
  | { readonly kind: 'certificate'; readonly der: Uint8Array; readonly facts: CertificateFacts }
  | { readonly kind: 'csr'; readonly facts: RequestFacts & { readonly spkiSha256: string } };

/** Everything of a file that can be entered, in its order; or why there is nothing. */
export type ReadMaterial =
  | { readonly materials: readonly Material[] }
  | { readonly problem: 'private-key' | 'empty' | 'unreadable' | 'too-large'; readonly detail: string };

const PRIVATE: ReadMaterial = {
  problem: 'private-key',
  detail: 'this is a private key, and was not read any further; give the certificate or the CSR',
};

/** Certificates and requests of one file that are looked at: a chain has a handful. */
const MOST_BLOCKS = 100;

/** Octets with which a file begins that tell a private key in DER from everything else. */
export const HEAD_OCTETS = 8;

/**
 * Whether these octets begin a private key in DER. PKCS #1, SEC 1 and PKCS #8 begin with a version (RFC 8017, appendix A.1.2;
 * RFC 5915, section 3; RFC 5958, section 2), an encrypted PKCS #8 with the OID of its cipher (section 3); a certificate and
 * a request begin with a SEQUENCE that begins with neither an INTEGER alone nor an OID.
 */
export function beginsPrivateKey(head: Uint8Array): boolean {
  const [tag, length = 0] = head;
  if (tag !== Tag.SEQUENCE) return false;
  const inside = length < 0x80 ? 2 : 2 + (length & 0x7f);
  if (head[inside] === Tag.INTEGER) return true;
  if (head[inside] !== Tag.SEQUENCE) return false;
  const inner = head[inside + 1] ?? 0;
  return head[inside + (inner < 0x80 ? 2 : 2 + (inner & 0x7f))] === Tag.OID;
}

/** Whether this text, or its end, holds the line with which a private key in PEM begins (RFC 7468, sections 10 and 11). */
export function holdsPrivateKeyLabel(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/.test(text);
}

/** Reads the octets of a file, PEM or DER. Never throws. */
export function readMaterial(octets: Uint8Array): ReadMaterial {
  if (beginsPrivateKey(octets.subarray(0, HEAD_OCTETS))) return PRIVATE;
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  if (holdsPrivateKeyLabel(text)) return PRIVATE;
  const pem = blocksOf(text);
  const ders = pem.length > 0 ? pem : [{ label: '', der: octets }];
  const materials = ders.flatMap(({ label, der }) => materialOf(label, der) ?? []);
  if (materials.length > 0) return { materials };
  return octets.length === 0
    ? { problem: 'empty', detail: 'the file is empty' }
    : {
        problem: 'unreadable',
        detail: 'it holds neither a certificate nor a certificate request, in PEM or DER',
      };
}

export const privateKeyFound = PRIVATE;

/** `-----BEGIN LABEL-----`, base64, `-----END LABEL-----` (RFC 7468, section 3); what lies around is not looked at. */
function blocksOf(text: string): readonly { readonly label: string; readonly der: Uint8Array }[] {
  const blocks: { label: string; der: Uint8Array }[] = [];
  const begin = /-----BEGIN ([A-Z0-9 ]{1,40})-----/g;
  for (
    let match = begin.exec(text);
    match !== null && blocks.length < MOST_BLOCKS;
    match = begin.exec(text)
  ) {
    const [line, label = ''] = match;
    const from = match.index + line.length;
    const to = text.indexOf(`-----END ${label}-----`, from);
    if (to < 0) break;
    const base64 = text.slice(from, to).replace(/\s/g, '');
    if (/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) blocks.push({ label, der: Buffer.from(base64, 'base64') });
    begin.lastIndex = to;
  }
  return blocks;
}

function materialOf(label: string, der: Uint8Array): Material | undefined {
  const request = label === '' ? looksLikeRequest(der) : /^(NEW )?CERTIFICATE REQUEST$/.test(label);
  if (request) {
    const facts = readRequest(der);
    const { spkiSha256 } = facts;
    return spkiSha256 === undefined ? undefined : { kind: 'csr', facts: { ...facts, spkiSha256 } };
  }
  if (label !== '' && label !== 'CERTIFICATE' && label !== 'X509 CERTIFICATE') return undefined;
  const facts = readCertificate(der);
  // Where a key was not found, the digest of the whole stands in its place: then it is no certificate.
  const whole = createHash('sha256').update(der).digest('hex');
  return facts.spkiSha256 === whole ? undefined : { kind: 'certificate', der, facts };
}

/**
 * A CertificationRequestInfo has four parts, the last of which is `[0]` (RFC 2986, section 4.1); a TBSCertificate has at
 * least six.
 */
function looksLikeRequest(der: Uint8Array): boolean {
  const outer = readTlv(der, 0, der.length);
  const info = outer?.tag === Tag.SEQUENCE ? readTlv(der, outer.start, outer.end) : undefined;
  if (info?.tag !== Tag.SEQUENCE) return false;
  const { items } = children(der, info);
  return items[0]?.tag === Tag.INTEGER && items.length <= 4 && items[1]?.tag === Tag.SEQUENCE;
}
