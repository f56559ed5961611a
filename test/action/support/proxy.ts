import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { certificate, nameDer, spkiOf } from '../../../src/lab/index.js';
import { basicConstraints, subjectAltName } from '../../../src/lab/ct/extensions.js';

/** A proxy on loopback, as a company has one: all that leaves goes through it. */
export interface Proxy {
  /** With a user and a password. */
  readonly url: string;
  /** Where it was asked to lead to, `host:port`, and by whom. */
  readonly asked: readonly { readonly to: string; readonly credentials: string }[];
  close(): Promise<void>;
}

export const PASSWORD = 'pa55-of-the-proxy';

/** `hosts`: ports on loopback of hosts that only the proxy knows. */
export async function startProxy(hosts: Readonly<Record<string, number>>): Promise<Proxy> {
  const asked: { to: string; credentials: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, client: Socket) => {
    const to = request.url ?? '';
    const given = request.headers['proxy-authorization']?.replace(/^Basic /, '') ?? '';
    asked.push({ to, credentials: Buffer.from(given, 'base64').toString('latin1') });
    const [host = '', port = ''] = to.split(':');
    const target = connect(hosts[host] ?? Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => [client, target].forEach((one) => one.destroy()));
    }
  });
  const port = await listening(server);
  return {
    url: `http://me:${PASSWORD}@127.0.0.1:${port}`,
    asked,
    close: () => closed(server, sockets),
  };
}

/** Takes TLS off what comes, and hands it on to a port: a host of this name, with a certificate of its own. */
export async function startTls(
  host: string,
  port: number,
): Promise<{ readonly port: number; readonly pem: string; close(): Promise<void> }> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = nameDer([['CN', host]]);
  const now = Date.now();
  const der = certificate(
    {
      serial: Uint8Array.of(1),
      issuer: name,
      subject: name,
      notBefore: now - 86_400_000,
      notAfter: now + 86_400_000,
      publicKey: spkiOf(privateKey),
      extensions: [subjectAltName([host]), basicConstraints(0)],
    },
    privateKey,
  );
  const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
  const sockets = new Set<Socket>();
  const key = privateKey.export({ format: 'pem', type: 'pkcs8' });
  const server = createTlsServer({ key, cert: pem }, (client) => {
    const target = connect(port, '127.0.0.1');
    target.pipe(client).pipe(target);
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => [client, target].forEach((one) => one.destroy()));
    }
  });
  return { port: await listening(server), pem, close: () => closed(server, sockets) };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
