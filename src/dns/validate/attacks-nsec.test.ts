import { describe, expect, it } from 'vitest';
import { RrType, type ResourceRecord } from '../model.js';
import { n, ask, family, worldOf, instead, a } from '../testing/attacks.js';
import { nsecRecord } from '../testing/chains.js';
import type { Tamper } from '../testing/world.js';
import { message, oneRecord } from '../testing/zone.js';
import { writeBitmap } from '../wire/bitmap.js';
import { concat } from '../wire/octets.js';
import { readRrsig } from '../wire/rdata.js';

/* Each test is one rule of validator-attack-checklist.json: a zone that attacks, and the verdict that defeats it. */

describe('an attack by NSEC', () => {
  const denied = (
    name: string,
    rcode: number,
    authority: ResourceRecord[],
    type: number = RrType.A,
  ): Tamper => instead(name, type, { rcode, authority });

  it('out-of-zone-nsec-next: a next name outside the zone denies nothing', async () => {
    const zones = family();
    const authority = [
      ...nsecRecord(zones.child, n('p.test'), n('zz.test'), [RrType.NS, RrType.SOA]),
      ...nsecRecord(zones.child, n('w.p.test'), n('q.test'), [RrType.A]),
    ];
    expect(await ask(worldOf(zones, denied('www.p.test', 3, authority)), 'www.p.test')).toBe(
      'bogus denial-invalid',
    );
  });

  it('grandparent-nsec-downgrade: only the parent of a cut may deny its DS', async () => {
    const zones = family();
    const authority = nsecRecord(zones.top, n('c.p.test'), n('d.p.test'), [RrType.NS]);
    expect(await ask(worldOf(zones, denied('c.p.test', 0, authority, RrType.DS)), 'www.c.p.test')).toMatch(
      /^bogus (signer-wrong|ds-unproven)$/,
    );
  });

  it('nsec-piggyback: a proof for one name says nothing about another', async () => {
    const zones = family();
    const tamper: Tamper = (name, type, honest) => {
      if (type === RrType.A && name.equals(n('www.p.test')))
        return { ...honest, authority: nsecRecord(zones.child, n('c.p.test'), n('d.p.test'), [RrType.NS]) };
      return name.equals(n('c.p.test')) && type === RrType.DS ? message(name, type, {}) : undefined;
    };
    const world = worldOf(zones, tamper);
    expect(await ask(world, 'www.p.test')).toBe('secure records');
    expect(await ask(world, 'www.c.p.test')).toBe('bogus ds-unproven');
  });

  it('wildcard-nsec-as-ds-denial: an NSEC made from a wildcard denies no DS', async () => {
    const zones = family();
    const made = zones.child.signed(
      oneRecord(n('*.p.test'), RrType.NSEC, concat([n('zzz.p.test').toWire(), writeBitmap([RrType.NS])])),
      n('c.p.test'),
    );
    expect(await ask(worldOf(zones, denied('c.p.test', 0, made, RrType.DS)), 'www.c.p.test')).toMatch(
      /^bogus (ds-unproven|denial)/,
    );
  });

  it('refuses a denial that proves enough when its SOA or a record beside it is spoiled or unsigned', async () => {
    const zones = family();
    const { authority } = zones.child.answer(n('gone.p.test'), RrType.A);
    const isSoaSignature = (one: ResourceRecord): boolean =>
      one.type === RrType.RRSIG && readRrsig(one)?.typeCovered === RrType.SOA;
    const spoiled = (one: ResourceRecord): ResourceRecord => ({
      ...one,
      rdata: one.rdata.with(-1, (one.rdata.at(-1) ?? 0) ^ 1),
    });
    const verdict = (records: ResourceRecord[]): Promise<string> =>
      ask(worldOf(zones, denied('gone.p.test', 3, records)), 'gone.p.test');
    expect(authority.filter(isSoaSignature)).toHaveLength(1);
    expect(await verdict([...authority])).toBe('secure nxdomain');
    expect(await verdict(authority.map((one) => (isSoaSignature(one) ? spoiled(one) : one)))).toBe(
      'bogus signature-invalid',
    );
    expect(await verdict(authority.filter((one) => !isSoaSignature(one)))).toBe('bogus signature-missing');
    const unneeded = nsecRecord(zones.child, n('www.p.test'), n('zz.p.test'), [RrType.A]);
    expect(await verdict([...authority, ...unneeded.map(spoiled)])).toMatch(/^bogus/);
  });

  it("parent-side-denial: the parent's NSEC at a cut denies the DS only, the child's anything but", async () => {
    const zones = family();
    const parentSide = nsecRecord(zones.top, n('p.test'), n('zz.test'), [RrType.NS]);
    const childSide = nsecRecord(zones.child, n('p.test'), n('www.p.test'), [RrType.NS, RrType.SOA]);
    expect(await ask(worldOf(zones, denied('p.test', 0, parentSide, RrType.CAA)), 'p.test', 'CAA')).toMatch(
      /^bogus/,
    );
    expect(await ask(worldOf(zones, denied('p.test', 0, childSide, RrType.DS)), 'www.p.test')).toMatch(
      /^bogus/,
    );
    const open = nsecRecord(zones.child, n('open.p.test'), n('www.p.test'), [RrType.NS]);
    expect(
      await ask(worldOf(zones, denied('www.open.p.test', 3, open), { blind: true }), 'www.open.p.test'),
    ).toMatch(/^insecure/);
    const above = nsecRecord(zones.child, n('open.p.test'), n('z.p.test'), [RrType.NS]);
    expect(await ask(worldOf(zones, denied('www.p.test', 0, above)), 'www.p.test')).toBe(
      'bogus denial-invalid',
    );
  });

  it('wildcard-not-at-closest-encloser: a wildcard higher up answers for nothing', async () => {
    const zones = family();
    const higher = zones.child.key.sign(n('p.test'), { ...a('*.p.test') });
    const answer = [...a('x.w.p.test').records, { ...higher, name: n('x.w.p.test') }];
    const authority = zones.child.answer(n('x.w.p.test'), RrType.A).authority;
    expect(
      await ask(worldOf(zones, instead('x.w.p.test', RrType.A, { answer, authority })), 'x.w.p.test'),
    ).toBe('bogus wildcard-unproven');
    expect(
      await ask(
        worldOf(zones, () => undefined),
        'x.w.p.test',
      ),
    ).toBe('secure records');
  });
});
