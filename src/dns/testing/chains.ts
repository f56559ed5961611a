import type { DnsName } from '../../base/name.js';
import { RrType, type ResourceRecord } from '../model.js';
import { nsec3Hash } from '../validate/nsec3.js';
import { toBase32hex } from '../wire/base32hex.js';
import { writeBitmap } from '../wire/bitmap.js';
import { compareOctets, concat, equalOctets } from '../wire/octets.js';
import { octets16 } from '../wire/query.js';
import { oneRecord, type TestZone } from './zone.js';

export interface Nsec3Settings {
  readonly iterations?: number;
  readonly salt?: Uint8Array;
  readonly optOut?: boolean;
  /** All flags, if other than opt-out. */
  readonly flags?: number;
  readonly hashAlgorithm?: number;
}

/** The proofs that a zone gives, signed, for the authority section. */
export interface DenialChain {
  noData(name: DnsName): ResourceRecord[];
  nameError(name: DnsName, encloser: DnsName): ResourceRecord[];
  wildcardAnswer(name: DnsName, encloser: DnsName): ResourceRecord[];
  wildcardNoData(name: DnsName, encloser: DnsName): ResourceRecord[];
}

export function nsecChain(zone: TestZone): DenialChain {
  const owners = ownersOf(zone).sort((a, b) => a.compare(b));
  const at = (name: DnsName): ResourceRecord[] => {
    const i = owners.reduce((best, owner, index) => (owner.compare(name) <= 0 ? index : best), 0);
    const owner = owners[i] ?? zone.name;
    return nsecRecord(
      zone,
      owner,
      owners[(i + 1) % owners.length] ?? zone.name,
      typesAt(zone, owner, [RrType.NSEC]),
    );
  };
  const several = (...names: DnsName[]): ResourceRecord[] => distinct(names.map(at));
  return {
    noData: (name) => several(name),
    nameError: (name, encloser) => several(name, encloser.child('*')),
    wildcardAnswer: (name) => several(name),
    wildcardNoData: (name, encloser) => several(name, encloser.child('*')),
  };
}

/** A signed NSEC record, true or not. */
export function nsecRecord(
  zone: TestZone,
  owner: DnsName,
  next: DnsName,
  types: Iterable<number>,
): ResourceRecord[] {
  return zone.signed(oneRecord(owner, RrType.NSEC, concat([next.toWire(), writeBitmap(types)])));
}

export function nsec3Chain(zone: TestZone, settings: Nsec3Settings): DenialChain {
  const { salt = new Uint8Array(), iterations = 0 } = settings;
  const hashOf = (name: DnsName): Uint8Array => nsec3Hash(name, salt, iterations);
  const skipped = (name: DnsName): boolean =>
    settings.optOut === true && zone.isDelegation(name) && zone.set(name, RrType.DS) === undefined;
  const names = withEmptyNonTerminals(
    zone,
    ownersOf(zone).filter((name) => !skipped(name)),
  );
  const entries = names
    .map((name) => ({ name, hash: hashOf(name) }))
    .sort((a, b) => compareOctets(a.hash, b.hash));
  const at = (name: DnsName): ResourceRecord[] => {
    const hash = hashOf(name);
    const i = entries.reduce(
      (best, entry, index) => (compareOctets(entry.hash, hash) <= 0 ? index : best),
      entries.length - 1,
    );
    const entry = entries[i];
    const next = entries[(i + 1) % entries.length];
    if (entry === undefined || next === undefined) return [];
    return nsec3Record(zone, entry.hash, next.hash, typesAt(zone, entry.name, []), settings);
  };
  const several = (...wanted: DnsName[]): ResourceRecord[] => distinct(wanted.map(at));
  const nextCloser = (name: DnsName, encloser: DnsName): DnsName => name.ancestor(encloser.labels.length + 1);
  const known = (name: DnsName): boolean => entries.some((entry) => equalOctets(entry.hash, hashOf(name)));
  return {
    noData: (name) => {
      if (known(name)) return several(name);
      let encloser = name;
      while (!known(encloser)) encloser = encloser.ancestor(encloser.labels.length - 1);
      return several(encloser, nextCloser(name, encloser));
    },
    nameError: (name, encloser) => several(encloser, nextCloser(name, encloser), encloser.child('*')),
    wildcardAnswer: (name, encloser) => several(nextCloser(name, encloser)),
    wildcardNoData: (name, encloser) => several(encloser, nextCloser(name, encloser), encloser.child('*')),
  };
}

/** A signed NSEC3 record, true or not. */
export function nsec3Record(
  zone: TestZone,
  hash: Uint8Array,
  next: Uint8Array,
  types: Iterable<number>,
  settings: Nsec3Settings,
): ResourceRecord[] {
  const { salt = new Uint8Array(), iterations = 0 } = settings;
  const flags = settings.flags ?? (settings.optOut === true ? 1 : 0);
  const head = Uint8Array.of(settings.hashAlgorithm ?? 1, flags);
  const parts = [
    head,
    octets16(iterations),
    Uint8Array.of(salt.length),
    salt,
    Uint8Array.of(next.length),
    next,
  ];
  const owner = zone.name.child(toBase32hex(hash).toLowerCase());
  return zone.signed(oneRecord(owner, RrType.NSEC3, concat([...parts, writeBitmap(types)])));
}

function ownersOf(zone: TestZone): DnsName[] {
  const hidden = (name: DnsName): boolean =>
    zone.sets.some((set) => zone.isDelegation(set.name) && name.isBelow(set.name));
  const owners = new Map(zone.sets.filter((set) => !hidden(set.name)).map((set) => [set.name.key, set.name]));
  return [...owners.values()];
}

function withEmptyNonTerminals(zone: TestZone, names: readonly DnsName[]): DnsName[] {
  const all = new Map<string, DnsName>();
  for (const name of names)
    for (let count = name.labels.length; count >= zone.name.labels.length; count--)
      all.set(name.ancestor(count).key, name.ancestor(count));
  return [...all.values()];
}

function typesAt(zone: TestZone, name: DnsName, extra: readonly number[]): number[] {
  const types = zone.sets.filter((set) => set.name.equals(name)).map((set) => set.type);
  const signed =
    types.length > 0 && !(zone.isDelegation(name) && !types.includes(RrType.DS) && extra.length === 0);
  return [...types, ...extra, ...(signed ? [RrType.RRSIG] : [])];
}

function distinct(proofs: readonly ResourceRecord[][]): ResourceRecord[] {
  const seen = new Set<string>();
  return proofs
    .filter(([first]) => first !== undefined && !seen.has(first.name.key) && seen.add(first.name.key))
    .flat();
}
