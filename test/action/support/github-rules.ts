/**
 * What GitHub refuses and the emulator lets through (REST API documentation and observed answers): tokens that may not, texts that
 * are too long, issues that are switched off.
 */

/** What a job's `permissions:` give: a permission that is not named is not given. */
export interface Permissions {
  readonly contents?: 'read' | 'write';
  readonly issues?: 'read' | 'write';
  readonly 'pull-requests'?: 'read' | 'write';
}

export interface Account {
  /** One of those who are known to the emulator. */
  readonly login: string;
  readonly may: Permissions;
  /** The token is one of an App, as that of a workflow: it is of no user. */
  readonly app?: boolean;
}

export interface Asked {
  readonly method: string;
  /** Below the API, without query: `/repos/example/domains/issues`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Characters of a body and a title, of a label's name and description. */
const MOST = { body: 65_536, title: 256, name: 50, description: 100 } as const;

export function refusalOf(
  asked: Asked,
  account: Account | undefined,
  issuesOff: boolean,
): Refusal | undefined {
  if (account === undefined) return { status: 401, body: { message: 'Bad credentials' } };
  if (asked.path === '/user') return account.app === true ? denied('') : undefined;
  return permission(asked, account) ?? off(asked, issuesOff) ?? tooLong(asked);
}

/** Any one of these permissions suffices for a place. */
function neededFor(path: string): (keyof Permissions)[] {
  const below = path.replace(/^\/repos\/[^/]+\/[^/]+/, '');
  if (/^\/issues\/([0-9]+|comments)(\/comments|\/[0-9]+)$/.test(below)) return ['issues', 'pull-requests'];
  if (/^\/(issues|labels)\b/.test(below)) return ['issues'];
  if (/^\/pulls\b/.test(below)) return ['pull-requests'];
  return ['contents'];
}

function permission({ method, path }: Asked, { may }: Account): Refusal | undefined {
  const level = method === 'GET' ? 'read' : 'write';
  const needed = neededFor(path);
  if (needed.some((one) => may[one] === 'write' || may[one] === level)) return undefined;
  return denied(needed.map((one) => `${one.replace('-', '_')}=${level}`).join('; '));
}

function denied(permissions: string): Refusal {
  return {
    status: 403,
    body: { message: 'Resource not accessible by integration' },
    headers: permissions === '' ? {} : { 'x-accepted-github-permissions': permissions },
  };
}

function off({ path }: Asked, issuesOff: boolean): Refusal | undefined {
  if (!issuesOff || !/^\/repos\/[^/]+\/[^/]+\/issues\b/.test(path)) return undefined;
  return { status: 410, body: { message: 'Issues has been disabled in this repository.' } };
}

function tooLong({ path, body }: Asked): Refusal | undefined {
  const resource = path.includes('/comments') ? 'IssueComment' : path.includes('/labels') ? 'Label' : 'Issue';
  for (const [field, most] of Object.entries(MOST)) {
    const value = body[field];
    if (typeof value === 'string' && value.length > most)
      return invalid({
        resource,
        code: 'custom',
        field,
        message: `${field} is too long (maximum is ${most} characters)`,
      });
  }
  return undefined;
}

export function invalid(error: object): Refusal {
  return { status: 422, body: { message: 'Validation Failed', errors: [error] } };
}
