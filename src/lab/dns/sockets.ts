import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import type { NameServer } from './name-server.js';
import { LabError } from './rr.js';
import type { Reply } from './server-faults.js';

/** Where a name server really listens. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface OpenServers {
  /** By the address that zones give. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  close(): Promise<void>;
}

/** Ports are tried until all addresses have the same one free. */
const MOST_TRIES = 20;

/**
 * Opens all servers on addresses of their own (127.0.0.2 ...) and one common port, since NS records carry none.
 * Linux and Windows answer for all of 127.0.0.0/8. macOS has only 127.0.0.1 unless `ifconfig lo0 alias` adds more: there
 * each server gets a port of its own on 127.0.0.1, and whoever asks has to go by `endpoints`.
 */
export async function openServers(
  servers: readonly NameServer[],
  layout: 'addresses' | 'ports' | 'auto',
): Promise<OpenServers> {
  if (layout !== 'ports') {
    try {
      return await openOnOnePort(servers);
    } catch (cause) {
      if (layout === 'addresses' || !hasCode(cause, 'EADDRNOTAVAIL')) throw cause;
    }
  }
  const opened = await openAll(servers.map((server) => ({ server, host: '127.0.0.1', port: 0 })));
  return together(servers, opened);
}

async function openOnOnePort(servers: readonly NameServer[]): Promise<OpenServers> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const [first, ...others] = servers;
    if (first === undefined) throw new LabError('expected at least one name server; got none');
    const leader = await openOne(first, first.address, 0);
    try {
      const rest = await openAll(
        others.map((server) => ({ server, host: server.address, port: leader.endpoint.port })),
      );
      return together(servers, [leader, ...rest]);
    } catch (cause) {
      await leader.close();
      if (!hasCode(cause, 'EADDRINUSE')) throw cause;
    }
  }
  throw new LabError(
    `expected a port that is free on all loopback addresses; ${MOST_TRIES} tries found none`,
  );
}

interface Opened {
  readonly endpoint: Endpoint;
  close(): Promise<void>;
}

function together(servers: readonly NameServer[], opened: readonly Opened[]): OpenServers {
  const pairs = servers.flatMap((server, i) => {
    const one = opened[i];
    return one === undefined ? [] : [[server.address, one.endpoint] as const];
  });
  return {
    endpoints: new Map(pairs),
    close: async () => {
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}

/** All or none. */
async function openAll(
  wanted: readonly { readonly server: NameServer; readonly host: string; readonly port: number }[],
): Promise<Opened[]> {
  const settled = await Promise.allSettled(
    wanted.map(({ server, host, port }) => openOne(server, host, port)),
  );
  const opened = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed === undefined) return opened;
  await Promise.all(opened.map((one) => one.close()));
  throw failed.reason;
}

/** TCP first: its port is then tried for UDP, which seldom is taken. */
async function openOne(server: NameServer, host: string, port: number): Promise<Opened> {
  const held = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const tcp = createServer((socket) => serveTcp(server, socket, held, timers));
  await listening(tcp, (done) => tcp.listen(port, host, done));
  const address = tcp.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const udp = createSocket('udp4');
  udp.on('message', (wire, from) =>
    later(server.reply(wire, 'udp'), timers, ({ octets }) => {
      if (octets !== undefined) udp.send(octets, from.port, from.address, () => undefined);
    }),
  );
  const close = async (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer);
    for (const socket of held) socket.destroy();
    await Promise.all([new Promise((done) => tcp.close(done)), closed(udp)]);
  };
  try {
    await listening(udp, (done) => udp.bind(actual, host, done));
  } catch (cause) {
    await new Promise((done) => tcp.close(done));
    throw cause;
  }
  return { endpoint: { host, port: actual }, close };
}

/** Two octets of length before each message (RFC 7766, section 8). */
function serveTcp(server: NameServer, socket: Socket, held: Set<Socket>, timers: Set<NodeJS.Timeout>): void {
  held.add(socket);
  socket.setNoDelay(true);
  socket.on('close', () => held.delete(socket));
  socket.on('error', () => socket.destroy());
  let buffered = Buffer.alloc(0);
  socket.on('data', (data) => {
    buffered = Buffer.concat([buffered, data]);
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE(0)) {
      const end = 2 + buffered.readUInt16BE(0);
      later(server.reply(buffered.subarray(2, end), 'tcp'), timers, (reply) => sendTcp(socket, reply));
      buffered = buffered.subarray(end);
    }
  });
}

function sendTcp(socket: Socket, { octets, closeAfter }: Reply): void {
  if (socket.destroyed) return;
  const body = octets ?? Buffer.alloc(0);
  const frame = Buffer.concat([Uint8Array.of(body.length >> 8, body.length & 0xff), body]);
  if (closeAfter !== undefined) socket.end(frame.subarray(0, closeAfter));
  else if (octets !== undefined) socket.write(frame);
}

function later(reply: Reply, timers: Set<NodeJS.Timeout>, send: (reply: Reply) => void): void {
  if (reply.afterMs === undefined) return send(reply);
  const timer = setTimeout(() => {
    timers.delete(timer);
    send(reply);
  }, reply.afterMs);
  timers.add(timer);
}

function listening(socket: Server | UdpSocket, begin: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    begin(() => {
      socket.off('error', reject);
      socket.on('error', () => undefined);
      resolve();
    });
  });
}

function closed(udp: UdpSocket): Promise<void> {
  return new Promise((resolve) => udp.close(() => resolve()));
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && (thrown as NodeJS.ErrnoException).code === code;
}
