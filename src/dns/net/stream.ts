import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { builtin } from '../../base/builtin.js';
import type { Clock, ServerAddress } from '../model.js';
import { Channel, type Carrier } from './channel.js';
import { failureOf } from './failures.js';
import { deframer, framed } from './framing.js';
import { checkedLookup } from './lookup.js';

export interface StreamOptions {
  readonly clock: Clock;
  readonly idleMs: number;
  /** Roots for TLS in PEM, in place of Node's own. */
  readonly ca?: readonly string[] | undefined;
  /** The addresses that a host name resolves to are checked one by one before they are dialled. */
  readonly refuse: (address: string) => string | undefined;
}

/** DNS over a TCP connection (RFC 7766). */
export function tcpChannel(server: ServerAddress, options: StreamOptions): Channel {
  const lookup = checkedLookup(options.refuse);
  const socket = connectTcp({ host: server.host, port: server.port, noDelay: true, lookup });
  return streamChannel(socket, options);
}

/** DNS over TLS (RFC 7858), the name authenticated as in its strict profile (RFC 8310, section 5). */
export function tlsChannel(server: ServerAddress, options: StreamOptions): Channel {
  const name = server.tlsName ?? server.host;
  const socket = builtin.tls().connect({
    host: server.host,
    port: server.port,
    lookup: checkedLookup(options.refuse),
    ALPNProtocols: ['dot'],
    minVersion: 'TLSv1.2',
    // an address in the certificate is checked against `host`; SNI must not hold one (RFC 6066, section 3)
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(options.ca === undefined ? {} : { ca: [...options.ca] }),
  });
  socket.setNoDelay(true);
  return streamChannel(socket, options);
}

function streamChannel(socket: Socket, { clock, idleMs }: StreamOptions): Channel {
  const carrier: Carrier = {
    // written before the connection stands, it is kept by the socket until then
    send: (message) => void socket.write(framed(message)),
    close: () => void socket.destroy(),
  };
  const channel = new Channel(clock, idleMs, () => carrier);
  const feed = deframer((message) => channel.deliver(message));
  socket.on('data', feed);
  socket.on('error', (error) => channel.fail(failureOf(error), error.message));
  socket.on('close', () => channel.fail('closed', 'the server closed the connection before it answered'));
  return channel;
}
