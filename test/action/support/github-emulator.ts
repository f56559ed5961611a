import { createEmulator } from 'emulate';
import { invalid, type Asked } from './github-rules.js';
import type { Sent } from './github-faults.js';

export const REPOSITORY = 'example/domains';
/** Accounts that there are. Each may do everything: what tokens may is ours to say. */
export const LOGINS = ['github-actions[bot]', 'my-app[bot]', 'octocat', 'mallory'] as const;
export type Login = (typeof LOGINS)[number];

/**
 * The emulator's state, with what it does otherwise than GitHub put right: the content type of raw files, `since` for comments,
 * `duplicate` as a reason, and what it says of labels that are there and of assignees that are not.
 */
export interface Emulated {
  /** Sends a request in the name of an account. */
  ask(login: string, method: string, target: string, body?: object, accept?: string): Promise<Sent>;
  close(): Promise<void>;
}

export async function startEmulator(origin: string): Promise<Emulated> {
  const [owner, name] = REPOSITORY.split('/') as [string, string];
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: Object.fromEntries(LOGINS.map((login) => [`of ${login}`, { login, scopes: ['repo'] }])),
      github: {
        users: LOGINS.map((login) => ({ login })),
        orgs: [{ login: owner, members: LOGINS.map((login) => ({ login, role: 'admin' })) }],
        repos: [{ owner, name }],
      },
    },
  });
  /** Numbers of issues that were closed as duplicates. */
  const duplicates = new Set<number>();
  return {
    ask: async (login, method, target, body, accept = 'application/json') => {
      const response = await fetch(emulator.url + target, {
        method,
        headers: { authorization: `Bearer of ${login}`, accept, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const raw = await response.text();
      const sent = { status: response.status, headers: headersOf(response, emulator.url, origin), body: raw };
      return corrected(
        sent,
        { method, path: target.split('?')[0] ?? '', body: { ...body } },
        target,
        duplicates,
      );
    },
    close: () => emulator.close(),
  };
}

function headersOf(response: Response, from: string, to: string): Record<string, string> {
  const kept = ['content-type', 'link', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
  const headers: Record<string, string> = {};
  for (const name of kept) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value.replaceAll(from, to);
  }
  if (headers['content-type'] === 'application/octet-stream')
    headers['content-type'] = 'application/vnd.github.raw+json; charset=utf-8';
  return headers;
}

function corrected(sent: Sent, asked: Asked, target: string, duplicates: Set<number>): Sent {
  const { method, path, body } = asked;
  if (sent.status === 422) {
    const error = errorOf(asked);
    return error === undefined ? sent : { ...sent, body: JSON.stringify(invalid(error).body) };
  }
  const number = Number(/\/issues\/(\d+)$/.exec(path)?.[1] ?? 0);
  if (method === 'PATCH' && sent.status === 200 && 'state_reason' in body) {
    if (body['state_reason'] === 'duplicate') duplicates.add(number);
    else duplicates.delete(number);
  }
  if (method === 'PATCH' && body['state'] === 'open') duplicates.delete(number);
  if (
    sent.status >= 300 ||
    !/json/.test(sent.headers['content-type'] ?? '') ||
    /raw/.test(sent.headers['content-type'] ?? '')
  )
    return sent;
  let value = JSON.parse(sent.body) as unknown;
  const since = new URLSearchParams(target.split('?')[1]).get('since');
  if (since !== null && Array.isArray(value) && path.endsWith('/comments'))
    value = (value as { updated_at: string }[]).filter(
      (one) => Date.parse(one.updated_at) >= Date.parse(since),
    );
  for (const one of (Array.isArray(value) ? value : [value]) as Record<string, unknown>[])
    if (path.includes('/issues') && duplicates.has(one['number'] as number))
      one['state_reason'] = 'duplicate';
  return { ...sent, body: JSON.stringify(value) };
}

/** What GitHub names where the emulator only says that it does not take it. */
function errorOf({ method, path, body }: Asked): object | undefined {
  if (method === 'POST' && path.endsWith('/labels') && /^[0-9a-f]{6}$/i.test(String(body['color'])))
    return { resource: 'Label', code: 'already_exists', field: 'name' };
  const assignees = body['assignees'];
  if (path.includes('/issues') && Array.isArray(assignees) && assignees.length > 0)
    return { resource: 'Issue', code: 'invalid', field: 'assignees', value: assignees };
  return undefined;
}
