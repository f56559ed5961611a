import { isIP } from 'node:net';
import { messageOf } from '../../base/error.js';
import type { Clock, Exchange, ExchangeResult, ServerAddress, Transport } from '../model.js';
import { failed, type Ask, type Channel } from './channel.js';
import { refusedDestination, type DestinationPolicy } from './destinations.js';
import { DohClient } from './doh.js';
import { Gate } from './gate.js';
import { tcpChannel, tlsChannel } from './stream.js';
import { udpChannel } from './udp.js';

export interface NodeExchangeOptions {
  /** Measures how long an exchange took. */
  readonly clock: Clock;
  /** Which addresses may be dialled; without it public ones only. */
  readonly destinations?: DestinationPolicy;
  /** Roots for TLS and HTTPS in PEM, in place of Node's own. For a lab. */
  readonly ca?: readonly string[];
}

/** An exchange over the real network. `close` ends connections that are kept; what is under way ends as `closed`. */
export type NodeExchange = Exchange & { close(): void };

/** Questions that may share one UDP socket, and so one source port. */
const QUESTIONS_A_SOCKET = 32;
const UDP_IDLE_MS = 100;
/** Exchanges under way at a time, and connections that may idle: a process often may have no more than 1024 open files. */
const MOST_UNDER_WAY = 400;
const MOST_IDLE = 200;
const KEPT_IDLE_MS = 5_000;

/**
 * DNS over UDP, TCP, TLS and HTTPS with the sockets of Node. Never throws and never rejects. Answers that come from
 * elsewhere, or with another id or question, are dropped and waited past. No connection outlives its use by more
 * than a few seconds, and none that is idle keeps the process alive.
 */
export function createNodeExchange(options: NodeExchangeOptions): NodeExchange {
  const { clock, ca } = options;
  const destinations = options.destinations ?? {};
  const kept = new Map<string, Channel>();
  const gate = new Gate(MOST_UNDER_WAY);

  const refuserOf = (host: string) => (address: string) => refusedDestination(host, address, destinations);
  const dohs = new Map<string, DohClient>();

  const share = (key: string, make: (idleMs: number) => Channel, idleMs: number, most: number): Channel => {
    const old = kept.get(key);
    if (old !== undefined && !old.closed && old.asked < most) return old;
    const channel = make(kept.size < MOST_IDLE ? idleMs : 0);
    kept.set(key, channel);
    channel.onClose = () => {
      if (kept.get(key) === channel) kept.delete(key);
    };
    return channel;
  };

  const overTls = async (server: ServerAddress, ask: Ask): Promise<ExchangeResult> => {
    const key = `tls ${server.host}:${server.port} ${server.tlsName ?? ''}`;
    const make = (idleMs: number): Channel =>
      tlsChannel(server, { clock, ca, idleMs, refuse: refuserOf(server.host) });
    const channel = share(key, make, KEPT_IDLE_MS, Infinity);
    const wasProven = channel.proven;
    const result = await channel.ask(ask);
    // a connection that has served before may be closed by the server at any time (RFC 7766, section 6.2.4)
    if (result.ok || result.failure !== 'closed' || !wasProven) return result;
    return share(key, make, KEPT_IDLE_MS, Infinity).ask(ask);
  };

  const doh = (host: string): DohClient => {
    const old = dohs.get(host);
    if (old !== undefined) return old;
    const client = new DohClient({ clock, ca, idleMs: KEPT_IDLE_MS, refuse: refuserOf(host) });
    dohs.set(host, client);
    return client;
  };

  const dial = (server: ServerAddress, ask: Ask, transport: Transport): Promise<ExchangeResult> => {
    const { host, port } = server;
    switch (transport) {
      case 'udp': {
        const make = (idleMs: number): Channel => udpChannel(host, port, clock, idleMs);
        return share(`udp ${host}:${port}`, make, UDP_IDLE_MS, QUESTIONS_A_SOCKET).ask(ask);
      }
      case 'tcp':
        return tcpChannel(server, { clock, idleMs: 0, refuse: refuserOf(host) }).ask(ask);
      case 'tls':
        return overTls(server, ask);
      case 'https':
        return doh(dialledHost(server)).ask(server, ask);
    }
  };

  const exchange: Exchange = async (server, query, transport, { timeoutMs, signal }) => {
    const refused = refusalOf(server, transport, destinations);
    if (refused !== undefined) return failed('refused', refused, 0);
    if (signal?.aborted === true) return failed('aborted', 'the question was given up', 0);
    const since = clock.monotonic();
    const wait = gate.enter('');
    if (wait !== undefined) await wait;
    try {
      const left = wait === undefined ? timeoutMs : timeoutMs - (clock.monotonic() - since);
      if (left <= 0) return failed('timeout', `no connection was free within ${timeoutMs} ms`, timeoutMs);
      return await dial(server, { query, timeoutMs: left, signal }, transport);
    } catch (thrown) {
      return failed('internal', messageOf(thrown), 0);
    } finally {
      gate.leave('');
    }
  };

  const close = (): void => {
    for (const channel of [...kept.values()]) channel.fail('closed', 'the exchange was closed');
    for (const client of dohs.values()) client.close();
    kept.clear();
    dohs.clear();
  };
  return Object.assign(exchange, { close });
}

function dialledHost(server: ServerAddress): string {
  if (server.url === undefined || !URL.canParse(server.url)) return server.host;
  return new URL(server.url).hostname.replace(/^\[(.*)\]$/, '$1');
}

/** What can be said before dialling; the addresses behind a host name are checked when they are known. */
function refusalOf(
  server: ServerAddress,
  transport: Transport,
  policy: DestinationPolicy,
): string | undefined {
  const host = transport === 'https' ? dialledHost(server) : server.host;
  if (isIP(host) !== 0) return refusedDestination(host, host, policy);
  if (transport === 'udp' || transport === 'tcp')
    return `expected an IP address to dial over ${transport}; got ${host}`;
  return undefined;
}
