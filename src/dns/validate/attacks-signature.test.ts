import { describe, expect, it } from 'vitest';
import { RrType } from '../model.js';
import { n, ask, family, worldOf, instead, a } from '../testing/attacks.js';
import { nsecRecord } from '../testing/chains.js';
import { TestKey } from '../testing/signer.js';
import { TestWorld, type Tamper } from '../testing/world.js';
import { message, TestZone } from '../testing/zone.js';

/* Each test is one rule of validator-attack-checklist.json: a zone that attacks, and the verdict that defeats it. */

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
