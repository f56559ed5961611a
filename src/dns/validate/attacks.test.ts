import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import { RrType, type Lookup, type Message, type ResourceRecord } from '../model.js';
import { nsec3Record, nsecRecord } from '../testing/chains.js';
import { TestKey } from '../testing/signer.js';
import { TestWorld, type Tamper, type WorldOptions } from '../testing/world.js';
import { message, oneRecord, TestZone, type ZoneSettings } from '../testing/zone.js';
import { toBase32hex } from '../wire/base32hex.js';
import { writeBitmap } from '../wire/bitmap.js';
import { concat } from '../wire/octets.js';
import { parseRdata } from '../wire/presentation.js';
import { groupRrsets } from '../wire/rrset.js';
import { typeNumber } from '../wire/types.js';
import { nsec3Hash } from './nsec3.js';

/* Each test is one rule of validator-attack-checklist.json: a zone that attacks, and the verdict that defeats it. */

const n = (text: string): DnsName => DnsName.parse(text);
const short = (lookup: Lookup): string => {
  const outcome = 'answer' in lookup ? ` ${lookup.answer.outcome.kind}` : '';
  return `${lookup.state}${outcome}${'reason' in lookup ? ` ${lookup.reason.code}` : ''}`;
};
const ask = async (world: TestWorld, name: string, type = 'A'): Promise<string> =>
  short(await world.lookup(n(name), typeNumber(type) ?? 0));

interface Family {
  readonly top: TestZone;
  readonly child: TestZone;
  readonly grandchild: TestZone;
}

function family(settings: ZoneSettings = {}, childSettings = settings, more: readonly string[] = []): Family {
  const grandchild = new TestZone('c.p.test', ['www.c.p.test A 192.0.2.3'], settings);
  const child = new TestZone(
    'p.test',
    [
      'www.p.test A 192.0.2.2',
      'c.p.test NS ns.invalid.',
      grandchild.ds(),
      'open.p.test NS ns.invalid.',
      '*.w.p.test A 192.0.2.7',
    ],
    childSettings,
  );
  const top = new TestZone(
    'test',
    ['p.test NS ns.invalid.', child.ds(), 'zz.test A 192.0.2.1', ...more],
    settings,
  );
  return { top, child, grandchild };
}

const worldOf = ({ top, child, grandchild }: Family, tamper: Tamper, options: WorldOptions = {}): TestWorld =>
  new TestWorld([top, child, grandchild], { ...options, tamper });

/** Answers one question with something else. */
const instead =
  (name: string, type: number, parts: Partial<Message>): Tamper =>
  (asked, askedType) =>
    asked.equals(n(name)) && askedType === type ? message(asked, type, parts) : undefined;

const a = (owner: string): ReturnType<typeof oneRecord> =>
  oneRecord(n(owner), RrType.A, Uint8Array.of(203, 0, 113, 66));

describe('an attack by signature', () => {
  it('rrsig-labels-too-small: a wildcard above the signer is refused', async () => {
    const zones = family();
    const forged = zones.child.key.sign(n('p.test'), { ...a('*.test'), name: n('*.test') }, { labels: 1 });
    const answer = [...a('www.p.test').records, { ...forged, name: n('www.p.test') }];
    expect(await ask(worldOf(zones, instead('www.p.test', RrType.A, { answer })), 'www.p.test')).toBe(
      'bogus labels-wrong',
    );
  });

  it('signer-containment: another zone, though secure, cannot sign for this one', async () => {
    const zones = family();
    const answer = zones.child.signed(a('zz.test'));
    expect(await ask(worldOf(zones, instead('zz.test', RrType.A, { answer })), 'zz.test')).toMatch(
      /^bogus (signer-wrong|signature-missing)$/,
    );
  });

  it("ancestor-signed-data-below-cut: a parent's signature over its child's data is refused", async () => {
    const zones = family();
    const answer = zones.top.signed(a('www.p.test'));
    const tamper = instead('www.p.test', RrType.A, { answer });
    expect(await ask(worldOf(zones, tamper), 'www.p.test')).toBe('bogus signer-wrong');
    expect(await ask(worldOf(zones, tamper, { blind: true }), 'www.p.test')).toBe('bogus signer-wrong');
  });

  it('keytrap: many keys of one tag and many signatures end at the work limit, quickly', async () => {
    const key = new TestKey();
    const zone = new TestZone('test', ['www.test A 192.0.2.1'], { key });
    const www = zone.set(n('www.test'), RrType.A)!;
    const bad = Array.from({ length: 300 }, () => key.sign(zone.name, www, { damage: true }));
    const types = Array.from({ length: 100 }, (_, i) =>
      nsecRecord(zone, n(`x${i}.test`), n(`y${i}.test`), [1]),
    );
    const broken = types
      .flat()
      .map((record) =>
        record.type === RrType.RRSIG
          ? { ...record, rdata: Uint8Array.from(record.rdata, (octet, i) => (i > 30 ? octet ^ 1 : octet)) }
          : record,
      );
    const many: Tamper = (name, type) =>
      type === RrType.A ? message(name, type, { answer: [...www.records, ...bad] }) : undefined;
    const negative: Tamper = (name, type) =>
      type === RrType.A ? message(name, type, { rcode: 3, authority: broken }) : undefined;
    const start = performance.now();
    expect(await ask(new TestWorld([zone], { tamper: many }), 'www.test')).toBe('bogus signature-invalid');
    expect(await ask(new TestWorld([zone], { tamper: negative }), 'no.test')).toBe('bogus work-limit');
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('negative-proof-work: the limit counts over all sets of the authority section', async () => {
    const zone = new TestZone('test', []);
    const proofs = Array.from({ length: 90 }, (_, i) =>
      nsecRecord(zone, n(`x${i}.test`), n(`x${i}a.test`), [1]),
    ).flat();
    const tamper: Tamper = (name, type) =>
      type === RrType.A ? message(name, type, { rcode: 3, authority: proofs }) : undefined;
    expect(await ask(new TestWorld([zone], { tamper }), 'no.test')).toBe('bogus work-limit');
  });
});

describe('an attack by key', () => {
  it('dnskey-not-ds-linked: a key set signed by a key that no DS names is refused', async () => {
    const [honest, thief] = [new TestKey(), new TestKey()];
    const zone = new TestZone('test', ['www.test A 192.0.2.1'], { key: honest });
    const stolen = new TestZone('test', ['www.test A 203.0.113.66'], { key: thief, otherKeys: [honest] });
    const tamper: Tamper = (name, type) => stolen.answer(name, type);
    expect(await ask(new TestWorld([zone], { tamper }), 'www.test')).toMatch(
      /^bogus (dnskey-missing|signature-invalid)$/,
    );
  });

  it.each([
    ['revoked-key', new TestKey(257 | 0x80)],
    ['zone-key-flag', new TestKey(1)],
    ['zone-key-flag (protocol)', new TestKey(257, 2)],
  ])('%s: such a key verifies nothing, and spoils no other key', async (_title, odd) => {
    const zone = new TestZone('test', ['www.test A 192.0.2.1'], { otherKeys: [odd] });
    const answer: ResourceRecord[] = [...a('www.test').records, odd.sign(zone.name, a('www.test'))];
    expect(
      await ask(new TestWorld([zone], { tamper: instead('www.test', RrType.A, { answer }) }), 'www.test'),
    ).toBe('bogus dnskey-missing');
    expect(await ask(new TestWorld([zone]), 'www.test')).toBe('secure records');
    const alone = new TestZone('test', ['www.test A 192.0.2.1'], { key: odd });
    expect(await ask(new TestWorld([alone]), 'www.test')).toBe('bogus anchor-mismatch');
  });

  it('malformed-dnskey: empty and oversized keys are ignored, not the set', async () => {
    const zone = new TestZone('test', ['www.test A 192.0.2.1']);
    const odd = [
      '257 3 8',
      `257 3 8 ${Buffer.alloc(3000, 255).toString('base64')}`,
      '257 3 13 AAAA',
      `257 3 8 ${Buffer.from([0, 255, 255, 1]).toString('base64')}`,
    ];
    const extra = odd.map(
      (text) => oneRecord(zone.name, RrType.DNSKEY, parseRdata(RrType.DNSKEY, text), 3600).records[0]!,
    );
    const set = groupRrsets([zone.key.dnskey(zone.name), ...extra])[0]!;
    const answer = [...set.records, zone.key.sign(zone.name, set)];
    expect(
      await ask(new TestWorld([zone], { tamper: instead('test', RrType.DNSKEY, { answer }) }), 'www.test'),
    ).toBe('secure records');
  });

  it('ds-or-dnskey-cname: an alias in the place of keys or DS breaks the chain and is not followed', async () => {
    const zones = family();
    const alias = oneRecord(n('p.test'), RrType.CNAME, n('zz.test').toWire());
    const answer = [...alias.records, zones.top.key.sign(zones.top.name, alias)];
    for (const type of [RrType.DNSKEY, RrType.DS]) {
      const world = worldOf(zones, instead('p.test', type, { answer }));
      expect(await ask(world, 'www.p.test')).toMatch(/^bogus (dnskey-missing|signer-wrong)$/);
      expect(world.asked.length).toBeLessThan(12);
    }
  });

  it('canonicalise-short-rdata: RDATA that ends within a name is never half folded', async () => {
    const zone = new TestZone('test', []);
    const short_ = oneRecord(n('px.test'), 26, Uint8Array.of(0, 1, 3, 0x41));
    const answer = zone.signed(short_);
    expect(
      await ask(new TestWorld([zone], { tamper: instead('px.test', 26, { answer }) }), 'px.test', 'PX'),
    ).toBe('secure records');
  });
});

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

describe('an attack by NSEC3', () => {
  const nsec3 = { salt: Uint8Array.of(7) };
  const hash = (name: string, salt = nsec3.salt, iterations = 0): Uint8Array =>
    nsec3Hash(n(name), salt, iterations);
  const around = (value: Uint8Array): [Uint8Array, Uint8Array] => [
    value.with(19, value[19]! - 1),
    value.with(19, value[19]! + 1),
  ];

  it('nsec3-apex-hash-impersonation: an NSEC3 at the apex of its own signer proves nothing for the parent', async () => {
    const label = toBase32hex(hash('test')).toLowerCase();
    const child = new TestZone(`${label}.test`, []);
    const top = new TestZone('test', ['www.test A 192.0.2.1', `${label}.test NS ns.invalid.`, child.ds()], {
      nsec3,
    });
    const lies = nsec3Record(child, hash('test'), hash('test'), [RrType.NS], nsec3).map((record) => ({
      ...record,
      name: child.name,
    }));
    const forged = child.signed({ ...groupRrsets(lies)[0]!, name: child.name });
    const tamper = instead('www.test', RrType.A, { rcode: 3, authority: forged });
    expect(await ask(new TestWorld([top, child], { tamper }), 'www.test')).toMatch(/^bogus/);
  });

  it('nsec3-bogus-inner-optout: an opt-out NSEC3 that is not validly signed makes nothing insecure', async () => {
    const zones = family({ nsec3 });
    const [before, after] = around(hash('p.test'));
    const forged = nsec3Record(zones.top, before, after, [], { ...nsec3, optOut: true }).map((record) =>
      record.type === RrType.RRSIG
        ? { ...record, rdata: record.rdata.with(40, record.rdata[40]! ^ 1) }
        : record,
    );
    const apex = zones.top.answer(n('test'), RrType.CAA).authority;
    const tamper = instead('p.test', RrType.DS, { authority: [...apex, ...forged] });
    expect(await ask(worldOf(zones, tamper), 'www.p.test')).toBe('bogus signature-invalid');
  });

  it("nsec3-wrong-zone-wildcard: the parent's NSEC3 does not complete a child's wildcard answer", async () => {
    const zones = family({ nsec3 });
    const [before, after] = around(hash('x.w.p.test'));
    const honest = zones.child.answer(n('x.w.p.test'), RrType.A);
    const authority = nsec3Record(zones.top, before, after, [], nsec3);
    expect(
      await ask(
        worldOf(zones, instead('x.w.p.test', RrType.A, { answer: honest.answer, authority })),
        'x.w.p.test',
      ),
    ).toMatch(/^bogus/);
    expect(
      await ask(
        worldOf(zones, () => undefined),
        'x.w.p.test',
      ),
    ).toBe('secure records');
  });

  it.each([
    ['unknown hash algorithm', { ...nsec3, hashAlgorithm: 2 }],
    ['flags other than opt-out', { ...nsec3, flags: 2 }],
  ])('nsec3-unsupported-hash-or-flags: %s', async (_title, settings) => {
    expect(await ask(new TestWorld([new TestZone('test', [], { nsec3: settings })]), 'no.test')).toMatch(
      /^bogus denial/,
    );
  });

  it('nsec3-mixed-params: records of different parameters do not add up', async () => {
    const key = new TestKey();
    const [one, two] = [nsec3, { salt: Uint8Array.of(8) }].map(
      (settings) => new TestZone('test', ['a.test A 192.0.2.1'], { key, nsec3: settings }),
    );
    const proof = (zone: TestZone): readonly ResourceRecord[] =>
      zone.answer(n('no.test'), RrType.A).authority;
    const whole = proof(one!).filter((record) => record.type !== RrType.SOA);
    expect(
      await ask(
        new TestWorld([one!], { tamper: instead('no.test', RrType.A, { rcode: 3, authority: whole }) }),
        'no.test',
      ),
    ).toBe('secure nxdomain');
    const [before, after] = around(hash('no.test', Uint8Array.of(8)));
    const apexOnly = nsec3Record(
      one!,
      hash('test'),
      hash('test').with(19, hash('test')[19]! + 1),
      [RrType.SOA],
      nsec3,
    );
    const mixed = [...apexOnly, ...nsec3Record(two!, before, after, [], { salt: Uint8Array.of(8) })];
    expect(
      await ask(
        new TestWorld([one!], { tamper: instead('no.test', RrType.A, { rcode: 3, authority: mixed }) }),
        'no.test',
      ),
    ).toBe('bogus denial-invalid');
  });

  it('nsec3-iterations: over the limit is insecure, and on the limit is not', async () => {
    const over = (iterations: number): TestWorld => {
      const settings = { nsec3: { iterations } };
      const open = new TestZone('open.test', ['www.open.test A 192.0.2.1'], { unsigned: true });
      return new TestWorld([new TestZone('test', ['open.test NS ns.invalid.'], settings), open]);
    };
    expect(await ask(over(50), 'no.test')).toBe('secure nxdomain');
    expect(await ask(over(51), 'no.test')).toBe('insecure nxdomain nsec3-iterations');
    expect(await ask(over(51), 'www.open.test')).toBe('insecure records nsec3-iterations');
    expect(await ask(over(50), 'www.open.test')).toBe('insecure records delegation-insecure');
  });

  it('nsec3-encloser: a name of very many labels ends at the work limit, quickly', async () => {
    const deep = `${'a.'.repeat(100)}test`;
    const start = performance.now();
    expect(await ask(new TestWorld([new TestZone('test', [], { nsec3: { iterations: 50 } })]), deep)).toBe(
      'bogus work-limit',
    );
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('optout-nodata: an opt-out span leaves doubt, and doubt is never secure', async () => {
    const zone = new TestZone('test', ['open.test NS ns.invalid.'], { nsec3: { optOut: true } });
    expect(await ask(new TestWorld([zone]), 'open.test', 'DS')).toBe('insecure nodata denial-opt-out');
    const nodata: Tamper = (_name, type, honest) =>
      type === RrType.CAA ? { ...honest, rcode: 0 } : undefined;
    expect(await ask(new TestWorld([zone], { tamper: nodata }), 'no.test', 'CAA')).toBe(
      'insecure nodata denial-opt-out',
    );
  });
});
