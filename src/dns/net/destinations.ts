import { BlockList, isIP } from 'node:net';

/**
 * Which addresses may be dialled. The names and addresses of name servers come from strangers: an NS record that
 * points at 127.0.0.1, at 10.0.0.1 or at a cloud's metadata service must not make us talk to it.
 */
export interface DestinationPolicy {
  /** True: every address may be dialled. For a lab, and for networks whose zones live on private addresses. */
  readonly allowPrivate?: boolean;
  /** Host names and addresses that the operator named himself (resolvers, a lab): these may be dialled. */
  readonly trusted?: readonly string[];
}

/** IANA special-purpose registries for IPv4 and IPv6: what is not globally reachable, or leads to such through a tunnel. */
const SPECIAL: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
];

/** Inside 2000::/3, the only block of global unicast, these are special: Teredo and ORCHID, documentation, 6to4. */
const SPECIAL_6: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
];

function blockList(entries: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix, family] of entries) list.addSubnet(address, prefix, family);
  return list;
}

const special4 = blockList(SPECIAL);
const special6 = blockList(SPECIAL_6);
const global6 = blockList([['2000::', 3, 'ipv6']]);

/** True for an IP address literal that is globally reachable unicast. */
export function isGlobalAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special4.check(address, 'ipv4');
  if (family === 6) return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
  return false;
}

/** Why `address` (an IP literal to which `host` resolved, or `host` itself) must not be dialled; or undefined. */
export function refusedDestination(
  host: string,
  address: string,
  policy: DestinationPolicy,
): string | undefined {
  if (policy.allowPrivate === true || policy.trusted?.includes(host) === true) return undefined;
  if (isGlobalAddress(address)) return undefined;
  return `${address} is not a public address, and only public addresses are dialled for other people's name servers`;
}
