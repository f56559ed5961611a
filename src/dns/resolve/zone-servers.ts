import type { DnsName } from '../../base/name.js';
import { RrType, type Fetched, type Reason } from '../model.js';
import { readTarget } from '../wire/index.js';
import type { HostAddresses } from './host-addresses.js';
import type { Task } from './task.js';
import type { KnownHost, KnownZone } from './zones.js';

/** A name server of a zone. */
export interface ZoneServer {
  readonly name: DnsName;
  /** The parent's referral lists it. */
  readonly atParent: boolean;
  /** The zone's own NS set lists it. */
  readonly atChild: boolean;
  /** Addresses (IP literals) that the referral gave. */
  readonly glue: readonly string[];
  /** Addresses that looking up the name gave. Not validated. */
  readonly addresses: readonly string[];
}

export interface ZoneServers {
  readonly zone: DnsName;
  readonly servers: readonly ZoneServer[];
  /**
   * False: no referral was seen, since a server of the parent holds the zone too and answered for it. Then the parent's
   * list is not known, and `atParent` is false throughout.
   */
  readonly parentSeen: boolean;
  /** Why the zone's own NS set could not be had. */
  readonly childUnseen?: Reason;
}

/** Puts together the parent's list and the child's, and looks up all names. */
export async function listZoneServers(
  zone: DnsName,
  cut: KnownZone | undefined,
  listed: Fetched,
  hosts: HostAddresses,
  most: number,
  taskFor: () => Task,
): Promise<ZoneServers> {
  const parent = new Map((cut?.hosts ?? []).map((host) => [host.name.key, host]));
  const child = new Map(
    ownList(zone, listed)
      .slice(0, most)
      .map((name) => [name.key, name]),
  );
  const all: KnownHost[] = [...parent.values()];
  for (const [key, name] of child) if (!parent.has(key)) all.push({ name, glue: [] });
  const servers = await Promise.all(
    all.map(async (host) => ({
      name: host.name,
      atParent: parent.has(host.name.key),
      atChild: child.has(host.name.key),
      glue: host.glue,
      addresses: await hosts.lookUp(host, taskFor(), true),
    })),
  );
  const unseen = listed.ok ? {} : { childUnseen: listed.reason };
  return { zone, servers, parentSeen: cut !== undefined, ...unseen };
}

function ownList(zone: DnsName, listed: Fetched): DnsName[] {
  if (!listed.ok) return [];
  return listed.message.answer
    .filter((one) => one.type === RrType.NS && one.class === 1 && one.name.equals(zone))
    .flatMap((one) => readTarget(one) ?? []);
}
