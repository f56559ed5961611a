import { createPublicKey, type KeyObject } from 'node:crypto';
import { sha256 } from '../merkle/hash.js';
import { readTlv } from '../x509/der.js';

/** Work for a signature is bounded: no log has a larger key, and none needs one. */
const RSA_BITS = { least: 2048, most: 8192 };

/** How a log signs, as far as its key says. */
export type LogScheme = 'ecdsa-p256' | 'ecdsa-p384' | 'rsa';

/** The public key of a log. */
export interface LogKey {
  /** SHA-256 of the SubjectPublicKeyInfo: the log's id (RFC 6962, section 3.2). */
  readonly id: Buffer;
  readonly scheme: LogScheme;
  readonly spki: Uint8Array;
  readonly key: KeyObject;
}

/**
 * Reads the DER of a SubjectPublicKeyInfo; `undefined` if it is none, or a key that logs may not have. RFC 6962 (section
 * 2.1.4) allows NIST P-256 and RSA of 2048 bits or more. P-384 is read as well: which keys are logs is for the list of
 * logs to say, and a log that signs with more than it must is no reason to doubt it.
 */
export function readLogKey(spki: Uint8Array): LogKey | undefined {
  if (readTlv(spki, 0, spki.length)?.end !== spki.length) return undefined;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
  const scheme = schemeOf(key);
  return scheme === undefined ? undefined : { id: sha256(spki), scheme, spki, key };
}

function schemeOf(key: KeyObject): LogScheme | undefined {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') {
    const bits = details?.modulusLength ?? 0;
    return bits >= RSA_BITS.least && bits <= RSA_BITS.most ? 'rsa' : undefined;
  }
  if (key.asymmetricKeyType !== 'ec') return undefined;
  if (details?.namedCurve === 'prime256v1') return 'ecdsa-p256';
  return details?.namedCurve === 'secp384r1' ? 'ecdsa-p384' : undefined;
}
