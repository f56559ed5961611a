import { createHash } from 'node:crypto';
import type { DnsName } from '../../base/name.js';
import { typeBitmap } from './canonical.js';
import { T, type LabRRset } from './rr.js';
import type { ZoneIndex, ZoneNode } from './zone-index.js';
import type { Denial } from './zone-spec.js';

/** The zone's NSEC or NSEC3 records as a ring. */
export interface DenialChain {
  /** The record of this name, if it has one. */
  match(name: DnsName): LabRRset | undefined;
  /** The record whose span covers this name, which has none of its own. */
  cover(name: DnsName): LabRRset | undefined;
  all(): LabRRset[];
}

/** TTL of denial records: the lesser of the SOA's TTL and its MINIMUM (RFC 9077). */
export function negativeTtl(index: ZoneIndex): number {
  const soa = index.apex.sets.get(T.SOA);
  const rdata = Buffer.from(soa?.rdatas[0] ?? []);
  return Math.min(soa?.ttl ?? 0, rdata.length >= 4 ? rdata.readUInt32BE(rdata.length - 4) : 0);
}

/** NSEC (RFC 4034, section 4): every name with data or a delegation, in canonical order. */
export function nsecChain(index: ZoneIndex): DenialChain {
  const ttl = negativeTtl(index);
  const nodes = [...index.nodes.values()]
    .filter(({ kind }) => kind === 'data' || kind === 'delegation')
    .sort((a, b) => a.name.compare(b.name));
  const places = new Map(nodes.map(({ name }, i) => [name.key, i]));
  const at = (place: number): LabRRset | undefined => {
    const node = nodes[place];
    const next = nodes[(place + 1) % nodes.length];
    if (node === undefined || next === undefined) return undefined;
    const types = [...ownTypes(index, node), T.RRSIG, T.NSEC];
    const rdata = Buffer.concat([next.name.toWire(), typeBitmap(types)]);
    return { name: node.name, type: T.NSEC, ttl, rdatas: [rdata] };
  };
  return {
    match: (name) => at(places.get(name.key) ?? -1),
    cover: (name) => at(lastBefore(nodes.length, (place) => (nodes[place]?.name.compare(name) ?? 0) < 0)),
    all: () => nodes.flatMap((_, place) => at(place) ?? []),
  };
}

/** NSEC3 (RFC 5155, section 7.1): as NSEC and empty non-terminals, by hash; opt-out leaves unsigned delegations out. */
export function nsec3Chain(index: ZoneIndex, options: Exclude<Denial, 'nsec'>): DenialChain {
  const salt = Buffer.from(options.salt ?? '', 'hex');
  const { iterations = 0, optOut = false } = options;
  const ttl = negativeTtl(index);
  const hash = (name: DnsName): Buffer => nsec3Hash(name, salt, iterations);
  const ring = nodesFor(index, optOut)
    .map((node) => ({ node, hash: hash(node.name) }))
    .sort((a, b) => Buffer.compare(a.hash, b.hash));
  const head = Buffer.from([1, optOut ? 1 : 0, iterations >> 8, iterations & 0xff, salt.length, ...salt, 20]);
  const places = new Map(ring.map((one, i) => [one.hash.toString('hex'), i]));
  const at = (place: number): LabRRset | undefined => {
    const one = ring[place];
    const next = ring[(place + 1) % ring.length];
    if (one === undefined || next === undefined) return undefined;
    const types = ownTypes(index, one.node);
    // RRSIG only where something is signed: neither at an empty non-terminal nor at an unsigned delegation.
    const signed = one.node.kind === 'data' || types.has(T.DS);
    const bitmap = typeBitmap(signed ? [...types, T.RRSIG] : types);
    const name = index.zone.name.child(base32hex(one.hash));
    return { name, type: T.NSEC3, ttl, rdatas: [Buffer.concat([head, next.hash, bitmap])] };
  };
  return {
    match: (name) => at(places.get(hash(name).toString('hex')) ?? -1),
    cover: (name) => {
      const wanted = hash(name);
      return at(lastBefore(ring.length, (place) => Buffer.compare(ring[place]?.hash ?? wanted, wanted) < 0));
    },
    all: () => ring.flatMap((_, place) => at(place) ?? []),
  };
}

/** SHA-1, salted, `iterations` more times (RFC 5155, section 5). */
export function nsec3Hash(name: DnsName, salt: Uint8Array, iterations: number): Buffer {
  let hash = createHash('sha1').update(name.toCanonicalWire()).update(salt).digest();
  for (let i = 0; i < iterations; i++) hash = createHash('sha1').update(hash).update(salt).digest();
  return hash;
}

/** RFC 4648, section 7, lower case, without padding. */
export function base32hex(octets: Uint8Array): string {
  let bits = '';
  for (const octet of octets) bits += octet.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => parseInt(five.padEnd(5, '0'), 2).toString(32)).join('');
}

function nodesFor(index: ZoneIndex, optOut: boolean): ZoneNode[] {
  const kept = [...index.nodes.values()].filter(
    (node) =>
      node.kind === 'data' || (node.kind === 'delegation' && (!optOut || index.types(node).has(T.DS))),
  );
  // An empty non-terminal is in the chain if something in the chain lies below it (RFC 5155, section 7.1).
  const empties = new Map<string, ZoneNode>();
  for (const { name } of kept)
    for (let count = name.labels.length - 1; count > index.zone.name.labels.length; count--) {
      const above = index.nodes.get(name.ancestor(count).key);
      if (above?.kind === 'empty') empties.set(above.name.key, above);
    }
  return [...kept, ...empties.values()];
}

/** What a denial record says is there: at a cut only what belongs to the parent (RFC 4035, section 2.3). */
function ownTypes(index: ZoneIndex, node: ZoneNode): Set<number> {
  const types = index.types(node);
  if (node.kind !== 'delegation') return types;
  return new Set([...types].filter((type) => type === T.NS || type === T.DS));
}

/** The last place for which `before` holds, or the very last if it holds for none: the ring closes. */
function lastBefore(length: number, before: (place: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? length - 1 : low - 1;
}
