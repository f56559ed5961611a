import { describe, expect, it } from 'vitest';
import type { LookupEvidence } from './evidence.js';
import { domainPolicy } from './testing/fakes.js';
import { guardedZones } from './zones.js';

type Answer = NonNullable<LookupEvidence['answer']>;

const lookup = (name: string, type: string, zone: string, more: Partial<Answer> = {}): LookupEvidence => ({
  name,
  type,
  state: 'secure',
  answer: {
    owner: name,
    zone,
    aliases: [],
    kind: 'nodata',
    ttl: 300,
    rdatas: [],
    signatures: [],
    ...more,
  },
});
const soa = (zone: string, more?: Partial<Answer>) => lookup('example.com', 'SOA', zone, more);
const caa = (name: string, zone: string, more?: Partial<Answer>) => lookup(name, 'CAA', zone, more);
const POLICY = domainPolicy('example.com', ['www.example.com', '*.sub.example.com']);
const zones = (...lookups: readonly LookupEvidence[]) =>
  guardedZones(POLICY, lookups).map(({ zone, names }) => [
    zone.toCanonicalString(),
    names.map((name) => name.toCanonicalString()),
  ]);

describe('the zones whose servers are asked', () => {
  it('are the domain’s own, with every guarded name', () => {
    expect(zones(soa('example.com'))).toEqual([
      ['example.com', ['example.com', 'www.example.com', 'sub.example.com']],
    ]);
  });

  it('and those delegated below it, with the names in them', () => {
    expect(zones(soa('example.com'), caa('sub.example.com', 'sub.example.com'))).toEqual([
      ['example.com', ['example.com', 'www.example.com']],
      ['sub.example.com', ['sub.example.com']],
    ]);
  });

  it('are the zone in which the domain lies, where it is none itself', () => {
    const inside = guardedZones(domainPolicy('a.example.com'), [
      lookup('a.example.com', 'SOA', 'example.com'),
    ]);
    expect(inside.map(({ zone }) => zone.toCanonicalString())).toEqual(['example.com']);
  });

  it('are never a top-level domain, nor the zone above a domain that is not there', () => {
    expect(zones(soa('com'))).toEqual([]);
    const gone = lookup('a.example.com', 'SOA', 'example.com', { kind: 'nxdomain' });
    expect(guardedZones(domainPolicy('a.example.com'), [gone])).toEqual([]);
  });

  it('are never those of an alias’s target', () => {
    const aliases = [{ from: 'www.example.com', to: 'x.test', via: 'CNAME' as const }];
    expect(zones(soa('example.com'), caa('www.example.com', 'x.test', { aliases }))).toHaveLength(1);
  });

  it('count the domain as a zone where nothing could be looked up', () => {
    expect(zones()).toEqual([['example.com', ['example.com', 'www.example.com', 'sub.example.com']]]);
  });
});
