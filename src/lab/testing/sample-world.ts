import { DnsWorld } from '../dns/dns-world.js';
import type { LabZone } from '../dns/zone.js';
import type { SigningSpec } from '../dns/zone-spec.js';

/** 2026-11-23T12:00:00Z. */
export const NOON = 1_795_435_200_000;

/** A root, `test` and `zone.test` with something of everything. */
export function sampleWorld(
  signing: SigningSpec = {},
  now: () => number = () => NOON,
): { readonly world: DnsWorld; readonly zone: LabZone } {
  const world = new DnsWorld({ now });
  for (const host of ['a.root.test', 'a.nic.test', 'ns1.hosting.test', 'ns2.hosting.test'])
    world.addServer(host);
  world.addZone({ name: '.', servers: ['a.root.test'] });
  world.addZone({ name: 'test', servers: ['a.nic.test'] });
  const servers = ['ns1.hosting.test', 'ns2.hosting.test'];
  world.addZone({ name: 'hosting.test', servers });
  const zone = world.addZone({
    name: 'zone.test',
    servers,
    signing,
    records: [
      ['@', 'A', '192.0.2.1'],
      ['@', 'MX', '10 Mail'],
      ['@', 'CAA', '0 issue "letsencrypt.org; validationmethods=dns-01"'],
      ['@', 'CAA', '0 issuewild ";"'],
      ['WWW', 'AAAA', '2001:db8::1'],
      ['alias', 'CNAME', 'WWW.Zone.Test.'],
      ['out', 'CNAME', 'ns1.hosting.test'],
      ['deep.under.ent', 'TXT', '"a b" "c\\"d\\200"'],
      ['*.wild', 'A', '192.0.2.2'],
      ['*.wild', 'TXT', 'wild'],
      ['old', 'DNAME', 'under.ent.zone.test'],
      ['_sip._tcp', 'SRV', '0 5 5060 SIP.zone.test'],
      ['odd', 'TYPE65280', '\\# 3 010203'],
      ['unsigned', 'NS', 'ns.elsewhere.invalid'],
      ['a\\.dot', 'A', '192.0.2.3'],
      ['\\200', 'A', '192.0.2.4'],
    ],
  });
  world.addZone({
    name: 'child.zone.test',
    servers: ['ns1.hosting.test'],
    records: [['@', 'A', '192.0.2.9']],
  });
  world.addZone({
    name: 'plain.zone.test',
    servers: ['ns1.hosting.test'],
    signing: 'unsigned',
    records: [['@', 'A', '192.0.2.8']],
  });
  return { world, zone };
}
