import type { Agent as HttpAgent } from 'node:http';
import type { IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import { isIP } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { builtin } from '../../base/builtin.js';
import { checkedLookup } from './lookup.js';

/** One POST of a DNS message and what came back: status, content type, body up to the cap. */
export interface Posted {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface PostOptions {
  readonly signal: AbortSignal;
  readonly maxOctets: number;
}

export interface Poster {
  post(message: Uint8Array, options: PostOptions): Promise<Posted>;
  close(): void;
}

export interface HttpsOptions {
  readonly ca?: readonly string[] | undefined;
  readonly refuse: (address: string) => string | undefined;
  /** How long a connection without questions is kept, in milliseconds. */
  readonly idleMs: number;
}

const DNS_MESSAGE = 'application/dns-message';
const HEADERS = { 'content-type': DNS_MESSAGE, accept: DNS_MESSAGE };

/** Thrown for a body over the cap. */
export class TooLarge extends Error {}

/** No server that is of use takes longer to shake hands, in milliseconds. */
const CONNECT_MS = 10_000;

/**
 * Connects to the server of `url` and posts over whatever it speaks. HTTP/2 first: some large resolvers have given
 * up HTTP/1.1 for DoH, and RFC 8484, section 5.2 recommends it. Redirects are not followed by either.
 */
export async function httpsPoster(url: URL, options: HttpsOptions): Promise<Poster> {
  if (url.protocol === 'http:')
    return http1Poster(url, new (builtin.http().Agent)({ keepAlive: true, maxSockets: 8 }));
  const connection = tlsOptions(url, options);
  const socket = await connected(connection);
  if (socket.alpnProtocol === 'h2') return http2Poster(url, socket, options.idleMs);
  socket.destroy();
  const { ALPNProtocols: _, ...http1 } = connection;
  return http1Poster(url, new (builtin.https().Agent)({ ...http1, keepAlive: true, maxSockets: 8 }));
}

function tlsOptions(url: URL, { ca, refuse }: HttpsOptions): ConnectionOptions {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: url.port === '' ? 443 : Number(url.port),
    ALPNProtocols: ['h2', 'http/1.1'],
    minVersion: 'TLSv1.2',
    lookup: checkedLookup(refuse),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca: [...ca] }),
  };
}

function connected(connection: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = builtin.tls().connect(connection);
    const slow = setTimeout(() => socket.destroy(new Error('the TLS handshake took too long')), CONNECT_MS);
    slow.unref();
    socket.unref(); // the question's own timer keeps the process alive
    socket.setNoDelay(true);
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(slow));
    socket.once('secureConnect', () => {
      clearTimeout(slow);
      socket.removeListener('error', reject);
      resolve(socket);
    });
  });
}

function http2Poster(url: URL, socket: TLSSocket, idleMs: number): Poster {
  const session = builtin.http2().connect(url.origin, { createConnection: () => socket });
  session.on('error', () => session.destroy()); // each request under way gets the error too
  session.setTimeout(idleMs, () => session.close());
  const post = (message: Uint8Array, { signal, maxOctets }: PostOptions): Promise<Posted> =>
    new Promise((resolve, reject) => {
      const path = url.pathname + url.search;
      const length = { 'content-length': message.length };
      const stream = session.request({ ...HEADERS, ...length, ':method': 'POST', ':path': path });
      const abort = (): void => stream.close();
      let headers: IncomingHttpHeaders & IncomingHttpStatusHeader = {};
      signal.addEventListener('abort', abort);
      stream.on('response', (come) => (headers = come));
      stream.on('error', reject);
      stream.on('close', () => {
        signal.removeEventListener('abort', abort);
        reject(Object.assign(new Error('the server closed before it answered'), { code: 'ECONNRESET' }));
      });
      collect(stream, maxOctets, reject, (body) =>
        resolve({ status: headers[':status'] ?? 0, contentType: headers['content-type'] ?? '', body }),
      );
      stream.end(message);
    });
  return { post, close: () => session.destroy() };
}

function http1Poster(url: URL, agent: HttpAgent): Poster {
  const start = url.protocol === 'http:' ? builtin.http().request : builtin.https().request;
  const post = (message: Uint8Array, { signal, maxOctets }: PostOptions): Promise<Posted> =>
    new Promise((resolve, reject) => {
      const headers = { ...HEADERS, 'content-length': message.length };
      const request = start(url, { method: 'POST', headers, signal, agent });
      request.on('error', reject);
      request.on('response', (response) => {
        response.on('error', reject);
        const { statusCode: status = 0, headers: come } = response;
        collect(response, maxOctets, reject, (body) =>
          resolve({ status, contentType: come['content-type'] ?? '', body }),
        );
      });
      request.end(message);
    });
  return { post, close: () => agent.destroy() };
}

function collect(
  stream: NodeJS.ReadableStream & { destroy(error?: Error): unknown },
  maxOctets: number,
  reject: (error: Error) => void,
  done: (body: Uint8Array) => void,
): void {
  const chunks: Buffer[] = [];
  let octets = 0;
  stream.on('data', (chunk: Buffer) => {
    octets += chunk.length;
    if (octets <= maxOctets) return void chunks.push(chunk);
    reject(new TooLarge(`a body of over ${maxOctets} octets`));
    stream.destroy();
  });
  stream.on('end', () => done(Buffer.concat(chunks)));
}
