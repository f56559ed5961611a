import { describe, expect, it } from 'vitest';
import { RrType, type ResourceRecord } from '../model.js';
import { n, ask, family, worldOf, instead } from '../testing/attacks.js';
import { nsec3Record } from '../testing/chains.js';
import { TestKey } from '../testing/signer.js';
import { TestWorld, type Tamper } from '../testing/world.js';
import { TestZone } from '../testing/zone.js';
import { toBase32hex } from '../wire/base32hex.js';
import { groupRrsets } from '../wire/rrset.js';
import { nsec3Hash } from './nsec3.js';

/* Each test is one rule of validator-attack-checklist.json: a zone that attacks, and the verdict that defeats it. */

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
