import type { DnsName } from '../../base/name.js';
import { Rcode, RrType, type Message, type ReasonCode, type ResourceRecord } from '../model.js';
import { readAddress, readTarget } from '../wire/index.js';

/** A name server of a zone, with the addresses that are known for it (IP literals). */
export interface ZoneHost {
  readonly name: DnsName;
  readonly addresses: readonly string[];
}

/** What a response of an authoritative server means on the way to an answer. */
export type Response =
  | { readonly kind: 'final' }
  | {
      readonly kind: 'referral';
      readonly zone: DnsName;
      readonly hosts: readonly ZoneHost[];
      readonly ttl: number;
    }
  | { readonly kind: 'useless'; readonly code: ReasonCode; readonly detail: string };

export interface ReferralLimits {
  readonly serversPerZone: number;
  readonly addressesPerServer: number;
}

/**
 * Reads the response of a server of `zone` (RFC 1034, section 5.3.3, step 4). It is final, it refers to the servers of
 * a zone further down, or it is of no use and another server has to be asked.
 */
export function classify(
  message: Message,
  name: DnsName,
  type: number,
  zone: DnsName,
  limits: ReferralLimits,
): Response {
  const { rcode, authoritative } = message;
  if (rcode !== Rcode.NOERROR && rcode !== Rcode.NXDOMAIN)
    return useless(codeOf(rcode), errorDetail(message));
  // it asked somebody else for us (or something on the way did): not the answer of this zone's server
  if (!authoritative && message.recursionAvailable)
    return useless('lame', 'a recursive server answered, not one that holds the zone');
  if (message.answer.length > 0 || rcode === Rcode.NXDOMAIN) return { kind: 'final' };
  const down = message.authority.filter(
    (one) =>
      one.type === RrType.NS && one.class === 1 && one.name.isBelow(zone) && name.isAtOrBelow(one.name),
  );
  const cut = down[0]?.name;
  const soa = message.authority.some((one) => one.type === RrType.SOA && name.isAtOrBelow(one.name));
  if (cut === undefined || soa) {
    if (authoritative || soa || message.authority.some(isDenial)) return { kind: 'final' };
    return useless('lame', `the server does not hold the zone ${zone.toString()}, or not all of it`);
  }
  // a server that knows no DS refers to the child; there is nothing further down to ask (RFC 4035, section 3.1.4.1)
  if (type === RrType.DS && cut.equals(name)) return { kind: 'final' };
  const records = down.filter((one) => one.name.equals(cut));
  return {
    kind: 'referral',
    zone: cut,
    hosts: hostsOf(message, records, zone, limits),
    ttl: shortest(records),
  };
}

/** Name servers with their glue. Glue from outside the zone that was asked is not believed (RFC 5452, section 6). */
function hostsOf(
  message: Message,
  records: readonly ResourceRecord[],
  zone: DnsName,
  limits: ReferralLimits,
): ZoneHost[] {
  const glue = new Map<string, string[]>();
  for (const one of message.additional) {
    if ((one.type !== RrType.A && one.type !== RrType.AAAA) || one.class !== 1) continue;
    const address = one.name.isAtOrBelow(zone) ? readAddress(one) : undefined;
    if (address === undefined) continue;
    const known = glue.get(one.name.key);
    if (known === undefined) glue.set(one.name.key, [address]);
    else if (known.length < limits.addressesPerServer) known.push(address);
  }
  const hosts = new Map<string, ZoneHost>();
  for (const record of records) {
    const target = readTarget(record);
    if (target === undefined || hosts.size >= limits.serversPerZone) continue;
    hosts.set(target.key, { name: target, addresses: glue.get(target.key) ?? [] });
  }
  return [...hosts.values()];
}

/** A proof of absence: only a server that holds the zone sends one, whatever its AA bit says. */
function isDenial({ type }: ResourceRecord): boolean {
  return type === RrType.NSEC || type === RrType.NSEC3;
}

function useless(code: ReasonCode, detail: string): Response {
  return { kind: 'useless', code, detail };
}

/** What an RCODE other than NOERROR and NXDOMAIN says. */
export function codeOf(rcode: number): ReasonCode {
  if (rcode === Rcode.REFUSED || rcode === 9) return 'refused';
  return rcode === Rcode.FORMERR || rcode === Rcode.NOTIMP ? 'formerr' : 'servfail';
}

const RCODES: readonly string[] = 'NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP REFUSED'.split(' ');

/** RCODE and extended errors of a message (RFC 8914) in one line; the text in it is from outside. */
export function errorDetail(message: Message): string {
  const rcode = RCODES[message.rcode] ?? `RCODE ${message.rcode}`;
  const errors = (message.edns?.errors ?? []).map(
    ({ code, text }) => `EDE ${code}${text === '' ? '' : ` ${text}`}`,
  );
  return [`the server answered ${rcode}`, ...errors].join('; ');
}

function shortest(records: readonly ResourceRecord[]): number {
  return records.reduce((least, { ttl }) => Math.min(least, ttl), 86_400);
}
