import { CaaGuardError } from '../base/error.js';
import {
  LOG_LIST_SIGNATURE_URL,
  LOG_LIST_URL,
  packagedLogList,
  readSignedLogList,
  readTrustedLogList,
  refusalOf,
  type LogList,
} from '../ct/index.js';
import { getOctets, type HttpPorts } from '../ct/reader/get.js';
import type { CtOptions } from './check-model.js';
import type { FailureEvidence, LogListEvidence } from './evidence.js';

/** A list of logs, and where it is from. */
export interface UsedLogList {
  readonly list: LogList;
  readonly evidence: LogListEvidence;
}

/** Octets of a list; the one of 2026 has 40 kB. */
const LIMITS = { octets: 4 * 1024 * 1024, requestMs: 10_000, attempts: 2 };
const PATIENCE_MS = 20_000;

/** How the latest list is asked for, and when that ends. */
type Asking = HttpPorts & { readonly userAgent: string; readonly signal?: AbortSignal | undefined };

/**
 * The list of logs that the options name. Where the latest cannot be had, is not signed by Google, or must not take the
 * place of the one that ships with caa-guard (`refusalOf`), that one has to do, and the evidence says so. Throws
 * `CaaGuardError<'LOG_LIST_INVALID'>` for a text that is none.
 */
export async function usedLogList(
  { logList }: Pick<CtOptions, 'logList'>,
  asking: Asking,
  shipped: () => LogList = packagedLogList,
): Promise<UsedLogList> {
  if (logList === undefined) return used(shipped(), 'packaged');
  if (logList !== 'latest') {
    const read = readTrustedLogList(Buffer.from(logList.text));
    if (read.ok) return used(read.value, 'file');
    throw new CaaGuardError(
      'LOG_LIST_INVALID',
      `expected a list of logs (version 3 of Google's log_list.json): ${read.problem}`,
    );
  }
  const packaged = shipped();
  const latest = await fetchLatest(asking, packaged);
  if ('list' in latest) return used(latest.list, 'latest');
  const { list, evidence } = used(packaged, 'packaged');
  return { list, evidence: { ...evidence, failure: latest } };
}

function used(list: LogList, from: LogListEvidence['from']): UsedLogList {
  return { list, evidence: { from, timestamp: list.timestamp, logs: list.logs.length } };
}

async function fetchLatest(
  asking: Asking,
  packaged: LogList,
): Promise<{ readonly list: LogList } | FailureEvidence> {
  const request = {
    ...asking,
    who: 'the publisher of the list of logs',
    accept: '*/*',
    limits: LIMITS,
    deadline: asking.clock.monotonic() + PATIENCE_MS,
  };
  const [list, signature] = await Promise.all([
    getOctets(new URL(LOG_LIST_URL), request),
    getOctets(new URL(LOG_LIST_SIGNATURE_URL), request),
  ]);
  if ('failure' in list) return failureOf(list);
  if ('failure' in signature) return failureOf(signature);
  const read = readSignedLogList(list.body, signature.body);
  if (!read.ok) return { code: 'bad-signature', detail: read.problem };
  const refused = refusalOf(read.value, packaged);
  return refused === undefined ? { list: read.value } : { code: 'refused', detail: refused };
}

function failureOf({
  failure,
  detail,
}: {
  readonly failure: string;
  readonly detail: string;
}): FailureEvidence {
  return { code: failure, detail };
}
