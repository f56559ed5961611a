/** What a cold start meets: a root server that hears the first question of DNS, and an API that hears the first request. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A policy, as it stands in the workspace and in the base. */
export const POLICY = [
  'version: 1',
  'extends: caa-guard:baseline',
  'domains:',
  '  example.com:',
  '    issue: [{ca: letsencrypt.org}]',
  '',
].join('\n');

/** The workflow of the job, likewise. */
export const WORKFLOW = [
  'on: pull_request',
  'jobs:',
  '  check:',
  '    runs-on: ubuntu-latest',
  '    steps:',
  '      - uses: actions/checkout@v5',
  '      - uses: org/caa-guard@v1',
  '',
].join('\n');
export const WORKFLOW_PATH = '.github/workflows/check.yml';
export const [BASE, HEAD, MERGE] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];

export interface World {
  /** Port of the root server on 127.0.0.1. */
  readonly dnsPort: number;
  /** Of the API, and of a cache service: it has the merge, policy and workflow of the base, and nothing else. */
  readonly url: string;
  /** Calls `heard` at every message and request until `release`. */
  listen(heard: (what: 'dns' | 'http') => void): { readonly release: () => void };
  stop(): void;
}

export async function startWorld(): Promise<World> {
  let heard: ((what: 'dns' | 'http') => void) | undefined;
  const dns = createSocket('udp4').on('message', () => heard?.('dns'));
  dns.bind(0, '127.0.0.1');
  const http = createServer((request, response) => {
    heard?.('http');
    const [status, type, body] = answerTo(request.url ?? '');
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  }).listen(0, '127.0.0.1');
  await Promise.all([once(dns, 'listening'), once(http, 'listening')]);
  return {
    dnsPort: dns.address().port,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    listen: (listener) => {
      heard = listener;
      return { release: () => (heard = undefined) };
    },
    stop: () => {
      dns.close();
      http.closeAllConnections();
      http.close();
    },
  };
}

function answerTo(url: string): readonly [status: number, type: string, body: string] {
  const raw = 'application/vnd.github.raw+json';
  if (url.includes('/contents/caa-guard.yaml?')) return [200, raw, POLICY];
  if (url.includes(`/contents/${WORKFLOW_PATH}?`)) return [200, raw, WORKFLOW];
  if (url.endsWith(`/git/commits/${MERGE}`))
    return [200, 'application/json', JSON.stringify({ parents: [{ sha: BASE }, { sha: HEAD }] })];
  return [404, 'application/json', '{"message":"Not Found"}'];
}
