import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REPOSITORY, startEmulator, type Emulated, type Login } from './github-emulator.js';
import { answerFaultily, reaches, type Fault, type Planned, type Sent } from './github-faults.js';
import { refusalOf, type Account, type Asked } from './github-rules.js';

export { REPOSITORY, type Login } from './github-emulator.js';
export type { Account, Permissions } from './github-rules.js';
export type { Fault } from './github-faults.js';

/** A request as it came, and what became of it. */
export interface Recorded extends Asked {
  readonly query: string;
  /** In which form the API was asked: as on an Enterprise Server, or as on github.com. */
  readonly below: '/api/v3' | '';
  readonly authorization: string;
  readonly userAgent: string;
  /** Whose token it was; `undefined` for a token that nobody has. */
  readonly login: string | undefined;
  /** What was answered; 0 where the connection was torn down. */
  readonly status: number;
  /** GitHub did it, whatever was answered. */
  readonly done: boolean;
  readonly fault?: Fault;
}

/** GitHub's API for tests: the state machine is `emulate`, the rules and faults that it lacks are ours. */
export interface GitHub {
  /** `GITHUB_API_URL`, as on github.com and as on an Enterprise Server. */
  readonly url: string;
  readonly enterpriseUrl: string;
  readonly requests: readonly Recorded[];
  /** Gives an account a token. */
  token(token: string, account: Account): void;
  /** The next requests that match, this many of them, meet the fault. */
  fault(fault: Fault, on: RegExp, times?: number): void;
  /** Faults that no request has met yet. */
  readonly pending: readonly Fault[];
  switchIssues(on: boolean): void;
  /** What was changed, in order, and nothing that was refused. */
  writes(): readonly Recorded[];
  /** Does something as an account, unrecorded: what other people do. Rejects if it is refused. */
  act<Answer = Record<string, unknown>>(
    login: Login,
    method: string,
    below: string,
    body?: object,
  ): Promise<Answer>;
  /** Commits files to a branch; gives the id of the last commit. */
  commit(files: Readonly<Record<string, string>>, branch?: string): Promise<string>;
  /** Deletes a file of a branch; gives the id of the commit. */
  remove(file: string, branch: string): Promise<string>;
  close(): Promise<void>;
}

export async function startGitHub(): Promise<GitHub> {
  const state: State = { requests: [], accounts: new Map(), planned: [], issuesOff: false };
  const server = createServer((request, response) => {
    serve(request, response, state).catch((error: unknown) => {
      process.stderr.write(`the GitHub of the tests failed: ${String(error)}\n`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const emulated = await startEmulator(url);
  state.emulated = emulated;
  const act = acting(emulated);
  return {
    url,
    enterpriseUrl: `${url}/api/v3`,
    requests: state.requests,
    token: (token, account) => void state.accounts.set(token, account),
    fault: (fault, on, times = 1) => void state.planned.push({ fault, on, times }),
    get pending() {
      return state.planned.filter(({ times }) => times > 0).map(({ fault }) => fault);
    },
    switchIssues: (on) => {
      state.issuesOff = !on;
    },
    writes: () => state.requests.filter(({ method, done }) => method !== 'GET' && done),
    act,
    commit: (files, branch = 'main') => commitTo(act, files, branch),
    remove: async (file, branch) => {
      const { sha } = await act<{ sha: string }>('octocat', 'GET', `/contents/${file}?ref=${branch}`);
      const body = { message: `remove ${file}`, branch, sha };
      return (await act<{ commit: { sha: string } }>('octocat', 'DELETE', `/contents/${file}`, body)).commit
        .sha;
    },
    close: async () => {
      await emulated.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

interface State {
  readonly requests: Recorded[];
  readonly accounts: Map<string, Account>;
  readonly planned: Planned[];
  issuesOff: boolean;
  emulated?: Emulated;
}

async function serve(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  const { emulated } = state;
  if (emulated === undefined) throw new Error('it is asked before it has started');
  const text = await bodyOf(request);
  const target = (request.url ?? '').replace(/^\/api\/v3(?=\/)/, '');
  const [path = '', query = ''] = target.split('?');
  const { authorization = '', accept, 'user-agent': userAgent = '' } = request.headers;
  const account = state.accounts.get(authorization.replace(/^(Bearer|token) /i, ''));
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  const asked: Asked = { method: request.method ?? '', path, body };
  const planned = state.planned.find(({ on, times }) => times > 0 && on.test(`${asked.method} ${target}`));
  if (planned !== undefined) planned.times--;
  const fault = planned?.fault;

  const refused = refusalOf(asked, account, state.issuesOff);
  let real: Sent | undefined;
  if (reaches(fault))
    real =
      refused === undefined
        ? await emulated.ask(
            account?.login ?? '',
            asked.method,
            target,
            text === '' ? undefined : body,
            accept,
          )
        : { status: refused.status, headers: { ...refused.headers }, body: JSON.stringify(refused.body) };
  const record = (status: number): void => {
    const done = real !== undefined && real.status < 300;
    state.requests.push({
      ...asked,
      query,
      below: (request.url ?? '').startsWith('/api/v3/') ? '/api/v3' : '',
      authorization,
      userAgent,
      login: account?.login,
      status,
      done,
      ...(fault === undefined ? {} : { fault }),
    });
  };
  if (fault !== undefined) return record(await answerFaultily(fault, real, response));
  const { status, headers, body: answer } = real ?? { status: 500, headers: {}, body: '' };
  record(status);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(status === 204 ? undefined : answer);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function acting(emulated: Emulated): GitHub['act'] {
  return async (login, method, below, body) => {
    const { status, body: text } = await emulated.ask(login, method, `/repos/${REPOSITORY}${below}`, body);
    if (status >= 300) throw new Error(`${login}, ${method} ${below}: ${status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as never;
  };
}

async function commitTo(
  act: GitHub['act'],
  files: Readonly<Record<string, string>>,
  branch: string,
): Promise<string> {
  let id = '';
  for (const [path, text] of Object.entries(files)) {
    const place = `/contents/${path}?ref=${branch}`;
    const old = await act<{ sha?: string }>('octocat', 'GET', place).catch(() => undefined);
    const { commit } = await act<{ commit: { sha: string } }>('octocat', 'PUT', `/contents/${path}`, {
      message: `change ${path}`,
      content: Buffer.from(text).toString('base64'),
      branch,
      ...(old?.sha === undefined ? {} : { sha: old.sha }),
    });
    id = commit.sha;
  }
  return id;
}
