import { DnsName } from '../../../base/name.js';
import type { Clock, Exchange, ExchangeFailure, Message, Question, ResourceRecord } from '../../model.js';
import { encodeMessage, parseMessage, parseRecord, typeName } from '../../wire/index.js';

/** What a scripted server answers: records as presentation lines, or a failure of the network. */
export interface Reply {
  readonly answer?: readonly string[];
  readonly authority?: readonly string[];
  readonly additional?: readonly string[];
  readonly rcode?: number;
  /** Default true. */
  readonly aa?: boolean;
  readonly ra?: boolean;
}

export type ScriptedServer = (question: Question) => Reply | ExchangeFailure;

/** Servers by address, and the questions that they got as `address name TYPE`. Answers come in the next turn. */
export class ScriptedWorld {
  readonly asked: string[] = [];
  readonly clock: Clock & { ms: number } = {
    ms: 0,
    now: () => this.clock.ms,
    monotonic: () => this.clock.ms,
  };

  constructor(private readonly servers: Readonly<Record<string, ScriptedServer>>) {}

  readonly exchange: Exchange = async (server, query) => {
    const parsed = parseMessage(query);
    const question = parsed.ok ? parsed.message.questions[0] : undefined;
    if (!parsed.ok || question === undefined) throw new Error('a query that does not parse');
    this.asked.push(`${server.host} ${question.name.toString()} ${typeName(question.type)}`);
    await new Promise((resolve) => setImmediate(resolve));
    const reply = this.servers[server.host]?.(question) ?? 'unreachable';
    if (typeof reply === 'string') return { ok: false, failure: reply, detail: reply, ms: 1 };
    return { ok: true, response: encodeMessage(messageOf(parsed.message, reply)), ms: 1 };
  };
}

function messageOf(query: Message, reply: Reply): Message {
  const records = (lines: readonly string[] = []): ResourceRecord[] => lines.map((line) => parseRecord(line));
  return {
    ...query,
    response: true,
    authoritative: reply.aa ?? true,
    recursionAvailable: reply.ra ?? false,
    rcode: reply.rcode ?? 0,
    answer: records(reply.answer),
    authority: records(reply.authority),
    additional: records(reply.additional),
  };
}

/** A server that refers everything at or below a zone to others, given as `name address` (glue) or `name`. */
export function delegating(
  zones: Readonly<Record<string, readonly string[]>>,
  otherwise: ScriptedServer = () => ({ rcode: 3, authority: ['. 300 IN SOA . . 1 1 1 1 300'] }),
): ScriptedServer {
  return (question) => {
    const [cut, hosts = []] =
      Object.entries(zones).find(([zone]) => question.name.isAtOrBelow(DnsName.parse(zone))) ?? [];
    if (cut === undefined) return otherwise(question);
    const pairs = hosts.map((host) => host.split(' '));
    return {
      aa: false,
      authority: pairs.map(([name]) => `${cut} 300 IN NS ${name}`),
      additional: pairs.flatMap(([name, address]) =>
        address === undefined ? [] : [`${name} 300 IN ${address.includes(':') ? 'AAAA' : 'A'} ${address}`],
      ),
    };
  };
}

/** A server that has the records given as lines and denies everything else, with the SOA of `zone`. */
export function holding(zone: string, ...lines: readonly string[]): ScriptedServer {
  return (question) => {
    const records = lines.map((line) => parseRecord(line));
    const answer = lines.filter((_, i) => {
      const record = records[i];
      return record?.name.equals(question.name) === true && record.type === question.type;
    });
    const exists = answer.length > 0 || records.some(({ name }) => name.isAtOrBelow(question.name));
    const soa = `${zone} 300 IN SOA ns.${zone} h.${zone} 1 1 1 1 300`;
    return { answer, authority: answer.length > 0 ? [] : [soa], rcode: exists ? 0 : 3 };
  };
}
