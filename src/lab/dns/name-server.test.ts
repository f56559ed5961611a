import dnsPacket, { type DecodedPacket } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { sampleWorld } from '../testing/sample-world.js';
import type { NameServer } from './name-server.js';
import type { ServerFaultKind } from './server-faults.js';

/** A question as npm dns-packet writes it: neither the lab's nor the product's codec. */
function question(name: string, type: string, dnssecOk = false): Buffer {
  return dnsPacket.encode({
    type: 'query',
    id: 4711,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ type: type as 'A', name }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: 1232,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: dnssecOk ? dnsPacket.DNSSEC_OK : 0,
        flag_do: dnssecOk,
        options: [],
      },
    ],
  });
}

/** The types of dns-packet leave out the RCODE. */
type Answer = DecodedPacket & { readonly rcode?: string };

function ask(server: NameServer, name: string, type: string, dnssecOk = false): Answer {
  const { octets } = server.reply(question(name, type, dnssecOk), 'udp');
  return dnsPacket.decode(octets ?? Buffer.alloc(0));
}

const types = (records: DecodedPacket['answers']) => (records ?? []).map(({ type }) => type);

describe('a name server, read by dns-packet', () => {
  const { world } = sampleWorld();
  const hosting = world.server('ns1.hosting.test');
  const nic = world.server('a.nic.test');

  it('answers with authority, and with signatures only where they are asked for', () => {
    const plain = ask(hosting, 'ZONE.test', 'CAA');
    expect(plain).toMatchObject({ id: 4711, rcode: 'NOERROR', flag_aa: true, flag_tc: false, flag_rd: true });
    expect(plain.answers).toMatchObject([
      { name: 'zone.test', data: { tag: 'issue', value: 'letsencrypt.org; validationmethods=dns-01' } },
      { data: { tag: 'issuewild', value: ';' } },
    ]);
    expect(types(ask(hosting, 'zone.test', 'CAA', true).answers)).toEqual(['CAA', 'CAA', 'RRSIG']);
  });

  it('refers with glue and DS, or with the proof that there is none', () => {
    const secure = ask(nic, 'www.hosting.test', 'A', true);
    expect(secure).toMatchObject({ flag_aa: false, answers: [] });
    expect(types(secure.authorities)).toEqual(['NS', 'NS', 'DS', 'RRSIG']);
    expect(secure.additionals?.[0]).toMatchObject({ name: 'ns1.hosting.test', type: 'A', data: '127.0.0.4' });
    world.zone('zone.test').setDs('none');
    expect(types(ask(nic, 'zone.test', 'A', true).authorities)).toEqual(['NS', 'NS', 'NSEC', 'RRSIG']);
    world.zone('zone.test').setDs({ digests: [2] });
  });

  it('answers for DS from the parent side', () => {
    expect(ask(nic, 'zone.test', 'DS')).toMatchObject({ flag_aa: true, answers: [{ type: 'DS' }] });
    expect(ask(hosting, 'child.zone.test', 'DS')).toMatchObject({ flag_aa: true, answers: [{ type: 'DS' }] });
  });

  it('makes a CNAME from a DNAME, follows within the zone, and expands wildcards', () => {
    const renamed = ask(hosting, 'deep.old.zone.test', 'TXT');
    expect(types(renamed.answers)).toEqual(['DNAME', 'CNAME', 'TXT']);
    expect(types(ask(hosting, 'alias.zone.test', 'AAAA').answers)).toEqual(['CNAME', 'AAAA']);
    expect(ask(hosting, 'a.b.wild.zone.test', 'A').answers).toMatchObject([{ name: 'a.b.wild.zone.test' }]);
  });

  it('tells an empty non-terminal from a name that is not there', () => {
    expect(ask(hosting, 'under.ent.zone.test', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [] });
    expect(ask(hosting, 'no.zone.test', 'A')).toMatchObject({
      rcode: 'NXDOMAIN',
      authorities: [{ type: 'SOA' }],
    });
    expect(ask(nic, 'zone.invalid', 'A')).toMatchObject({ rcode: 'REFUSED', flag_aa: false });
  });

  it('truncates over UDP at 1232 octets, and not over TCP', () => {
    const zone = world.zone('zone.test');
    zone.replace(
      'big',
      'TXT',
      Array.from({ length: 30 }, (_, i) => `"${'x'.repeat(60)}${i}"`),
    );
    expect(ask(hosting, 'big.zone.test', 'TXT')).toMatchObject({ flag_tc: true, answers: [] });
    const { octets } = hosting.reply(question('big.zone.test', 'TXT'), 'tcp');
    expect(dnsPacket.decode(octets ?? Buffer.alloc(0)).answers).toHaveLength(30);
  });

  it('gives no answer to what is no question', () => {
    for (const wire of [Buffer.alloc(0), Buffer.alloc(12), Buffer.alloc(40, 0xff)])
      expect(hosting.reply(wire, 'udp')).toEqual({});
  });
});

describe('a server with a fault', () => {
  const { world } = sampleWorld();
  const server = world.server('ns1.hosting.test');
  const replyWith = (kind: ServerFaultKind, transport: 'udp' | 'tcp' = 'udp') => {
    server.fault({ kind, below: 'zone.test' });
    const reply = server.reply(question('zone.test', 'CAA'), transport);
    server.mend();
    return reply;
  };
  const message = (kind: ServerFaultKind): Answer =>
    dnsPacket.decode(replyWith(kind).octets ?? Buffer.alloc(0));

  it('says nothing, says it late, or answers somebody else', () => {
    expect(replyWith('silent')).toEqual({});
    expect(replyWith({ late: 500 })).toMatchObject({ afterMs: 500 });
    expect(message('wrong-id').id).not.toBe(4711);
    expect(message('wrong-question').questions?.[0]?.name).toBe('wrong.question.invalid');
  });

  it('sends what nobody can read', () => {
    expect(() => message('garbage')).toThrow();
    expect(replyWith('pointers', 'tcp').octets).toHaveLength(65_535);
    expect(replyWith('pointers').octets).toHaveLength(1232);
  });

  it('truncates for ever, refuses, fails, or refers upwards', () => {
    expect(message('truncate').flag_tc).toBe(true);
    expect(
      ['servfail', 'refused', 'formerr', 'nxdomain'].map((kind) => message(kind as 'refused').rcode),
    ).toEqual(['SERVFAIL', 'REFUSED', 'FORMERR', 'NXDOMAIN']);
    expect(message('lame')).toMatchObject({
      flag_aa: false,
      answers: [],
      authorities: [{ type: 'NS', name: '.' }],
    });
  });

  it('loses its share of questions, evenly', () => {
    server.fault({ kind: { lost: 1, of: 4 } });
    const kept = Array.from({ length: 40 }, () => server.reply(question('zone.test', 'CAA'), 'udp').octets);
    server.mend();
    expect(kept.filter((one) => one === undefined)).toHaveLength(10);
  });

  it('keeps to the name, type and transport that it is for', () => {
    server.fault({ kind: 'silent', below: 'www.zone.test', type: 'A', over: 'udp' });
    const silent = (name: string, type: string, over: 'udp' | 'tcp') =>
      server.reply(question(name, type), over).octets === undefined;
    expect([
      silent('a.www.zone.test', 'A', 'udp'),
      silent('www.zone.test', 'A', 'tcp'),
      silent('www.zone.test', 'AAAA', 'udp'),
      silent('zone.test', 'A', 'udp'),
    ]).toEqual([true, false, false, false]);
    server.mend();
  });
});
