import { hash as hashOf } from 'node:crypto';
import type { DnsName } from '../../base/name.js';
import { RrType, type ReasonCode, type ResourceRecord, type RRset } from '../model.js';
import { concat, equalOctets } from '../wire/octets.js';
import { readDnskey, readDs, type Ds } from '../wire/rdata.js';
import { algorithmName, usableVerifier, type AlgorithmTable } from './algorithms.js';
import { verifyRrset, type VerifyContext } from './signatures.js';
import { zoneKeys, type ZoneKey, type ZoneKeys } from './zonekeys.js';

/** The outcome of tying a zone's DNSKEY set to its DS set or trust anchors. */
export type Link =
  | { readonly kind: 'secure'; readonly keys: ZoneKeys; readonly ttl: number }
  | { readonly kind: 'fault'; readonly code: ReasonCode; readonly detail: string };

/** The DS and DNSKEY records that can be used to trust a zone, or why none can: then the zone is insecure. */
export type Trusted =
  | { readonly usable: true; readonly ds: readonly Ds[]; readonly dnskeys: readonly ResourceRecord[] }
  | { readonly usable: false; readonly code: ReasonCode; readonly detail: string };

/**
 * Picks what is supported (RFC 4035, section 5.2; RFC 6840, section 5.2). SHA-1 digests count only where no better
 * usable digest stands beside them (RFC 4509, section 3).
 */
export function supportedTrust(records: readonly ResourceRecord[], table: AlgorithmTable): Trusted {
  const all = records.flatMap((record) => readDs(record) ?? []);
  const signable = all.filter((ds) => usableVerifier(table, ds.algorithm) !== undefined);
  const accepted = (how: 'yes' | 'alone'): Ds[] =>
    signable.filter((ds) =>
      table.digests.some((one) => one.number === ds.digestType && one.accepted === how && one.hash),
    );
  const strong = accepted('yes');
  const ds = strong.length > 0 ? strong : accepted('alone');
  const dnskeys = records.filter((record) => {
    const key = readDnskey(record);
    return (
      key !== undefined && record.type === RrType.DNSKEY && usableVerifier(table, key.algorithm) !== undefined
    );
  });
  if (ds.length > 0 || dnskeys.length > 0) return { usable: true, ds, dnskeys };
  if (signable.length > 0)
    return {
      usable: false,
      code: 'digest-unsupported',
      detail: `DS digest types ${unique(signable.map((one) => String(one.digestType)))} are not accepted`,
    };
  const algorithms = unique([
    ...all.map((one) => algorithmName(table, one.algorithm)),
    ...records
      .flatMap((record) => readDnskey(record)?.algorithm ?? [])
      .map((one) => algorithmName(table, one)),
  ]);
  return {
    usable: false,
    code: 'algorithm-unsupported',
    detail: `signed only with algorithm ${algorithms || 'unknown'}, which is not accepted`,
  };
}

/**
 * Ties a DNSKEY set to what is trusted: some key must match, and that key, not just any, must have signed the set
 * (RFC 4035, section 5.2).
 */
export async function linkKeys(
  zone: DnsName,
  rrset: RRset,
  trusted: Extract<Trusted, { usable: true }>,
  context: VerifyContext,
): Promise<Link> {
  const { algorithms, budget } = context;
  const all = zoneKeys(zone, rrset.records, algorithms);
  const mostMisses = 4 * budget.limits.keysPerTag;
  let misses = 0;
  const matched = all.keys.filter((key) => {
    if (trusted.dnskeys.some((anchor) => equalOctets(anchor.rdata, key.record.rdata))) return true;
    const candidates = trusted.ds.filter(
      (ds) => ds.keyTag === key.dnskey.keyTag && ds.algorithm === key.dnskey.algorithm,
    );
    return candidates.some(
      (ds) => misses < mostMisses && (fits(ds, zone, key, algorithms) || (misses++, false)),
    );
  });
  const more =
    misses < mostMisses
      ? ''
      : `; after ${misses} digests that do not fit the key of their tag no more are tried`;
  if (matched.length === 0)
    return { kind: 'fault', code: 'ds-mismatch', detail: `${mismatch(trusted, all)}${more}` };
  const verdict = await verifyRrset(rrset, { ...all, keys: matched }, context);
  if (!verdict.ok)
    return {
      kind: 'fault',
      code: verdict.code,
      detail: `${verdict.detail} (keys that the DS set names: ${tags(matched)})`,
    };
  if (verdict.wildcard !== undefined)
    return { kind: 'fault', code: 'labels-wrong', detail: 'the DNSKEY set was made from a wildcard' };
  // Where other keys sign the zone, those that sign only its key set have done their work.
  if (all.keys.length > matched.length) for (const key of matched) key.release();
  return { kind: 'secure', keys: all, ttl: verdict.ttl };
}

/** RFC 4034, section 5.1.4: digest of canonical owner name | DNSKEY RDATA. */
function fits(ds: Ds, zone: DnsName, key: ZoneKey, table: AlgorithmTable): boolean {
  const hash = table.digests.find((one) => one.number === ds.digestType)?.hash;
  if (hash === undefined || ds.digest.length !== hash.octets) return false;
  const digest = hashOf(hash.name, concat([zone.toCanonicalWire(), key.record.rdata]), 'buffer');
  return equalOctets(digest, ds.digest);
}

function mismatch(trusted: Extract<Trusted, { usable: true }>, all: ZoneKeys): string {
  const wanted = [
    ...trusted.ds.map((ds) => `${ds.keyTag}/${ds.algorithm}`),
    ...trusted.dnskeys.map((record) => `${readDnskey(record)?.keyTag}/${readDnskey(record)?.algorithm}`),
  ];
  return `no usable key of the zone matches: DS tags ${unique(wanted)} against DNSKEY tags ${unique(all.seen) || 'none'} (tag/algorithm)`;
}

function tags(keys: readonly ZoneKey[]): string {
  return unique(keys.map(({ dnskey }) => `${dnskey.keyTag}/${dnskey.algorithm}`));
}

function unique(texts: readonly string[]): string {
  return [...new Set(texts)].join(', ');
}
