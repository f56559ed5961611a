import { isIP } from 'node:net';
import type { DnsName } from '../../base/name.js';
import { RrType, type ServerAddress } from '../model.js';
import { readAddress } from '../wire/index.js';
import { serverKey } from './health.js';
import type { ResolveLimits } from './limits.js';
import type { LookUp, Task } from './task.js';
import type { KnownHost, KnownZone } from './zones.js';

export interface HostAddressOptions {
  readonly limits: ResolveLimits;
  readonly lookUp: LookUp;
  readonly ipv6?: boolean;
  readonly portFor?: (address: string) => number;
}

const DNS_PORT = 53;
/** Name servers looked up at a time. */
const AT_ONCE = 2;

/** The addresses of a zone's name servers: glue first, then what lookups of their names give. */
export class HostAddresses {
  constructor(private readonly options: HostAddressOptions) {}

  /** What is known without asking anybody. */
  known(zone: KnownZone): ServerAddress[] {
    const addresses = new Set<string>();
    for (const { glue, found } of zone.hosts) {
      for (const address of glue) addresses.add(address);
      for (const address of found ?? []) addresses.add(address);
    }
    return this.#servers(addresses);
  }

  /** Looks up name servers that have not been looked up, until one has an address that is not in `known`. */
  async more(zone: KnownZone, known: ReadonlySet<string>, task: Task): Promise<ServerAddress[]> {
    for (;;) {
      const hosts = this.#worthLookingUp(zone).slice(0, AT_ONCE);
      const allowed = hosts.filter(
        () => task.depth < this.options.limits.depth && task.work.mayLookUpServer(),
      );
      if (allowed.length === 0) return [];
      const found = await firstGood(
        allowed.map((host) => this.lookUp(host, task)),
        (addresses) => this.#servers(new Set(addresses)).some((server) => !known.has(serverKey(server))),
      );
      const fresh = this.#servers(new Set(found)).filter((server) => !known.has(serverKey(server)));
      if (fresh.length > 0) return fresh;
    }
  }

  /** The addresses of a name server, both families where IPv6 is used. Kept unless the work was used up. */
  async lookUp(host: KnownHost, task: Task, everything = false): Promise<readonly string[]> {
    const four = await this.#addresses(host.name, RrType.A, task);
    const six =
      this.options.ipv6 !== false && (everything || four.length === 0)
        ? await this.#addresses(host.name, RrType.AAAA, task)
        : [];
    const found = [...four, ...six];
    if (found.length > 0 || task.work.usedUp === undefined) host.found = found;
    return found;
  }

  /** A name server below the zone cannot be found by asking the zone's servers, which are what we look for. */
  #worthLookingUp(zone: KnownZone): KnownHost[] {
    const done = zone.hosts.filter(({ found }) => found !== undefined).length;
    return zone.hosts
      .filter(({ name, found }) => found === undefined && !name.isAtOrBelow(zone.name))
      .slice(0, Math.max(0, this.options.limits.serverLookupsPerZone - done));
  }

  async #addresses(name: DnsName, type: number, task: Task): Promise<string[]> {
    const fetched = await this.options.lookUp(name, type, task);
    if (!fetched.ok) return [];
    // an NS record's target may not be an alias (RFC 2181, section 10.3): only its own records count
    return fetched.message.answer
      .filter((one) => one.type === type && one.class === 1 && one.name.equals(name))
      .slice(0, this.options.limits.addressesPerServer)
      .flatMap((one) => readAddress(one) ?? []);
  }

  #servers(addresses: ReadonlySet<string>): ServerAddress[] {
    const { ipv6, portFor } = this.options;
    const servers: ServerAddress[] = [];
    for (const host of addresses)
      if (ipv6 !== false || isIP(host) === 4) servers.push({ host, port: portFor?.(host) ?? DNS_PORT });
    return servers;
  }
}

/** The first result that is good, or when all are in and none is, an empty one. */
function firstGood(
  all: readonly Promise<readonly string[]>[],
  good: (one: readonly string[]) => boolean,
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    let left = all.length;
    for (const one of all)
      one.then((value) => {
        if (good(value)) resolve(value);
        else if (--left === 0) resolve([]);
      }, reject);
  });
}
