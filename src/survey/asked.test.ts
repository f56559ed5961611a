import { describe, expect, it } from 'vitest';
import {
  caa,
  certificate,
  domainPolicy,
  evidenceOf,
  issued,
  namePolicy,
  policyOf,
  records,
  seenOf,
} from '../rules/testing/builder.js';
import { askedBy } from './asked.js';

const SHOP = 'shop.example.com';
const wide = policyOf({ names: [namePolicy(SHOP)] });
const [apex, below] = [certificate(1, ['example.com']), certificate(2, ['other.example.com'])];
const seen = seenOf(
  [
    caa(SHOP, []),
    records(`_acme-challenge.${SHOP}`, 'TXT', [], { zone: `_acme-challenge.${SHOP}` }),
    records(`_acme-challenge.${SHOP}`, 'NS', []),
    records(SHOP, 'A', []),
  ],
  [issued([apex, below])],
);
const evidence = evidenceOf(seen);

describe('evidence that was taken for two policies', () => {
  it('holds for the one of them that says all what was taken', () => {
    expect(askedBy(wide, wide, evidence)).toEqual(evidence);
  });

  it('holds for the other nothing of names that it does not have', () => {
    const [cut] = askedBy(policyOf(), wide, evidence).domains;
    expect(Object.keys(cut?.lookups ?? {}).filter((key) => key.includes(SHOP))).toEqual([]);
    expect(Object.keys(cut?.lookups ?? {}).sort()).toEqual(Object.keys(seenOf().lookups).sort());
    expect(cut?.issuance).toEqual(seen.issuance);
  });

  it('holds no certificates for names below, for a policy that does not look at these', () => {
    const narrow = policyOf({ includeSubdomains: false });
    const [cut] = askedBy(narrow, wide, evidence).domains;
    expect(cut?.issuance).toEqual([{ ...issued([apex]), includeSubdomains: false }]);
  });

  it('keeps what could not be read in full: it may be of the domain', () => {
    const odd = certificate(3, ['x.example.com'], { problems: [{ code: 'san', detail: 'broken' }] as never });
    const narrow = policyOf({ includeSubdomains: false });
    const [cut] = askedBy(narrow, wide, evidenceOf(seenOf([], [issued([odd])]))).domains;
    expect(cut?.issuance[0]?.certificates).toEqual([odd]);
  });

  it('keeps zones at which a set for its own names may stand, of those whose servers were asked', () => {
    const zone = (name: string) => ({ zone: name, parentSeen: true, servers: [], answers: [] });
    const withServers = {
      ...seenOf([caa(SHOP, [], { zone: SHOP }), records('example.com', 'SOA', [Uint8Array.of(0)])]),
      servers: [zone('example.com'), zone(SHOP)],
    };
    const [cut] = askedBy(policyOf(), wide, evidenceOf(withServers)).domains;
    expect(cut?.servers?.map((one) => one.zone)).toEqual(['example.com']);
    expect(askedBy(wide, wide, evidenceOf(withServers)).domains[0]?.servers).toHaveLength(2);
  });

  it('leaves domains alone that only one of them has', () => {
    const other = { ...wide, domains: [domainPolicy({ name: 'example.org' })] };
    expect(askedBy(other, other, evidence)).toEqual(evidence);
  });
});
