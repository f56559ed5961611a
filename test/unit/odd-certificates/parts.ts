import { context, oid, primitive, sequence, setOf, tlv, utf8 } from '../../../src/lab/ct/der.js';
import { subjectAltName, type Extension } from '../../../src/lab/ct/extensions.js';
import type { OddRequest } from '../../../src/lab/ct/odd.js';

type Part = Partial<OddRequest>;

/** dNSName of these octets; text is UTF-8. */
export const dns = (name: string | Uint8Array): Buffer =>
  primitive(2, typeof name === 'string' ? Buffer.from(name) : name);
export const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
/** These GeneralNames and no common name. */
export const san = (...names: readonly (string | Uint8Array)[]): Part => ({
  names: names.map((name) => (typeof name === 'string' ? dns(name) : name)),
  commonName: null,
});
export const common = (value: Uint8Array): Buffer => sequence(oid('2.5.4.3'), value);
export const organisation = (text: string): Buffer => sequence(oid('2.5.4.10'), utf8(text));
/** These RDNs, and no SAN extension. */
export const subject = (...rdns: readonly Uint8Array[]): Part => ({
  names: [],
  odd: (spec) => ({
    ...spec,
    subject: sequence(...rdns),
    extensions: spec.extensions.filter(({ oid: id }) => id !== '2.5.29.17'),
  }),
});
/** One common name, in this string. */
export const cn = (value: string | Uint8Array): Part =>
  subject(setOf(common(typeof value === 'string' ? utf8(value) : value)));

/** Extensions before those that a certificate has; the SAN of `names` stays. */
export const extended = (names: readonly string[], ...extensions: readonly Extension[]): Part => ({
  names,
  commonName: null,
  odd: (spec) => ({ ...spec, extensions: [...extensions, ...spec.extensions] }),
});
/** The SAN extension holds this, whatever it is. */
export const rawSan = (value: Uint8Array): Part => ({
  names: [],
  commonName: null,
  odd: (spec) => ({
    ...spec,
    extensions: spec.extensions.map((one) => (one.oid === '2.5.29.17' ? { ...one, value } : one)),
  }),
});
/** Another issuer, subject, time or key. */
export const spec = (
  change: ReturnType<NonNullable<OddRequest['odd']>> | object,
  names = ['www.example.com'],
): Part => ({
  names,
  odd: (one) => ({ ...one, ...change }),
});
/** The fields of the TBSCertificate changed; the validity is the fifth, the extensions are the last. */
export const fields = (change: NonNullable<OddRequest['fields']>, names = ['www.example.com']): Part => ({
  names,
  fields: change,
});
export const replaced = (nth: number, by: Uint8Array): Part =>
  fields((all) => all.map((one, i) => (i === nth ? by : one)));

/** A length in four octets, where one would do. */
export const longLength = (der: Uint8Array): Buffer => {
  const short = der[1] ?? 0;
  const header = short < 0x80 ? 2 : 2 + (short & 0x7f);
  const content = der.subarray(header);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([der.subarray(0, 1), Buffer.of(0x84), length, content]);
};
/** Indefinite length (X.690, section 8.1.3.6). */
export const indefinite = (tag: number, ...parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.of(tag, 0x80), ...parts, Buffer.of(0, 0)]);

export const sanOf = (...names: readonly string[]): Extension => subjectAltName(names);
export const otherName = (type: string, text: string): Buffer =>
  context(0, oid(type), context(0, utf8(text)));
/** A dNSName in pieces (X.690, section 8.21). */
export const inPieces = (...pieces: readonly string[]): Buffer =>
  tlv(0xa2, ...pieces.map((piece) => tlv(0x16, Buffer.from(piece))));
export const wide = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
export const wider = (text: string): Buffer =>
  Buffer.concat([...text].map((one) => Buffer.of(0, 0, 0, one.charCodeAt(0))));
/** SubjectPublicKeyInfo of an algorithm that nobody here can use. */
export const keyOf = (algorithm: string, octets: number): Buffer =>
  sequence(sequence(oid(algorithm)), tlv(0x03, Buffer.alloc(octets + 1, 7).fill(0, 0, 1)));
