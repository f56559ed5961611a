import { CaaGuardError } from '../../base/error.js';
import type { LogList } from './model.js';
import { PACKAGED_LOG_LIST } from './packaged.js';
import { readSignedLogList } from './signature.js';

/** The list that ships with the project, its signature verified anew. Throws if it was tampered with. */
export function packagedLogList(): LogList {
  const { json, signature } = PACKAGED_LOG_LIST;
  const list = readSignedLogList(Buffer.from(json), Buffer.from(signature, 'base64'));
  if (list.ok) return list.value;
  throw new CaaGuardError(
    'ct/log-list',
    `expected the list of logs that ships with caa-guard to be whole, but ${list.problem}: install caa-guard anew`,
  );
}
