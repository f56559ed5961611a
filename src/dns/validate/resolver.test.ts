import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import type { Lookup } from '../model.js';
import { TEST_NOW } from '../testing/signer.js';
import { TestWorld, type WorldOptions } from '../testing/world.js';
import { TestZone, type ZoneSettings } from '../testing/zone.js';
import { typeNumber } from '../wire/types.js';

const OPT_OUT = { nsec3: { optOut: true } };

function world(settings: ZoneSettings = {}, options: WorldOptions = {}): TestWorld {
  const signed = new TestZone(
    'signed.test',
    ['www.signed.test A 192.0.2.9', 'signed.test CAA 0 issue "ca.example"'],
    settings,
  );
  const unsigned = new TestZone('unsigned.test', ['www.unsigned.test A 192.0.2.8'], { unsigned: true });
  const top = new TestZone(
    'test',
    [
      signed.ds(),
      'signed.test NS ns.invalid.',
      'unsigned.test NS ns.invalid.',
      'www.test A 192.0.2.1',
      '*.wild.test TXT "made"',
      'deep.empty.wild.test A 192.0.2.2',
      'alias.test CNAME www.signed.test.',
      'outward.test CNAME www.unsigned.test.',
      'loop1.test CNAME loop2.test.',
      'loop2.test CNAME loop1.test.',
      'moved.test DNAME signed.test.',
    ],
    settings,
  );
  return new TestWorld([top, signed, unsigned], options);
}

/** `secure records`, `insecure nodata delegation-insecure`, `bogus signature-expired`. */
function short(lookup: Lookup): string {
  const outcome = 'answer' in lookup ? ` ${lookup.answer.outcome.kind}` : '';
  return `${lookup.state}${outcome}${'reason' in lookup ? ` ${lookup.reason.code}` : ''}`;
}

const ask = async (from: TestWorld, name: string, type: string): Promise<string> =>
  short(await from.lookup(DnsName.parse(name), typeNumber(type) ?? 0));

describe.each<[string, ZoneSettings]>([
  ['NSEC', {}],
  ['NSEC3', { nsec3: { salt: Uint8Array.of(1, 2) } }],
])('a chain of zones signed with %s', (_title, settings) => {
  it.each([
    ['www.test', 'A', 'secure records'],
    ['signed.test', 'CAA', 'secure records'],
    ['signed.test', 'DS', 'secure records'],
    ['signed.test', 'DNSKEY', 'secure records'],
    ['www.test', 'CAA', 'secure nodata'],
    ['www.signed.test', 'CAA', 'secure nodata'],
    ['nothing.test', 'CAA', 'secure nxdomain'],
    ['a.b.nothing.test', 'CAA', 'secure nxdomain'],
    ['any.wild.test', 'TXT', 'secure records'],
    ['a.b.wild.test', 'TXT', 'secure records'],
    ['any.wild.test', 'CAA', 'secure nodata'],
    ['empty.wild.test', 'A', 'secure nodata'],
    ['alias.test', 'A', 'secure records'],
    ['www.moved.test', 'A', 'secure records'],
    ['www.moved.test', 'CNAME', 'secure records'],
    ['no.moved.test', 'A', 'secure nxdomain'],
    ['unsigned.test', 'DS', 'secure nodata'],
    ['www.unsigned.test', 'A', 'insecure records delegation-insecure'],
    ['outward.test', 'A', 'insecure records delegation-insecure'],
    ['www.unsigned.test', 'CAA', 'insecure nodata delegation-insecure'],
    ['loop1.test', 'A', 'indeterminate alias-loop'],
  ])('answers %s %s: %s', async (name, type, expected) => {
    expect(await ask(world(settings), name, type)).toBe(expected);
    expect(await ask(world(settings, { blind: true }), name, type)).toBe(expected);
  });
});

describe('a validating resolver', () => {
  it('says that an opt-out span leaves a child insecure', async () => {
    expect(await ask(world(OPT_OUT), 'www.unsigned.test', 'A')).toBe('insecure records delegation-opt-out');
    expect(await ask(world(OPT_OUT), 'nothing.test', 'A')).toBe('insecure nxdomain denial-opt-out');
    expect(await ask(world(OPT_OUT), 'www.signed.test', 'A')).toBe('secure records');
  });

  it('gives the alias chain, the owner and the zone of an answer, and the least TTL', async () => {
    const lookup = await world().lookup(DnsName.parse('alias.test'), 1);
    if (lookup.state !== 'secure') throw new Error(short(lookup));
    const { owner, zone, aliases, ttl } = lookup.answer;
    expect([owner, zone].map(String)).toEqual(['www.signed.test', 'signed.test']);
    expect(aliases.map(({ from, to, via }) => `${from.toString()} ${via} ${to.toString()}`)).toEqual([
      'alias.test CNAME www.signed.test',
    ]);
    expect(ttl).toBe(3600);
  });

  it('asks for each chain of trust once, and for the least that proves an answer', async () => {
    const one = world();
    await Promise.all(
      ['www.signed.test', 'signed.test', 'www.signed.test'].map((name) => ask(one, name, 'A')),
    );
    expect(one.asked.sort()).toEqual([
      'signed.test A',
      'signed.test DNSKEY',
      'signed.test DS',
      'test DNSKEY',
      'www.signed.test A',
    ]);
  });

  it('asks another server when an answer does not validate, and says so', async () => {
    const rejected: string[] = [];
    const damaged: WorldOptions = {
      tamper: (_name, type, honest) =>
        type === 1 ? { ...honest, answer: honest.answer.slice(0, 1) } : undefined,
      onRejected: ({ code, server }) => void rejected.push(`${code} ${server?.host}`),
    };
    expect(await ask(world({}, damaged), 'www.signed.test', 'A')).toBe('bogus signature-missing');
    expect(await ask(world({}, { ...damaged, honestSecond: true }), 'www.signed.test', 'A')).toBe(
      'secure records',
    );
    expect(rejected).toEqual(['signature-missing 192.0.2.1']);
  });

  it.each([
    ['signature-expired', { expiration: TEST_NOW - 1 }, '20261123115959'],
    ['signature-not-yet-valid', { inception: TEST_NOW + 1 }, '20261123120001'],
    ['signature-invalid', { damage: true }, 'does not fit'],
    ['signer-wrong', { signer: DnsName.parse('www.signed.test') }, 'expected signed.test as signer'],
    ['labels-wrong', { labels: 4 }, 'expected 2 to 3 labels'],
    ['dnskey-missing', { keyTag: 1 }, 'key 1'],
  ])('tells %s apart', async (code, options, words) => {
    const settings: ZoneSettings = { signWith: (set) => (set.type === 1 ? options : undefined) };
    const lookup = await world(settings).lookup(DnsName.parse('www.signed.test'), 1);
    expect(short(lookup)).toBe(`bogus ${code}`);
    expect('reason' in lookup && lookup.reason.detail).toContain(words);
    expect('reason' in lookup && lookup.reason.zone?.toString()).toBe('signed.test');
  });

  it('takes times on the very edge, and across the turn of the 32-bit clock', async () => {
    const edge = { inception: TEST_NOW, expiration: TEST_NOW };
    expect(
      await ask(world({ signWith: (set) => (set.type === 1 ? edge : undefined) }), 'www.test', 'A'),
    ).toBe('secure records');
  });

  it('clamps the TTL to what a signature has left', async () => {
    const settings: ZoneSettings = {
      signWith: (set) => (set.type === 1 ? { expiration: TEST_NOW + 60 } : undefined),
    };
    const lookup = await world(settings).lookup(DnsName.parse('www.test'), 1);
    expect('answer' in lookup && lookup.answer.ttl).toBe(60);
  });

  it('says update when no anchor matches the keys', async () => {
    const other = new TestZone('test', []);
    const asked = new TestWorld([new TestZone('test', ['www.test A 192.0.2.1'])], {
      anchors: other.set(other.name, 48)!.records,
    });
    const lookup = await asked.lookup(DnsName.parse('www.test'), 1);
    expect(short(lookup)).toBe('bogus anchor-mismatch');
    expect('reason' in lookup && lookup.reason.detail).toContain('update caa-guard');
  });
});
