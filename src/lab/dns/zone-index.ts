import { DnsName } from '../../base/name.js';
import { rdataOf } from './rdata.js';
import { recordsOf, T, type LabRecord, type LabRRset } from './rr.js';
import type { LabZone } from './zone.js';

/** What a name is to the zone (RFC 1034, section 4.2.1; RFC 4592, section 2.2.2 for empty non-terminals). */
export type NodeKind = 'data' | 'delegation' | 'empty' | 'below-cut';

export interface ZoneNode {
  readonly name: DnsName;
  kind: NodeKind;
  readonly sets: Map<number, LabRRset>;
  /** The lab's own child zone at this delegation, whose DS is read when it is asked for. */
  child?: LabZone;
}

/** A name server of the lab, and where it is. */
export interface LabHost {
  readonly name: DnsName;
  readonly addresses: readonly string[];
}

/** The name servers that the lab runs: the zones that they lie in hold their addresses. */
export type LabHosts = () => Iterable<LabHost>;

/** One version of a zone, laid out for answering. */
export class ZoneIndex {
  readonly nodes = new Map<string, ZoneNode>();
  readonly apex: ZoneNode;

  constructor(
    readonly zone: LabZone,
    private readonly hosts: LabHosts,
  ) {
    for (const set of zone.rrsets()) this.#node(set.name).sets.set(set.type, set);
    if (zone.signing !== undefined) this.#addKeys(zone);
    for (const child of zone.children) this.#addChild(child);
    this.#addHosts();
    this.apex = this.#node(zone.name);
    this.#classify();
  }

  /** The set at a node; DS at a cut comes from the child. */
  set(node: ZoneNode, type: number): LabRRset | undefined {
    const own = node.sets.get(type);
    if (own !== undefined || type !== T.DS || node.child === undefined || !node.child.hasDs) return own;
    const made: LabRRset = { name: node.name, type: T.DS, ttl: 3600, rdatas: node.child.dsRdatas() };
    node.sets.set(T.DS, made);
    return made;
  }

  /** Types for which there are sets, DS of lab children included. */
  types(node: ZoneNode): Set<number> {
    const types = new Set(node.sets.keys());
    if (node.child?.hasDs === true) types.add(T.DS);
    return types;
  }

  /** The highest delegation at or above `name`, below the apex. */
  cutAbove(name: DnsName): ZoneNode | undefined {
    return this.#firstAbove(name, name.labels.length, (node) => node.kind === 'delegation');
  }

  /** The highest DNAME strictly above `name`. */
  dnameAbove(name: DnsName): ZoneNode | undefined {
    return this.#firstAbove(name, name.labels.length - 1, (node) => node.sets.has(T.DNAME));
  }

  /** The longest existing name at or above `name`. */
  closestEncloser(name: DnsName): DnsName {
    for (let count = name.labels.length; count > this.zone.name.labels.length; count--) {
      const above = name.ancestor(count);
      if (this.nodes.has(above.key)) return above;
    }
    return this.zone.name;
  }

  /** Address records of these hosts, as far as the zone or the lab has them: glue and additional data. */
  addresses(hosts: readonly DnsName[]): LabRecord[] {
    return hosts.flatMap((host) => {
      const node = this.nodes.get(host.key);
      const own = [T.A, T.AAAA].flatMap((type) => node?.sets.get(type) ?? []);
      return own.flatMap(recordsOf);
    });
  }

  #firstAbove(name: DnsName, most: number, wanted: (node: ZoneNode) => boolean): ZoneNode | undefined {
    const apexLabels = this.zone.name.labels.length;
    for (let count = apexLabels; count <= most; count++) {
      const node = this.nodes.get(name.ancestor(count).key);
      if (node !== undefined && wanted(node)) return node;
    }
    return undefined;
  }

  #node(name: DnsName): ZoneNode {
    let node = this.nodes.get(name.key);
    if (node === undefined) {
      node = { name, kind: 'data', sets: new Map() };
      this.nodes.set(name.key, node);
    }
    return node;
  }

  #addKeys(zone: LabZone): void {
    const { name, keys, signing } = zone;
    const apex = this.#node(name);
    const rdatas = keys.published.map((key) => key.rdata);
    if (rdatas.length > 0 && !apex.sets.has(T.DNSKEY))
      apex.sets.set(T.DNSKEY, { name, type: T.DNSKEY, ttl: 3600, rdatas });
    const denial = signing?.denial ?? 'nsec';
    if (denial === 'nsec') return;
    const salt = Buffer.from(denial.salt ?? '', 'hex');
    const { iterations = 0 } = denial;
    const rdata = Buffer.from([1, 0, iterations >> 8, iterations & 0xff, salt.length, ...salt]);
    apex.sets.set(T.NSEC3PARAM, { name, type: T.NSEC3PARAM, ttl: 0, rdatas: [rdata] });
  }

  #addChild(child: LabZone): void {
    const node = this.#node(child.name);
    const ns = child.rrset(child.name, T.NS);
    if (ns !== undefined && !node.sets.has(T.NS)) node.sets.set(T.NS, ns);
    node.child = child;
  }

  /** Hosts of the lab that lie in this zone, or below one of its cuts, get their address records. */
  #addHosts(): void {
    for (const { name, addresses } of this.hosts()) {
      if (!name.isAtOrBelow(this.zone.name)) continue;
      const { sets } = this.#node(name);
      const rdatas = addresses.map((address) => rdataOf(T.A, address));
      if (!sets.has(T.A)) sets.set(T.A, { name, type: T.A, ttl: 3600, rdatas });
    }
  }

  #classify(): void {
    const apexLabels = this.zone.name.labels.length;
    for (const node of [...this.nodes.values()]) {
      if (node.sets.has(T.NS) && node.name.labels.length > apexLabels) node.kind = 'delegation';
      for (let count = node.name.labels.length - 1; count > apexLabels; count--) {
        const above = node.name.ancestor(count);
        if (!this.nodes.has(above.key))
          this.nodes.set(above.key, { name: above, kind: 'empty', sets: new Map() });
      }
    }
    for (const node of this.nodes.values()) {
      const above = node.name.parent;
      if (above === undefined || node.name.labels.length <= apexLabels) continue;
      if (this.cutAbove(above) !== undefined || this.dnameAbove(node.name) !== undefined)
        node.kind = 'below-cut';
    }
  }
}

/** The uncompressed name with which RDATA begins. */
export function nameAt(rdata: Uint8Array, from = 0): DnsName {
  const labels: Uint8Array[] = [];
  let at = from;
  for (let length = rdata[at] ?? 0; length > 0; length = rdata[at] ?? 0) {
    labels.push(rdata.slice(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return DnsName.fromLabels(labels);
}
