import { getOctets, type GetFailure, type HttpPorts } from '../reader/get.js';
import type { Pace } from '../reader/pace.js';
import type { SourceLimits } from './limits.js';

interface Request extends HttpPorts {
  readonly limits: SourceLimits;
  /** On the monotonic clock. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly token?: string | undefined;
  readonly userAgent: string;
  readonly pace?: Pace | undefined;
  /** Default: JSON. */
  readonly accept?: string;
}

/** One answer of a source, within its limits. Never rejects. */
export function getAnswer(url: URL, request: Request): Promise<{ readonly body: Buffer } | GetFailure> {
  const { limits } = request;
  return getOctets(url, {
    ...request,
    accept: request.accept ?? 'application/json',
    who: 'the source',
    limits: { octets: limits.pageOctets, requestMs: limits.requestMs, attempts: limits.attempts },
  });
}

/** The same, as UTF-8. */
export async function getPage(url: URL, request: Request): Promise<{ readonly body: string } | GetFailure> {
  const answer = await getAnswer(url, request);
  return 'body' in answer ? { body: answer.body.toString('utf8') } : answer;
}
