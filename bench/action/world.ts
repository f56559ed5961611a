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

export interface World {
  /** Port of the root server on 127.0.0.1. */
  readonly dnsPort: number;
  /** Of the API, and of a cache service: it has the base's policy, and nothing else. */
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
    const policy = /\/contents\/caa-guard\.yaml\?/.test(request.url ?? '');
    response.writeHead(policy ? 200 : 404, {
      'content-type': policy ? 'application/vnd.github.raw+json' : 'application/json',
    });
    response.end(policy ? POLICY : '{"message":"Not Found"}');
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
