/** Which of the lab's servers holds a zone. */
export type Server = 'upper' | 'lower' | 'knot';

/** A zone of the lab: how it is signed, and what is wrong with it. Names are absolute, with the final dot. */
export interface ZoneSpec {
  readonly name: string;
  /** NSD for `upper` (root and TLDs) and `lower`, Knot for `knot`. */
  readonly server: Server;
  /** BIND signs for NSD, Knot for itself. */
  readonly signed: boolean;
  /** As dnssec-keygen and keymgr write it. */
  readonly algorithm: string;
  readonly keyBits?: number;
  readonly denial: 'nsec' | 'nsec3' | 'opt-out';
  readonly iterations?: number;
  readonly salt?: string;
  /** Records as zone-file lines, `@` for the apex; SOA, NS and address of the name server are added. */
  readonly records: readonly string[];
  /** Name server names in place of the usual one, with their addresses where glue is due. */
  readonly ns?: readonly (readonly [name: string, address?: string])[];
  /** Seconds from now; BIND only. */
  readonly validFrom?: number;
  readonly validUntil?: number;
  /** Digest of the DS at the parent, `none` for no DS. */
  readonly ds: 'SHA-256' | 'SHA-384' | 'SHA-1' | 'none';
  /** Changes the DS lines before they go into the parent. */
  readonly dsDamage?: (lines: readonly string[]) => readonly string[];
  /** Changes the signed zone, one record a line; BIND only. */
  readonly damage?: (lines: readonly string[]) => readonly string[];
  /** A KSK and a ZSK instead of one key for both. */
  readonly twoKeys?: boolean;
  /** A second algorithm with which the zone is signed as well; BIND only. */
  readonly second?: string;
  /** The KSK is revoked before signing; BIND only. */
  readonly revoked?: boolean;
}

const DEFAULTS = {
  signed: true,
  algorithm: 'ECDSAP256SHA256',
  denial: 'nsec',
  records: ['@ CAA 0 issue "ca.example"', 'www A 192.0.2.1'],
  ds: 'SHA-256',
} as const;

export function zone(name: string, server: Server, spec: Partial<ZoneSpec> = {}): ZoneSpec {
  return { ...DEFAULTS, name, server, ...spec };
}

/** The zone of `all` in which `one` is delegated. */
export function parentOf(one: ZoneSpec, all: readonly ZoneSpec[]): ZoneSpec | undefined {
  if (one.name === '.') return undefined;
  return all
    .filter((other) => other !== one && (other.name === '.' || one.name.endsWith(`.${other.name}`)))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

export const ADDRESSES: Readonly<Record<Server, string>> = {
  upper: '127.0.0.11',
  lower: '127.0.0.12',
  knot: '127.0.0.13',
};

/** Name servers of a zone with their addresses. By default one inside the zone, whose address is glue. */
export function nameServers(one: ZoneSpec): readonly (readonly [name: string, address?: string])[] {
  if (one.ns !== undefined) return one.ns;
  return [[one.name === '.' ? 'ns.' : `ns.${one.name}`, ADDRESSES[one.server]]];
}

/** Zone file before signing; `delegations` are the lines for the zones below. */
export function zoneFile(one: ZoneSpec, delegations: readonly string[]): string {
  const servers = nameServers(one).flatMap(([name, address]) => [
    `@ NS ${name}`,
    ...(address !== undefined && (one.name === '.' || name.endsWith(`.${one.name}`))
      ? [`${name} A ${address}`]
      : []),
  ]);
  const lines = [`$ORIGIN ${one.name}`, '$TTL 300', '@ SOA ns. hostmaster. 1 3600 600 86400 300', ...servers];
  return [...lines, ...one.records, ...delegations, ''].join('\n');
}

/** The lines with which the parent delegates `one`: NS, glue and DS. */
export function delegationOf(one: ZoneSpec, parent: ZoneSpec, ds: readonly string[]): readonly string[] {
  const servers = nameServers(one).flatMap(([name, address]) => [
    `${one.name} NS ${name}`,
    ...(address !== undefined && (parent.name === '.' || name.endsWith(`.${parent.name}`))
      ? [`${name} A ${address}`]
      : []),
  ]);
  return [...servers, ...(one.dsDamage?.(ds) ?? ds)];
}
