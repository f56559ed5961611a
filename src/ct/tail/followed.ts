import { originOf } from '../log/checkpoint.js';
import { isLive } from '../loglist/age.js';
import type { Log, LogList } from '../loglist/model.js';
import type { FollowedLog } from './model.js';

/** Logs of a list that a certificate of today may be in: those that the list calls live, or those named by their ids. */
export function followedLogs(list: LogList, ids?: readonly string[]): readonly FollowedLog[] {
  const wanted =
    ids === undefined || ids.length === 0
      ? isLive
      : ({ id }: Log): boolean => ids.some((one) => id.startsWith(one));
  return list.logs.filter(wanted).map((log) => ({
    id: log.id,
    description: log.description,
    kind: log.kind,
    url: log.url,
    origin: originOf(log.submissionUrl),
    key: log.key.spki,
    mmdMs: log.mmd * 1000,
  }));
}
