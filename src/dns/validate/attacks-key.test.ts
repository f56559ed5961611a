import { describe, expect, it } from 'vitest';
import { RrType, type ResourceRecord } from '../model.js';
import { n, ask, family, worldOf, instead, a } from '../testing/attacks.js';
import { TestKey } from '../testing/signer.js';
import { TestWorld, type Tamper } from '../testing/world.js';
import { oneRecord, TestZone } from '../testing/zone.js';
import { parseRdata } from '../wire/presentation.js';
import { groupRrsets } from '../wire/rrset.js';

/* Each test is one rule of validator-attack-checklist.json: a zone that attacks, and the verdict that defeats it. */

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
