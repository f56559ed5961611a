import { createPublicKey, verify } from 'node:crypto';
import { read, unreadable, type Read } from '../log/read.js';
import type { LogList } from './model.js';
import { readLogList } from './read.js';

/** Where Google publishes its list and the signature over it. */
export const LOG_LIST_URL = 'https://www.gstatic.com/ct/log_list/v3/log_list.json';
export const LOG_LIST_SIGNATURE_URL = 'https://www.gstatic.com/ct/log_list/v3/log_list.sig';

/**
 * SubjectPublicKeyInfo of the key that Google signs its lists with, RSA of 4,096 bits, as it is published beside them in
 * log_list_pubkey.pem.
 */
const GOOGLE_KEY =
  'MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAsu0BHGnQ++W2CTdyZyxvHHRALOZPlnu/VMVgo2m+JZ8MNbAOH2cgXb8m' +
  'vOj8flsX/qPMuKIaauO+PwROMjiqfUpcFm80Kl7i97ZQyBDYKm3MkEYYpGN+skAR2OebX9G2DfDqFY8+jUpOOWtBNr3LrmVcwx+F' +
  'cFdMjGDlrZ5JRmoJ/SeGKiORkbbu9eY1Wd0uVhz/xI5bQb0OgII7hEj+i/IPbJqOHgB8xQ5zWAJJ0DmG+FM6o7gk403v6W3S8qRY' +
  'iR84c50KppGwe4YqSMkFbLDleGQWLoaDSpEWtESisb4JiLaY4H+Kk0EyAhPSb+49JfUozYl+lf7iFN3qRq/SIXXTh6z0S7Qa8EYD' +
  'hKGCrpI03/+qprwy+my6fpWHi6aUIk4holUCmWvFxZDfixoxK0RlqbFDl2JXMBquwlQpm8u5wrsic1ksIv9z8x9zh4PJqNpCah0c' +
  'iemI3YGRQqSe/mRRXBiSn9YQBUPcaeqCYan+snGADFwHuXCd9xIAdFBolw9R9HTedHGUfVXPJDiF4VusfX6BRR/qaadB+bqEArF/' +
  'TzuDUr6FvOR4o8lUUxgLuZ/7HO+bHnaPFKYHHSm++z1lVDhhYuSZ8ax3T0C3FZpb7HMjZtpEorSV5ElKJEJwrhrBCMOD8L01EoSP' +
  'rGlS1w22i9uGHMn/uGQKo28u7AsCAwEAAQ==';

/** Whether Google signed these very octets: RSA PKCS#1 v1.5 with SHA-256, detached. */
export function isSignedByGoogle(list: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.from(GOOGLE_KEY, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', list, key, signature);
}

/** Reads a list that Google signed; anything else is refused before it is read. */
export function readSignedLogList(list: Uint8Array, signature: Uint8Array): Read<LogList> {
  if (!isSignedByGoogle(list, signature))
    return unreadable("expected a list that is signed with Google's key, the signature is not of this list");
  return readLogList(Buffer.from(list).toString('utf8'));
}

/**
 * Reads a list that its owner answers for, as one of a lab or of private logs: whoever calls this has been told to trust
 * it. A list without a single log is refused, since nothing would ever be found amiss with it.
 */
export function readTrustedLogList(list: Uint8Array): Read<LogList> {
  const result = readLogList(Buffer.from(list).toString('utf8'));
  if (result.ok && result.value.logs.length === 0)
    return unreadable('expected at least one log in the list, there is none');
  return result.ok ? read(result.value) : result;
}
