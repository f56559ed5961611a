import type { DnsName } from '../../base/name.js';
import { BoundedMap } from '../bounded-map.js';
import type { Clock } from '../model.js';
import type { ZoneHost } from './classify.js';

/** A zone and its name servers as its parent lists them; addresses are added as they are found. */
export interface KnownZone {
  readonly name: DnsName;
  readonly hosts: readonly KnownHost[];
}

export interface KnownHost {
  readonly name: DnsName;
  /** Addresses as the parent gave them (glue). */
  readonly glue: readonly string[];
  /** Addresses that a lookup of the name gave; undefined while it has not been looked up. */
  found?: readonly string[];
}

const MAX_ZONE_TTL = 3_600;

/** Zone cuts seen so far. */
export class ZoneCuts {
  readonly #zones: BoundedMap<string, { readonly zone: KnownZone; readonly until: number }>;
  /** Names directly below a zone's apex at which, or below which, its servers answer themselves. */
  readonly #inside: BoundedMap<string, true>;

  constructor(
    private readonly clock: Clock,
    private readonly root: KnownZone,
    most: number,
  ) {
    this.#zones = new BoundedMap(most);
    this.#inside = new BoundedMap(most);
  }

  /** The deepest zone known that holds `name`. */
  deepest(name: DnsName): KnownZone {
    for (let count = name.labels.length; count > 0; count--) {
      const entry = this.#zones.get(name.ancestor(count).key);
      if (entry === undefined) continue;
      if (this.clock.monotonic() < entry.until) return entry.zone;
      this.#zones.delete(entry.zone.name.key);
    }
    return this.root;
  }

  /** `ttl` in seconds. A zone that is known stays as it is: addresses have been found for it. */
  learn(name: DnsName, hosts: readonly ZoneHost[], ttl: number): KnownZone {
    const known = this.deepest(name);
    if (known.name.equals(name)) return known;
    const zone = { name, hosts: hosts.map((host) => ({ name: host.name, glue: host.addresses })) };
    const until = this.clock.monotonic() + 1000 * Math.min(ttl, MAX_ZONE_TTL);
    this.#zones.set(name.key, { zone, until });
    return zone;
  }

  /** Remembers that `child`, right below `zone`, has been answered without a referral. */
  learnInside(zone: KnownZone, child: DnsName): void {
    this.#inside.set(`${zone.name.labels.length}/${child.key}`, true);
  }

  isInside(zone: KnownZone, child: DnsName): boolean {
    return this.#inside.get(`${zone.name.labels.length}/${child.key}`) === true;
  }
}
