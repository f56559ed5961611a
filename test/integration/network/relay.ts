import { createSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';
import { isIP } from 'node:net';
import type { Daemon } from '../support/processes.js';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** How the network between us and one server is. Each function is asked anew for each packet, or connection. */
export interface Weather {
  /** True: this UDP packet, to or from the server, is lost. */
  readonly losesPacket: () => boolean;
  /** True: on this TCP connection nothing ever comes back. */
  readonly losesConnection: () => boolean;
}

export const CALM: Weather = { losesPacket: () => false, losesConnection: () => false };
/** What goes there is swallowed: no answer, and no error either. */
export const SWALLOWED: Weather = { losesPacket: () => true, losesConnection: () => true };

/** Nobody who is still waited for takes longer to answer, in milliseconds. */
const UPSTREAM_MS = 5_000;

/** Stands at `place` for the server at `target`, over UDP and TCP, and loses what the weather says. */
export async function startRelay(place: Place, target: Place, weather: Weather): Promise<Daemon> {
  const stops = [await relayUdp(place, target, weather), await relayTcp(place, target, weather)];
  return { stop: async () => stops.forEach((stop) => stop()) };
}

const udpType = (host: string): 'udp4' | 'udp6' => (isIP(host) === 6 ? 'udp6' : 'udp4');

async function relayUdp(place: Place, target: Place, { losesPacket }: Weather): Promise<() => void> {
  const front = createSocket(udpType(place.host));
  let open = true;
  front.on('message', (query, from) => {
    if (losesPacket()) return;
    const back = createSocket(udpType(target.host));
    const timer = setTimeout(() => back.close(), UPSTREAM_MS).unref();
    back.on('error', () => undefined);
    back.on('message', (answer) => {
      clearTimeout(timer);
      back.close();
      if (open && !losesPacket()) front.send(answer, from.port, from.address);
    });
    back.send(query, target.port, target.host);
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.bind(place.port, place.host, resolve);
  });
  return () => {
    open = false;
    front.close();
  };
}

async function relayTcp(place: Place, target: Place, { losesConnection }: Weather): Promise<() => void> {
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    return socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    kept(client);
    if (losesConnection()) return void client.resume();
    const back = kept(connect(target));
    client.pipe(back).pipe(client);
    client.once('close', () => back.destroy());
    back.once('close', () => client.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.host, resolve);
  });
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}
