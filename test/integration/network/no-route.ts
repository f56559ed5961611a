/*
 * Run in a process before the program: a machine that has IPv6 addresses to dial and no route there, as most CI
 * runners are. The kernel then fails each attempt at once. Which addresses do so differs from machine to machine.
 */
import { Socket as UdpSocket } from 'node:dgram';
import { isIP, Socket as TcpSocket } from 'node:net';

function noRoute(host: string): Error {
  return Object.assign(new Error(`connect ENETUNREACH ${host}`), { code: 'ENETUNREACH', syscall: 'connect' });
}

type Connect = (this: unknown, ...args: unknown[]) => unknown;

/** `hostOf` finds the host in the arguments of a `connect`; `fail` ends the attempt as the kernel's answer would. */
function patch(
  prototype: { connect: unknown },
  hostOf: (args: readonly unknown[]) => unknown,
  fail: (socket: unknown, error: Error, args: readonly unknown[]) => unknown,
): void {
  const connect = prototype.connect as Connect;
  prototype.connect = function (this: unknown, ...args: unknown[]): unknown {
    const host = hostOf(args);
    if (typeof host === 'string' && isIP(host) === 6) return fail(this, noRoute(host), args);
    return connect.apply(this, args);
  };
}

patch(
  UdpSocket.prototype,
  ([, host]) => host,
  (_socket, error, args) => {
    const done = args[2];
    if (typeof done === 'function') process.nextTick(done, error);
  },
);
patch(
  TcpSocket.prototype,
  ([first]) => {
    const options: unknown = Array.isArray(first) ? first[0] : first;
    return typeof options === 'object' && options !== null && 'host' in options ? options.host : undefined;
  },
  (socket, error) => (socket as TcpSocket).destroy(error),
);
