import type { DnsName } from '../../base/name.js';
import type { Message, Reason, ServerAddress } from '../model.js';
import { ask, type Asking } from './ask.js';
import { classify, type Response } from './classify.js';
import { serverKey } from './health.js';
import type { HostAddresses } from './host-addresses.js';
import type { ResolveLimits } from './limits.js';
import { failureReason } from './reasons.js';
import type { Task } from './task.js';
import { tryServers, type Attempt, type Ending } from './try-servers.js';
import type { KnownZone } from './zones.js';

interface Usable {
  readonly message: Message;
  readonly response: Exclude<Response, { kind: 'useless' }>;
}

export type ZoneAnswer =
  | ({ readonly ok: true; readonly server: ServerAddress } & Usable)
  | { readonly ok: false; readonly reason: Reason };

/** A question for the servers of one zone. */
export interface ZoneQuestion {
  readonly zone: KnownZone;
  readonly name: DnsName;
  readonly type: number;
  /** Servers that are not asked. */
  readonly avoid: ReadonlySet<string> | undefined;
}

/** How often a silent server is asked: with every third packet lost, seven do for all but one in two thousand. */
const ROUNDS = 7;

/** Asks the servers of one zone until one gives the answer or refers further down. */
export async function askZone(
  asking: Asking,
  hosts: HostAddresses,
  limits: ResolveLimits,
  question: ZoneQuestion,
  task: Task,
): Promise<ZoneAnswer> {
  const { zone, name, type, avoid } = question;
  const known = new Set<string>(avoid);
  const fresh = (servers: readonly ServerAddress[]): ServerAddress[] => {
    const unasked: ServerAddress[] = [];
    for (const server of servers) {
      const key = serverKey(server);
      if (known.has(key)) continue;
      known.add(key);
      unasked.push(server);
    }
    return asking.health.order(unasked);
  };
  const attempt = async (server: ServerAddress, ending: Ending): Promise<Attempt<Usable>> => {
    const { deadline, mayAsk } = task.work;
    const { answerMs } = limits;
    const options = { transport: 'udp', recursive: false, deadline, answerMs, ending, mayAsk } as const;
    const asked = await ask(asking, server, name, type, options);
    if (!asked.ok) return asked;
    const response = classify(asked.message, name, type, zone.name, limits);
    if (response.kind !== 'useless') return { ok: true, value: { message: asked.message, response } };
    asking.health.useless(server);
    return { ok: false, code: response.code, detail: response.detail };
  };
  const tried = await tryServers({
    servers: fresh(hosts.known(zone)),
    attempt,
    more: async () => fresh(await hosts.more(zone, known, task)),
    staggerMs: (server) => asking.health.staggerFor(server, limits.staggerMs),
    rounds: (server) => (asking.health.isHopeless(server) ? 1 : ROUNDS),
  });
  if (tried.ok) {
    const { message, response } = tried.value;
    return { ok: true, server: tried.server, message, response };
  }
  const code = task.work.usedUp ?? (task.depth >= limits.depth ? 'query-limit' : 'no-servers');
  const otherwise = { code, detail: noAddress(zone) } as const;
  const reason = failureReason({ name, type, zone: zone.name }, tried.failures, otherwise);
  return { ok: false, reason };
}

function noAddress({ name, hosts }: KnownZone): string {
  const names = hosts.slice(0, 4).map((host) => host.name.toString());
  const looked = hosts.filter(({ found }) => found !== undefined).length;
  const most = hosts.length > looked ? `; ${looked} of ${hosts.length} were looked up, and no more are` : '';
  return `no address to ask was found for the name servers of ${name.toString()} (${names.join(', ')}${most})`;
}
