/**
 * A slow and lossy line to servers, in a process of its own: each address of ours passes on to one server what comes
 * over UDP and TCP, after a while, and loses some of the UDP messages, in either direction.
 *
 * This stands in for `tc qdisc netem`, which not every kernel has.
 */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';

export interface Line {
  /** Pairs of the address that clients know and the address at which the server listens, both on port 53. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Milliseconds each way. */
  readonly delayMs: number;
  /** Share of the UDP messages that are lost, each way. */
  readonly loss: number;
}

const PORT = 53;

process.once('message', (line) => void open(line as Line));

async function open(line: Line): Promise<void> {
  const chance = chances(20260101);
  for (const [known, server] of line.pairs) {
    await relayUdp(known, server, line, chance);
    await relayTcp(known, server, line);
  }
  process.send?.('open');
}

/** Answers find their way back by their id: each question is passed on under an id of our own. */
async function relayUdp(known: string, server: string, line: Line, chance: () => number): Promise<void> {
  const front = createSocket({ type: 'udp4', recvBufferSize: 1 << 22 });
  const back = createSocket({ type: 'udp4', recvBufferSize: 1 << 22 });
  const asked = new Map<number, { readonly client: RemoteInfo; readonly id: number }>();
  let last = 0;
  const later = (pass: () => void): void => {
    if (chance() >= line.loss) setTimeout(pass, line.delayMs);
  };
  front.on('message', (message, client) => {
    if (message.length < 12) return;
    last = (last + 1) & 0xffff;
    const own = last;
    asked.set(own, { client, id: message.readUInt16BE(0) });
    message.writeUInt16BE(own, 0);
    later(() => back.send(message, PORT, server));
  });
  back.on('message', (message) => {
    const question = asked.get(message.readUInt16BE(0));
    if (question === undefined) return;
    message.writeUInt16BE(question.id, 0);
    later(() => front.send(message, question.client.port, question.client.address));
  });
  await new Promise<void>((resolve) => front.bind(PORT, known, resolve));
}

async function relayTcp(known: string, server: string, line: Line): Promise<void> {
  const pass = (from: Socket, to: Socket): void => {
    from.on('data', (data) => setTimeout(() => to.write(data), line.delayMs));
    from.on('close', () => setTimeout(() => to.destroy(), line.delayMs));
    from.on('error', () => from.destroy());
  };
  const listener = createServer((client) => {
    const upstream = connect(PORT, server);
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => listener.listen(PORT, known, resolve));
}

/** Numbers from 0 to 1, the same in each run (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
