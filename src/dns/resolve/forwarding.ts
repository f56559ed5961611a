import type { DnsName } from '../../base/name.js';
import { Rcode, RrType } from '../model.js';
import type { Clock, Exchange, Fetched, Fetcher, Message, ServerAddress, Transport } from '../model.js';
import { AnswerCache } from './answer-cache.js';
import { ask, type Asking } from './ask.js';
import { codeOf, errorDetail } from './classify.js';
import { Gate } from '../net/gate.js';
import { serverKey, ServerHealth } from './health.js';
import { RESOLVE_LIMITS, type ResolveLimits } from './limits.js';
import { randomIds } from './random.js';
import { failureReason } from './reasons.js';
import { questionKey, SharedQuestions, type FetchOptions } from './shared-questions.js';
import { tryServers, type Attempt, type Ending } from './try-servers.js';
import { Work } from './work.js';

/** A recursive server to ask, and over what. */
export interface Upstream {
  readonly address: ServerAddress;
  readonly transport: Transport;
}

export interface ForwardingOptions {
  readonly exchange: Exchange;
  readonly clock: Clock;
  /** In the order in which they are asked; the next one when one fails or takes long. */
  readonly servers: readonly Upstream[];
  readonly limits?: Partial<ResolveLimits>;
}

/** A recursive server may itself have to wait for others, in milliseconds. */
const FORWARDING: Partial<ResolveLimits> = { answerMs: 4_000, staggerMs: 1_500, queries: 16 };
/** How often a silent server is asked. */
const ROUNDS = 4;

/**
 * Asks recursive servers, with RD, DO and CD set: CD because their own verdict must not hide the records from ours
 * (RFC 6840, section 5.9), and since a bogus zone would be nothing but a SERVFAIL without it.
 */
export function createForwardingFetcher(options: ForwardingOptions): Fetcher {
  const { clock, exchange, servers } = options;
  const limits = { ...RESOLVE_LIMITS, ...FORWARDING, ...options.limits };
  const questions = new SharedQuestions(new AnswerCache(clock, limits.cacheEntries));
  const nextId = randomIds();
  const health = new ServerHealth(() => 0);
  const asking: Asking = { exchange, clock, health, gate: new Gate(limits.questionsPerServer), nextId };

  const forward = async (name: DnsName, type: number, avoid?: ReadonlySet<string>): Promise<Fetched> => {
    const { deadline, mayAsk } = new Work(clock, limits);
    const transports = new Map<ServerAddress, Transport>();
    for (const { address, transport } of servers)
      if (avoid?.has(serverKey(address)) !== true) transports.set(address, transport);
    const attempt = async (server: ServerAddress, ending: Ending): Promise<Attempt<Message>> => {
      const transport = transports.get(server) ?? 'udp';
      const { answerMs } = limits;
      const asked = await ask(asking, server, name, type, {
        transport,
        recursive: true,
        deadline,
        answerMs,
        ending,
        mayAsk,
      });
      if (!asked.ok) return asked;
      const { rcode } = asked.message;
      if (rcode !== Rcode.NOERROR && rcode !== Rcode.NXDOMAIN)
        return { ok: false, code: codeOf(rcode), detail: errorDetail(asked.message) };
      if (passesSignatures(asked.message)) return { ok: true, value: asked.message };
      return {
        ok: false,
        code: 'lame',
        detail: 'the resolver leaves out DNSSEC records; name another resolver',
      };
    };
    const tried = await tryServers({
      servers: health.inOrder([...transports.keys()]),
      attempt,
      more: () => Promise.resolve([]),
      staggerMs: () => limits.staggerMs,
      rounds: (server) => (health.isHopeless(server) ? 1 : ROUNDS),
    });
    if (tried.ok) return { ok: true, message: tried.value, server: tried.server };
    const none = servers.length === 0 ? 'no resolver is configured' : 'no other resolver is configured';
    return {
      ok: false,
      reason: failureReason({ name, type }, tried.failures, { code: 'no-servers', detail: none }),
    };
  };

  return {
    fetch: (name, type, fetchOptions?: FetchOptions) =>
      questions.get(questionKey(name, type), fetchOptions?.avoid, undefined, () =>
        forward(name, type, fetchOptions?.avoid),
      ),
  };
}

/**
 * A resolver that knows no DNSSEC would make every signed zone look bogus, when it is the resolver that is at fault. One
 * that knows it repeats the DO bit (RFC 3225, section 3).
 */
function passesSignatures({ edns, answer, authority }: Message): boolean {
  if (edns?.dnssecOk === true) return true;
  return [...answer, ...authority].some(({ type }) => type === RrType.RRSIG);
}
