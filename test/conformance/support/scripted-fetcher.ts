import type { DnsName } from '../../../src/dns/index.js';
import {
  encodeQuery,
  parseMessage,
  readAddress,
  readTarget,
  RrType,
  type Exchange,
  type Fetched,
  type Fetcher,
  type Message,
  type ReasonCode,
} from '../../../src/dns/index.js';

/** Servers that are configured for a zone; `forward` servers recurse, the others are authoritative. */
export interface ConfiguredZone {
  readonly zone: DnsName;
  readonly addresses: readonly string[];
  readonly forward: boolean;
}

interface Cut extends ConfiguredZone {
  readonly names: readonly DnsName[];
}

/**
 * Follows referrals in a scripted world, and takes every answer that is there: these worlds leave out what a careful
 * resolver asks for (the AA bit, glue, the name servers' own addresses).
 */
export function scriptedFetcher(exchange: Exchange, configured: readonly ConfiguredZone[]): Fetcher {
  const cuts = new Map<string, Cut>(configured.map((one) => [one.zone.key, { ...one, names: [] }]));
  // What a referral said of the child's DS, as resolvers keep it: some of these worlds never answer a DS question.
  const referrals = new Map<string, Fetched>();

  const fetch = async (
    name: DnsName,
    type: number,
    avoid: ReadonlySet<string>,
    depth: number,
  ): Promise<Fetched> => {
    const base = type === RrType.DS && !name.isRoot ? name.ancestor(name.labels.length - 1) : name;
    const referred = type === RrType.DS ? referrals.get(name.key) : undefined;
    if (referred !== undefined && avoid.size === 0) return referred;
    let cut = deepest(cuts, base);
    for (let hop = 0; cut !== undefined && hop < 16; hop++) {
      const asked = await askCut(cut, name, type, avoid, depth);
      if (asked === undefined) break;
      const next = cut.forward ? undefined : referral(asked.message, cut, base);
      if (next === undefined) return { ok: true, ...asked, ...(cut.forward ? {} : { zone: cut.zone }) };
      cuts.set(next.zone.key, next);
      if (speaksOfDs(asked.message)) referrals.set(next.zone.key, { ok: true, ...asked, zone: cut.zone });
      cut = next;
    }
    return failed('servfail', name, type);
  };

  const askCut = async (cut: Cut, name: DnsName, type: number, avoid: ReadonlySet<string>, depth: number) => {
    const addresses = cut.addresses.length > 0 ? cut.addresses : await addressesOf(cut, depth);
    for (const host of addresses.filter((one) => !avoid.has(`${one}:53`))) {
      const message = await ask(exchange, host, name, type);
      if (message === undefined || (message.rcode !== 0 && message.rcode !== 3)) continue;
      return { message, server: { host, port: 53 } };
    }
    return undefined;
  };

  const addressesOf = async (cut: Cut, depth: number): Promise<readonly string[]> => {
    if (depth > 4) return [];
    for (const name of cut.names) {
      const found = await fetch(name, RrType.A, new Set(), depth + 1);
      const addresses = found.ok ? found.message.answer.flatMap((record) => readAddress(record) ?? []) : [];
      if (addresses.length > 0) return addresses;
    }
    return [];
  };

  return { fetch: (name, type, options) => fetch(name, type, options?.avoid ?? new Set(), 0) };
}

function deepest(cuts: ReadonlyMap<string, Cut>, name: DnsName): Cut | undefined {
  for (let count = name.labels.length; count >= 0; count--) {
    const cut = cuts.get(name.ancestor(count).key);
    if (cut !== undefined) return cut;
  }
  return undefined;
}

function referral(message: Message, cut: Cut, name: DnsName): Cut | undefined {
  if (message.answer.length > 0 || message.rcode !== 0) return undefined;
  if (message.authority.some((record) => record.type === RrType.SOA)) return undefined;
  const servers = message.authority.filter(
    (record) => record.type === RrType.NS && record.name.isBelow(cut.zone) && name.isAtOrBelow(record.name),
  );
  const [first] = servers;
  if (first === undefined) return undefined;
  const names = servers.flatMap((record) => readTarget(record) ?? []);
  const glue = message.additional.filter((record) => names.some((one) => one.equals(record.name)));
  return {
    zone: first.name,
    names,
    forward: false,
    addresses: glue.flatMap((record) => readAddress(record) ?? []),
  };
}

function speaksOfDs(message: Message): boolean {
  const types: readonly number[] = [RrType.DS, RrType.NSEC, RrType.NSEC3];
  return message.authority.some((record) => types.includes(record.type));
}

async function ask(
  exchange: Exchange,
  host: string,
  name: DnsName,
  type: number,
): Promise<Message | undefined> {
  const query = encodeQuery({
    id: 1,
    name,
    type,
    dnssecOk: true,
    recursionDesired: false,
    checkingDisabled: true,
    udpSize: 1232,
  });
  for (const transport of ['udp', 'tcp'] as const) {
    const result = await exchange({ host, port: 53 }, query, transport, { timeoutMs: 1000 });
    const parsed = result.ok ? parseMessage(result.response) : undefined;
    if (parsed?.ok !== true) return undefined;
    if (!parsed.message.truncated) return parsed.message;
  }
  return undefined;
}

function failed(code: ReasonCode, name: DnsName, type: number): Fetched {
  return {
    ok: false,
    reason: { code, name, type, detail: 'no server of the scripted world gave a usable answer' },
  };
}
