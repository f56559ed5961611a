import type { DnsName } from '../../base/name.js';
import {
  Rcode,
  type Clock,
  type Exchange,
  type ExchangeFailure,
  type Message,
  type ReasonCode,
  type ServerAddress,
  type Transport,
} from '../model.js';
import { encodeQuery, parseMessage, typeName } from '../wire/index.js';
import type { Gate } from '../net/gate.js';
import { serverKey, type ServerHealth } from './health.js';
import type { Ending } from './try-servers.js';

/** What asking takes. One for a run: the memory of servers is in it. */
export interface Asking {
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly health: ServerHealth;
  readonly gate: Gate;
  /** Unpredictable 16-bit numbers. */
  readonly nextId: () => number;
}

export interface AskOptions {
  /** `udp` falls back to TCP where it has to; the others are used as they are. */
  readonly transport: Transport;
  /** Sets RD and CD: for a recursive server, whose own validation must not hide anything. */
  readonly recursive: boolean;
  /** `clock.monotonic()` at which it must be over. */
  readonly deadline: number;
  /** Milliseconds to wait for one answer, at most. */
  readonly answerMs: number;
  /** Ends the wait for a place at the server, and gives the place back early: an answer has come by another way. */
  readonly ending?: Ending;
  /** Called before each message that is sent; false ends it (query budget). */
  readonly mayAsk?: () => boolean;
}

export type Asked =
  | { readonly ok: true; readonly message: Message; readonly transport: Transport; readonly ms: number }
  | {
      readonly ok: false;
      readonly code: ReasonCode;
      readonly detail: string;
      /** The answer to the last message was waited for in vain: it may have been lost on the way. */
      readonly lost?: boolean;
    };

const UDP_SIZE = 1232;
/** The OPT record of an EDNS(0) query without options. */
const OPT_OCTETS = 11;

/**
 * One question to one server: EDNS(0) with 1232 octets and DO. Over TCP when the answer is truncated, does not parse or
 * never comes while other messages do, without EDNS when the server does not know it. What comes back may have any RCODE but is a whole message about this
 * question. Never rejects.
 */
export async function ask(
  asking: Asking,
  server: ServerAddress,
  name: DnsName,
  type: number,
  options: AskOptions,
): Promise<Asked> {
  const question = { asking, server, name, type, options };
  const plain = asking.health.speaksPlain(server);
  const first = await exchanged(question, options.transport, plain);
  if (!first.ok || !refusesEdns(first.message)) return first;
  if (plain) return first;
  const second = await exchanged(question, options.transport, true);
  if (second.ok && !refusesEdns(second.message)) asking.health.rememberPlain(server);
  return second.ok ? second : first;
}

interface AskedOnce {
  readonly asking: Asking;
  readonly server: ServerAddress;
  readonly name: DnsName;
  readonly type: number;
  readonly options: AskOptions;
}

async function exchanged(question: AskedOnce, transport: Transport, plain: boolean): Promise<Asked> {
  const first = await once(question, transport, plain);
  if (transport !== 'udp')
    return first.ok && first.message.truncated ? truncatedFor(question, transport) : first;
  if (first.ok ? !first.message.truncated : first.code !== 'garbage') return first;
  const second = await once(question, 'tcp', plain);
  if (second.ok) return second.message.truncated ? truncatedFor(question, 'tcp') : second;
  const problem = first.ok ? 'the answer over UDP is truncated' : first.detail;
  return {
    ...second,
    code: first.ok ? 'truncated' : 'garbage',
    lost: second.code === 'timeout',
    detail: `${problem}; over TCP: ${second.detail}`,
  };
}

async function once(question: AskedOnce, transport: Transport, plain: boolean): Promise<Asked> {
  const { gate } = question.asking;
  const { ending } = question.options;
  const place = `${serverKey(question.server)} ${transport}`;
  const wait = gate.enter(place);
  if (wait !== undefined) await wait;
  let inside = true;
  const leave = (): void => {
    if (inside) gate.leave(place);
    inside = false;
  };
  // A lost packet must not keep the place until it times out when a second one has brought the answer.
  ending?.on(leave);
  try {
    if (ending?.over === true) return { ok: false, code: 'timeout', detail: 'the answer came another way' };
    return await sent(question, transport, plain);
  } finally {
    leave();
  }
}

async function sent(question: AskedOnce, transport: Transport, plain: boolean): Promise<Asked> {
  const { asking, server, options } = question;
  const left = options.deadline - asking.clock.monotonic();
  if (left <= 0) return { ok: false, code: 'time-limit', detail: 'the time for this question was used up' };
  if (options.mayAsk?.() === false)
    return { ok: false, code: 'query-limit', detail: 'the queries allowed for this question were used up' };
  // over TCP the kernel sends again what is lost, the first time after a second: less patience would not see that
  const patience =
    transport === 'tcp' ? options.answerMs : asking.health.timeoutFor(server, options.answerMs);
  const timeoutMs = Math.min(left, patience);
  const query = queryOf(question, plain);
  const result = await asking.exchange(server, query, transport, { timeoutMs });
  if (!result.ok) {
    if (result.failure !== 'aborted') asking.health.silent(server);
    // not silence but something unusable: worth asking over TCP, as truncation is
    const code = (result.strays ?? 0) > 0 ? 'garbage' : CODES[result.failure];
    return { ok: false, code, detail: result.detail };
  }
  const parsed = parseMessage(result.response);
  const problem = parsed.ok ? mismatch(parsed.message, question) : parsed.problem;
  if (!parsed.ok || problem !== undefined) {
    asking.health.useless(server);
    return { ok: false, code: 'garbage', detail: `the answer over ${transport} is no use: ${problem}` };
  }
  asking.health.answered(server, result.ms);
  return { ok: true, message: parsed.message, transport, ms: result.ms };
}

/** The transport has compared id and question already, but another implementation of the port may not have. */
function mismatch(message: Message, { name, type }: AskedOnce): string | undefined {
  if (!message.response) return 'it is a query';
  if (message.opcode !== 0) return `its opcode is ${message.opcode}`;
  const [question] = message.questions;
  if (question === undefined) return message.rcode === Rcode.NOERROR ? 'it has no question' : undefined;
  if (question.name.equals(name) && question.type === type && question.class === 1) return undefined;
  return `it is about ${question.name.toString()} ${typeName(question.type)}`;
}

function queryOf({ asking, name, type, options }: AskedOnce, plain: boolean): Uint8Array {
  const query = encodeQuery({
    id: asking.nextId(),
    name,
    type,
    dnssecOk: true,
    recursionDesired: options.recursive,
    checkingDisabled: options.recursive,
    udpSize: UDP_SIZE,
  });
  if (!plain) return query;
  query[11] = 0; // ARCOUNT: the OPT record is left off
  return query.subarray(0, query.length - OPT_OCTETS);
}

/** RFC 6891, section 7: a server that does not know EDNS may answer FORMERR or NOTIMP, and then without OPT. */
function refusesEdns(message: Message): boolean {
  const { rcode, edns } = message;
  return edns === undefined && (rcode === Rcode.FORMERR || rcode === Rcode.NOTIMP);
}

function truncatedFor({ name, type }: AskedOnce, transport: Transport): Asked {
  const detail = `the answer to ${name.toString()} ${typeName(type)} is truncated even over ${transport}`;
  return { ok: false, code: 'truncated', detail };
}

const CODES: Readonly<Record<ExchangeFailure, ReasonCode>> = {
  timeout: 'timeout',
  refused: 'unreachable',
  unreachable: 'unreachable',
  closed: 'unreachable',
  tls: 'unreachable',
  http: 'unreachable',
  'too-large': 'garbage',
  aborted: 'time-limit',
  internal: 'unreachable',
};
