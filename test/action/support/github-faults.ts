import type { ServerResponse } from 'node:http';

/**
 * What can go wrong between us and GitHub, or at GitHub. `bad-gateway`, `reset`: nothing was done. `bad-gateway-after`,
 * `reset-after`, `truncated`: it was done, and whoever asked is not told.
 */
export type Fault =
  | 'unauthorized'
  | 'forbidden'
  | 'missing'
  | 'invalid'
  | 'limit'
  | 'secondary-limit'
  | 'bad-gateway'
  | 'bad-gateway-after'
  | 'slow'
  | 'truncated'
  | 'reset'
  | 'reset-after';

export interface Planned {
  readonly fault: Fault;
  /** Of `METHOD /path`. */
  readonly on: RegExp;
  /** Requests that it meets. */
  times: number;
}

export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Milliseconds that a slow answer takes. */
const SLOW = 1_500;

/** Whether the request still gets to GitHub. */
export function reaches(fault: Fault | undefined): boolean {
  return (
    fault === undefined ||
    fault === 'bad-gateway-after' ||
    fault === 'reset-after' ||
    fault === 'truncated' ||
    fault === 'slow'
  );
}

/** Answers as the fault has it; `real` is what GitHub answered, where it was reached. Gives the status that was seen. */
export async function answerFaultily(
  fault: Fault,
  real: Sent | undefined,
  response: ServerResponse,
): Promise<number> {
  if (fault === 'reset' || fault === 'reset-after') {
    response.destroy();
    return 0;
  }
  if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW));
  const { status, headers, body } = ANSWERS[fault] ?? real ?? { status: 500, headers: {}, body: '' };
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  if (fault !== 'truncated') response.end(body);
  else response.write(body.slice(0, body.length / 2), () => response.destroy());
  return status;
}

const message = (text: string): string => JSON.stringify({ message: text });

const ANSWERS: Partial<Record<Fault, Sent>> = {
  unauthorized: { status: 401, headers: {}, body: message('Bad credentials') },
  forbidden: {
    status: 403,
    headers: { 'x-accepted-github-permissions': 'issues=write' },
    body: message('Resource not accessible by integration'),
  },
  missing: { status: 404, headers: {}, body: message('Not Found') },
  invalid: { status: 422, headers: {}, body: message('Validation Failed') },
  limit: { status: 429, headers: { 'retry-after': '1' }, body: message('Too many requests') },
  'secondary-limit': {
    status: 403,
    // GitHub mostly names a time; where it does not, a minute is asked for.
    headers: { 'retry-after': '1' },
    body: message(
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    ),
  },
  'bad-gateway': { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>unicorn</html>' },
  'bad-gateway-after': {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html>unicorn</html>',
  },
};
