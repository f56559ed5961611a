import { DnsName } from '../../../src/base/name.js';
import {
  createNodeExchange,
  encodeQuery,
  parseMessage,
  systemClock,
  type Message,
  type ServerAddress,
} from '../../../src/dns/index.js';

const exchange = createNodeExchange({ clock: systemClock, destinations: { allowPrivate: true } });
let id = 0;

/** One question with RD and DO, as a client of a resolver asks it; TCP when truncated. Undefined: no answer. */
export async function probe(
  server: ServerAddress,
  name: string,
  type: number,
  timeoutMs = 5_000,
): Promise<Message | undefined> {
  const query = encodeQuery({
    id: (id = (id + 1) & 0xffff),
    name: DnsName.parse(name),
    type,
    dnssecOk: true,
    recursionDesired: true,
    checkingDisabled: false,
    udpSize: 1232,
  });
  for (const transport of ['udp', 'tcp'] as const) {
    const result = await exchange(server, query, transport, { timeoutMs });
    const parsed = result.ok ? parseMessage(result.response) : undefined;
    if (parsed?.ok !== true) return undefined;
    if (!parsed.message.truncated) return parsed.message;
  }
  return undefined;
}

/** True once the server answers for its zone. */
export async function answers(server: ServerAddress, name: string): Promise<boolean> {
  const message = await probe(server, name, 6, 200);
  return message !== undefined && message.rcode === 0 && message.answer.length > 0;
}
