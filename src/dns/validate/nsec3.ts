import { createHash } from 'node:crypto';
import type { DnsName } from '../../base/name.js';
import { RrType } from '../model.js';
import { fromBase32hex } from '../wire/base32hex.js';
import { compareOctets, equalOctets, hex } from '../wire/octets.js';
import type { Nsec3 } from '../wire/rdata.js';
import type { Budget } from './budget.js';
import type { DsDenial } from './denial.js';
import { isAncestorDelegation, lacks } from './nsec.js';

export interface ProvenNsec3 {
  /** The owner's hash, 20 octets. */
  readonly hash: Uint8Array;
  readonly nextHash: Uint8Array;
  readonly types: ReadonlySet<number>;
  readonly optOut: boolean;
}

/** NSEC3 records of one zone with the same salt and iterations, and the hashes computed with them. */
export interface Nsec3Chain {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly records: ProvenNsec3[];
  readonly hashes: Map<string, Uint8Array>;
}

const SHA1_OCTETS = 20;
const OPT_OUT = 0x01;

/**
 * Takes a verified NSEC3 record, if it may be used (RFC 5155, section 8.1-8.2): hash algorithm 1, no flags but
 * opt-out, and an owner of exactly one label, a hash, before the zone's name (else a child zone named like a hash
 * could speak for its parent, CVE-2026-10723).
 */
export function takeNsec3(owner: DnsName, nsec3: Nsec3, zone: DnsName): ProvenNsec3 | undefined {
  if (nsec3.hashAlgorithm !== 1 || (nsec3.flags & ~OPT_OUT) !== 0) return undefined;
  if (owner.labels.length !== zone.labels.length + 1 || !owner.isBelow(zone)) return undefined;
  const hash = fromBase32hex(String.fromCharCode(...(owner.labels[0] ?? [])));
  if (hash?.length !== SHA1_OCTETS || nsec3.nextHash.length !== SHA1_OCTETS) return undefined;
  return { hash, nextHash: nsec3.nextHash, types: nsec3.types, optOut: (nsec3.flags & OPT_OUT) !== 0 };
}

/** RFC 5155, section 5: IH(salt, x, 0) = H(x | salt); IH(salt, x, k) = H(IH(salt, x, k-1) | salt). */
export function nsec3Hash(name: DnsName, salt: Uint8Array, iterations: number): Uint8Array {
  let hash: Uint8Array = createHash('sha1').update(name.toCanonicalWire()).update(salt).digest();
  for (let i = 0; i < iterations; i++) hash = createHash('sha1').update(hash).update(salt).digest();
  return hash;
}

export function chainKey(nsec3: Nsec3): string {
  return `${nsec3.iterations}/${hex(nsec3.salt)}`;
}

function hashOf(chain: Nsec3Chain, name: DnsName, budget: Budget): Uint8Array {
  const known = chain.hashes.get(name.key);
  if (known !== undefined) return known;
  budget.spendHash();
  const hash = nsec3Hash(name, chain.salt, chain.iterations);
  chain.hashes.set(name.key, hash);
  return hash;
}

function matching(chain: Nsec3Chain, name: DnsName, budget: Budget): ProvenNsec3 | undefined {
  const hash = hashOf(chain, name, budget);
  return chain.records.find((record) => equalOctets(record.hash, hash));
}

/** The record between whose owner and next hash the hash of `name` lies; the last one of a zone wraps around. */
export function covering(chain: Nsec3Chain, name: DnsName, budget: Budget): ProvenNsec3 | undefined {
  const hash = hashOf(chain, name, budget);
  return chain.records.find((record) => {
    const afterOwner = compareOctets(record.hash, hash) < 0;
    const beforeNext = compareOctets(hash, record.nextHash) < 0;
    const wraps = compareOctets(record.hash, record.nextHash) >= 0;
    return wraps ? (afterOwner || beforeNext) && !equalOctets(hash, record.hash) : afterOwner && beforeNext;
  });
}

interface Encloser {
  readonly name: DnsName;
  /** The record that covers the next closer name, if the proof is whole. */
  readonly nextCloser: ProvenNsec3 | undefined;
}

/**
 * RFC 5155, section 8.3: the longest ancestor of `name` that has an NSEC3, and the cover of the name one label longer.
 * An encloser that is a delegation or has a DNAME cannot enclose anything in this zone.
 */
function closestEncloser(
  chain: Nsec3Chain,
  zone: DnsName,
  name: DnsName,
  budget: Budget,
): Encloser | undefined {
  for (let count = name.labels.length - 1; count >= zone.labels.length; count--) {
    const candidate = name.ancestor(count);
    const match = matching(chain, candidate, budget);
    if (match === undefined) continue;
    if (match.types.has(RrType.DNAME) || isAncestorDelegation(match.types)) return undefined;
    return { name: candidate, nextCloser: covering(chain, name.ancestor(count + 1), budget) };
  }
  return undefined;
}

export type Nsec3Proof = { readonly proven: true; readonly optOut: boolean } | { readonly proven: false };
const UNPROVEN: Nsec3Proof = { proven: false };

/** RFC 5155, section 8.4. */
export function proveNameError(chain: Nsec3Chain, zone: DnsName, name: DnsName, budget: Budget): Nsec3Proof {
  const encloser = closestEncloser(chain, zone, name, budget);
  if (encloser?.nextCloser === undefined) return UNPROVEN;
  if (covering(chain, encloser.name.child('*'), budget) === undefined) return UNPROVEN;
  return { proven: true, optOut: encloser.nextCloser.optOut };
}

/**
 * RFC 5155, sections 8.5 to 8.7: `name` has an NSEC3 without the type; or the wildcard at its closest encloser has;
 * or an opt-out span covers it, and then nothing is certain but that nothing signed is there.
 */
export function proveNoData(
  chain: Nsec3Chain,
  zone: DnsName,
  name: DnsName,
  type: number,
  budget: Budget,
): Nsec3Proof {
  const match = matching(chain, name, budget);
  if (match !== undefined)
    return lacks(match.types, type, name.isRoot) ? { proven: true, optOut: false } : UNPROVEN;
  const encloser = closestEncloser(chain, zone, name, budget);
  if (encloser?.nextCloser === undefined) return UNPROVEN;
  const { optOut } = encloser.nextCloser;
  const wildcard = matching(chain, encloser.name.child('*'), budget);
  if (wildcard !== undefined) return lacks(wildcard.types, type, false) ? { proven: true, optOut } : UNPROVEN;
  return optOut ? { proven: true, optOut } : UNPROVEN;
}

/** RFC 5155, section 8.9. `undefined` if this chain says nothing of the name itself and no opt-out span covers it. */
export function proveNoDs(
  chain: Nsec3Chain,
  zone: DnsName,
  name: DnsName,
  budget: Budget,
): DsDenial | undefined {
  const match = matching(chain, name, budget);
  if (match !== undefined) {
    if (!lacks(match.types, RrType.DS, name.isRoot)) return undefined;
    return match.types.has(RrType.NS) ? { proven: 'insecure', optOut: false } : { proven: 'no-cut' };
  }
  const nextCloser = closestEncloser(chain, zone, name, budget)?.nextCloser;
  return nextCloser?.optOut === true ? { proven: 'insecure', optOut: true } : undefined;
}
