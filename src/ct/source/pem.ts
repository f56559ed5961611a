/** One block of PEM (RFC 7468): what its first line calls it, and its octets. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** Every block of a text, in order; text around them is explanatory and is passed over, as is a block that is not whole. */
export function readPem(text: string): readonly PemBlock[] {
  return [...text.matchAll(BLOCK)].flatMap(([, label = '', body = '']) => {
    const base64 = body.replace(/\s/g, '');
    const good = base64 !== '' && base64.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(base64);
    return good ? [{ label, der: new Uint8Array(Buffer.from(base64, 'base64')) }] : [];
  });
}

/** Whether octets look like a text with PEM in it. */
export function looksLikePem(octets: Uint8Array): boolean {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).includes('-----BEGIN ');
}

const CERTIFICATES = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

/** Whether a block is a certificate, by its label. */
export function isCertificate({ label }: PemBlock): boolean {
  return CERTIFICATES.includes(label);
}

/** Certificates that begin in a text, whole or not: `readPem` passes over what is not whole. */
export function begunCertificates(text: string): number {
  return CERTIFICATES.reduce((sum, label) => sum + text.split(`-----BEGIN ${label}-----`).length - 1, 0);
}
