import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ServerAddress } from '../../model.js';
import { deframer, framed } from '../framing.js';

/** A server of a test: where it listens, and how to end it. */
export interface TestServer {
  readonly address: ServerAddress;
  close(): void;
}

export type UdpHandler = (
  query: Uint8Array,
  reply: (message: Uint8Array) => void,
  from: RemoteInfo,
  socket: UdpSocket,
) => void;

/** A UDP server on loopback whose `handler` may answer as it likes, or not at all. */
export async function udpServer(handler: UdpHandler, port = 0): Promise<TestServer> {
  const socket = createSocket('udp4');
  let closed = false;
  const send = (message: Uint8Array, from: RemoteInfo): void => {
    if (!closed) socket.send(message, from.port, from.address);
  };
  socket.on('message', (query, from) => handler(query, (message) => send(message, from), from, socket));
  const close = (): void => {
    closed = true;
    socket.close();
  };
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', resolve);
  });
  return { address: { host: '127.0.0.1', port: socket.address().port }, close };
}

export type TcpHandler = (query: Uint8Array, reply: (message: Uint8Array) => void, socket: Socket) => void;

/** A TCP server on loopback that hands each framed message to `handler`. */
export async function tcpServer(handler: TcpHandler, port = 0): Promise<TestServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.on(
      'data',
      deframer((query) => handler(query, (message) => void socket.write(framed(message)), socket)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = (): void => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return { address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port }, close };
}

/** UDP and TCP on the same port. */
export async function dnsServer(udp: UdpHandler, tcp: TcpHandler): Promise<TestServer> {
  for (let tries = 0; ; tries++) {
    const first = await tcpServer(tcp);
    try {
      const second = await udpServer(udp, first.address.port);
      const close = (): void => [first, second].forEach((one) => one.close());
      return { address: first.address, close };
    } catch (thrown) {
      first.close();
      if (tries === 9) throw thrown;
    }
  }
}

/** The query as an empty answer: QR and AA set, RCODE NOERROR; the OPT record stays. */
export function emptyAnswer(query: Uint8Array): Uint8Array {
  const answer = Uint8Array.from(query);
  answer[2] = (answer[2] ?? 0) | 0x84;
  return answer;
}
