import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DnsName } from './name.js';

const label = fc.uint8Array({ minLength: 1, maxLength: 20 });
const name = fc.array(label, { maxLength: 8 }).map((labels) => DnsName.fromLabels(labels));

describe('a domain name', () => {
  it('is read with and without the final dot, and shown without', () => {
    expect(DnsName.parse('www.Example.com.').toString()).toBe('www.Example.com');
    expect(DnsName.parse('www.Example.com').toCanonicalString()).toBe('www.example.com');
    expect(DnsName.parse('.').isRoot).toBe(true);
    expect(DnsName.root.toString()).toBe('.');
  });

  it('is the same in any letter case, and only in ASCII', () => {
    expect(DnsName.parse('EXAMPLE.com').equals(DnsName.parse('example.COM'))).toBe(true);
    const upper = DnsName.fromLabels([Uint8Array.of(0xc4)]);
    const lower = DnsName.fromLabels([Uint8Array.of(0xe4)]);
    expect(upper.equals(lower)).toBe(false);
  });

  it('tells a dot in a label from two labels', () => {
    const one = DnsName.parse('a\\.b.example');
    expect(one.labels).toHaveLength(2);
    expect(one.equals(DnsName.parse('a.b.example'))).toBe(false);
    expect(one.toString()).toBe('a\\.b.example');
  });

  it('is not mistaken for a suffix that only shares octets', () => {
    // The label "x\003com" ends in the octets of ".com" without being below it.
    const trap = DnsName.fromLabels([Uint8Array.from([0x78, 3, 0x63, 0x6f, 0x6d])]);
    expect(trap.isAtOrBelow(DnsName.parse('com'))).toBe(false);
  });

  it('survives its presentation form', () => {
    fc.assert(fc.property(name, (one) => DnsName.parse(one.toString()).equals(one)));
  });

  it('lies below each of its ancestors and shares them with its siblings', () => {
    fc.assert(
      fc.property(name, fc.nat(8), label, (one, count, other) => {
        const above = one.ancestor(count);
        expect(one.isAtOrBelow(above)).toBe(true);
        expect(above.isBelow(one)).toBe(false);
        expect(above.key).toBe(DnsName.fromLabels(above.labels).key);
        const sibling = above.child(other);
        expect(one.commonAncestor(sibling).labels.length).toBeGreaterThanOrEqual(above.labels.length);
        expect(one.isAtOrBelow(one.commonAncestor(sibling))).toBe(true);
      }),
    );
  });

  it.each([
    ['a..b', 'empty label'],
    ['.a', 'empty label'],
    ['', 'is empty'],
    ['bücher.example', 'A-label'],
    ['a\\999', 'broken escape'],
    ['a\\', 'broken escape'],
    ['x'.repeat(64), '64 octets'],
    [Array(128).fill('ab').join('.'), '255 are allowed'],
  ])('refuses %j and says why', (text, why) => {
    expect(() => DnsName.parse(text)).toThrow(why);
  });

  it('sorts as RFC 4034, section 6.1, shows', () => {
    const sorted = [
      'example',
      'a.example',
      'yljkjljk.a.example',
      'Z.a.example',
      'zABC.a.EXAMPLE',
      'z.example',
      '\\001.z.example',
      '*.z.example',
      '\\200.z.example',
    ].map((one) => DnsName.parse(one));
    const shuffled = sorted.toReversed().toSorted((a, b) => a.compare(b));
    expect(shuffled.map(String)).toEqual(sorted.map(String));
  });

  it('gives the wire form, and the canonical one in lower case', () => {
    expect(Buffer.from(DnsName.parse('A.bC').toWire()).toString('latin1')).toBe('\x01A\x02bC\x00');
    expect(Buffer.from(DnsName.parse('A.bC').toCanonicalWire()).toString('latin1')).toBe('\x01a\x02bc\x00');
    expect([...DnsName.root.toWire()]).toEqual([0]);
  });

  it('knows a wildcard by its whole first label', () => {
    expect(DnsName.parse('*.example').isWildcard).toBe(true);
    expect(DnsName.parse('*a.example').isWildcard).toBe(false);
  });
});
