import { createHash } from 'node:crypto';
import { displayName, readAttributes } from './distinguished-name.js';
import { readExtensions } from './extensions.js';
import { keyKindOf } from './key-kind.js';
import { newNotes } from './notes.js';
import { partsOf } from './parts.js';

/** What is asked of the certificate of an issuer. */
export interface IssuerFacts {
  /** SHA-256 of the SubjectPublicKeyInfo DER, lower-case hex. */
  readonly spkiSha256: string;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  readonly keyKind: string;
  /** Hex; absent if the certificate has none. */
  readonly subjectKeyId?: string;
  /** Subject DN, for display only. */
  readonly subject: string;
  /** DER of the subject's Name. */
  readonly subjectName: Uint8Array;
  readonly isCa: boolean;
}

/** Reads the certificate of an issuer; `undefined` if its subject or its key cannot be found. */
export function readIssuer(der: Uint8Array): IssuerFacts | undefined {
  const notes = newNotes();
  const parts = partsOf(der, notes);
  if (parts?.spki === undefined || parts.subject === undefined) return undefined;
  const { spki, subject } = parts;
  const { subjectKeyId, isCa } = readExtensions(der, parts.extensions, notes);
  const key = der.subarray(spki.at, spki.end);
  return {
    spkiSha256: createHash('sha256').update(key).digest('hex'),
    spki: key,
    keyKind: keyKindOf(der, spki),
    ...(subjectKeyId === undefined ? {} : { subjectKeyId }),
    subject: displayName(readAttributes(der, subject).attributes).slice(0, 16_384),
    subjectName: der.subarray(subject.at, subject.end),
    isCa,
  };
}
