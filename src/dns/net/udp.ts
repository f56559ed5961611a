import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import type { Clock } from '../model.js';
import { Channel, type Carrier } from './channel.js';
import { failureOf } from './failures.js';

/**
 * A UDP socket connected to one server: the kernel drops what comes from elsewhere and reports a port that nobody
 * listens on. The source port is the kernel's random choice. One socket serves a short burst of questions to the
 * same server: each still has an id of its own and has to be matched by its question.
 */
export function udpChannel(host: string, port: number, clock: Clock, idleMs: number): Channel {
  const family = isIP(host) === 6 ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    lookup: (_host, _options, done) => done(null, host, family),
  });
  let early: Uint8Array[] | undefined = [];
  const send = (message: Uint8Array): void => {
    if (early !== undefined) early.push(message);
    else socket.send(message, lost);
  };
  const lost = (error: Error | null): void => {
    if (error !== null) channel.fail(failureOf(error), error.message);
  };
  let open = true;
  const close = (): void => {
    if (open) socket.close();
    open = false;
  };
  const carrier: Carrier = { send, close };
  const channel = new Channel(clock, idleMs, () => carrier);
  socket.on('error', (error) => channel.fail(failureOf(error), error.message));
  socket.on('message', (message) => channel.deliver(message));
  socket.connect(port, host, (error?: Error) => {
    // closed while it was connecting: every question has been given up
    if (!open) return;
    if (error !== undefined) return channel.fail(failureOf(error), error.message);
    const waiting = early ?? [];
    early = undefined;
    for (const message of waiting) socket.send(message, lost);
  });
  return channel;
}
