import { CaaGuardError, messageOf } from '../base/error.js';
import {
  LOG_LIST_SIGNATURE_URL,
  LOG_LIST_URL,
  packagedLogList,
  readSignedLogList,
  readTrustedLogList,
  type LogList,
} from '../ct/index.js';
import type { CtOptions } from './check-model.js';
import type { LogListEvidence } from './evidence.js';

/** A list of logs, and where it is from. */
export interface UsedLogList {
  readonly list: LogList;
  readonly evidence: LogListEvidence;
}

/** Octets of a list; the one of 2026 has 40 kB. */
const MOST = 4 * 1024 * 1024;
const PATIENCE_MS = 20_000;

/**
 * The list of logs that the options name. Where the latest cannot be had, or is not signed by Google, the one that ships
 * with caa-guard has to do, and the evidence says so. Throws `CaaGuardError<'LOG_LIST_INVALID'>` for a text that is none.
 */
export async function usedLogList(
  { logList }: Pick<CtOptions, 'logList'>,
  fetchImpl: typeof fetch,
  signal?: AbortSignal,
): Promise<UsedLogList> {
  if (logList === undefined) return used(packagedLogList(), 'packaged');
  if (logList !== 'latest') {
    const read = readTrustedLogList(Buffer.from(logList.text));
    if (read.ok) return used(read.value, 'file');
    throw new CaaGuardError(
      'LOG_LIST_INVALID',
      `expected a list of logs (version 3 of Google's log_list.json): ${read.problem}`,
    );
  }
  const latest = await fetchLatest(fetchImpl, signal);
  if ('list' in latest) return used(latest.list, 'latest');
  const packaged = used(packagedLogList(), 'packaged');
  return { ...packaged, evidence: { ...packaged.evidence, failure: latest } };
}

function used(list: LogList, from: LogListEvidence['from']): UsedLogList {
  return { list, evidence: { from, timestamp: list.timestamp, logs: list.logs.length } };
}

async function fetchLatest(
  fetchImpl: typeof fetch,
  signal?: AbortSignal,
): Promise<{ readonly list: LogList } | { readonly code: string; readonly detail: string }> {
  try {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const until = signal === undefined ? patience : AbortSignal.any([signal, patience]);
    const [list, signature] = await Promise.all(
      [LOG_LIST_URL, LOG_LIST_SIGNATURE_URL].map((url) => octetsAt(url, fetchImpl, until)),
    );
    const read = readSignedLogList(list ?? Buffer.alloc(0), signature ?? Buffer.alloc(0));
    return read.ok ? { list: read.value } : { code: 'bad-signature', detail: read.problem };
  } catch (thrown) {
    return { code: 'unreachable', detail: messageOf(thrown) };
  }
}

async function octetsAt(url: string, fetchImpl: typeof fetch, signal: AbortSignal): Promise<Buffer> {
  const response = await fetchImpl(url, { signal, redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const length = Number(response.headers.get('content-length') ?? 0);
  if (length > MOST) throw new Error(`${url} has ${length} octets; ${MOST} are allowed`);
  const octets = Buffer.from(await response.arrayBuffer());
  if (octets.length > MOST) throw new Error(`${url} has ${octets.length} octets; ${MOST} are allowed`);
  return octets;
}
