import * as v from 'valibot';
import { base64, count, failure, hex, list, shortText, time } from './parts.js';
import { consistency, exhibit } from './proofs.js';

export const logList = v.strictObject({
  from: v.picklist(['packaged', 'file', 'latest']),
  timestamp: time,
  logs: count,
  failure: v.exactOptional(failure),
});

const logHead = { size: count, root: base64(32), timestamp: time, signature: base64(1_024) };

export const log = v.strictObject({
  id: hex(32),
  description: shortText,
  head: v.exactOptional(v.strictObject(logHead)),
  failure: v.exactOptional(failure),
  since: v.exactOptional(
    v.strictObject({
      ...logHead,
      consistency,
      exhibits: v.exactOptional(list(exhibit, 64)),
    }),
  ),
});
