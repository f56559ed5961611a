import { describe, expect, it } from 'vitest';
import { renderText } from '../../base/text.js';
import type { ServersEvidence } from '../../survey/evidence.js';
import { judge } from '../judge.js';
import {
  BOUND_VALUE,
  caa,
  DS_13,
  evidenceOf,
  KEY_13,
  NOW,
  nsRdata,
  policyOf,
  seenOf,
} from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';
import {
  give,
  giveCaa,
  REFERRAL,
  REFUSED,
  serversOf,
  SILENT,
  soaRdata,
  type ServerSpec,
} from '../testing/servers.js';

const BOUND_CAA = `0 issue ${BOUND_VALUE}`;
const ONE: ServerSpec = { name: 'ns1.example.net', address: '192.0.2.1' };
const TWO: ServerSpec = { name: 'ns2.example.net', address: '192.0.2.2' };
const SIX: ServerSpec = { name: 'ns3.example.net', address: '2001:db8::1' };
const NAMESERVERS = ['ns1.example.net', 'ns2.example.net'];

const seen = (...servers: readonly ServersEvidence[]) => ({ ...seenOf(), servers });
const asked = (...specs: readonly ServerSpec[]) => seen(serversOf(specs, [BOUND_CAA]));
const rules = (...specs: readonly ServerSpec[]) => ruleIds(check({}, asked(...specs)));
const checkedOf = (...specs: readonly ServerSpec[]) =>
  check({}, asked(...specs)).domains.flatMap((one) =>
    one.checked.map((words) => renderText(words, (value) => value)),
  );

describe('name servers that all say the same', () => {
  it('give no finding, and a sentence on what was asked', () => {
    expect(rules(ONE, TWO, SIX)).toEqual([]);
    expect(checkedOf(ONE, TWO, SIX)).toContain(
      'Name servers of example.com: 3, asked one by one at 3 addresses; 3 answer for the zone over UDP, 3 over TCP too.',
    );
  });
  it('and that were not asked are said to be so', () => {
    const judgement = check();
    const words = judgement.domains[0]?.checked.map((one) => renderText(one, (value) => value)) ?? [];
    expect(words.join('\n')).toContain('Name servers: not asked one by one');
  });
});

describe('dns/silent', () => {
  it('fires for one of two that does not answer, by its name and address', () => {
    const finding = only(check({}, asked(ONE, { ...TWO, says: { SOA: SILENT } })), 'dns/silent');
    expect(finding).toMatchObject({
      subject: 'ns2.example.net 192.0.2.2',
      severity: 'medium',
      kind: 'drift',
    });
    expect(said(finding)).toContain('does not answer\n');
    expect(said(finding)).toContain('1 of 2 addresses of the zone answered');
  });
  it('says over what, where it is one transport alone', () => {
    const tcp = only(check({}, asked(ONE, { ...TWO, says: { 'tcp SOA': SILENT } })), 'dns/silent');
    expect(said(tcp)).toContain('does not answer over TCP');
    const udp = only(check({}, asked(ONE, { ...TWO, says: { 'udp SOA': SILENT } })), 'dns/silent');
    expect(said(udp)).toContain('does not answer over UDP');
  });
  it('does not fire where none answers: that is unknown', () => {
    const dead = { says: { SOA: SILENT } };
    expect(rules({ ...ONE, ...dead }, { ...TWO, ...dead })).toEqual([]);
  });
  it('does not fire for IPv6 where none of the run answered over it, and says so', () => {
    const dead = { ...SIX, says: { SOA: SILENT } };
    expect(rules(ONE, TWO, dead)).toEqual([]);
    expect(checkedOf(ONE, TWO, dead).join('\n')).toContain('this network has none');
    expect(rules(ONE, SIX, { ...dead, address: '2001:db8::2' })).toEqual(['dns/silent']);
  });
  it('does not fire for TCP where the network lets none through, and says so', () => {
    const deaf = { says: { 'tcp SOA': SILENT } };
    expect(rules({ ...ONE, ...deaf }, { ...TWO, ...deaf })).toEqual([]);
    expect(checkedOf({ ...ONE, ...deaf }).join('\n')).toContain('lets none through to port 53');
  });
});

describe('dns/lame', () => {
  it.each([
    ['REFUSED', REFUSED],
    ['a referral to other servers', REFERRAL],
    ['records without authority', { ...give(soaRdata(7)), authoritative: false }],
    ['that there is no such record', give()],
    ['garbage it was', { failure: 'garbage' }],
  ])('fires for a server that gives %s', (words, answer) => {
    const finding = only(check({}, asked(ONE, { ...TWO, says: { SOA: answer } })), 'dns/lame');
    expect(finding.subject).toBe('ns2.example.net 192.0.2.2');
    expect(said(finding)).toContain(`it gives ${words};`);
  });
  it('does not fire where none answers for the zone: something on the way may answer in their place', () => {
    const refusing = { says: { SOA: REFUSED } };
    expect(rules({ ...ONE, ...refusing }, { ...TWO, ...refusing })).toEqual([]);
  });
});

describe('dns/serial-skew', () => {
  const serial = (spec: ServerSpec, value: number): ServerSpec => ({
    ...spec,
    says: { SOA: give(soaRdata(value)) },
  });
  it('fires where the newer version carries an old date', () => {
    const finding = only(
      check({}, asked(serial(ONE, 2026112001), serial(TWO, 2026111901))),
      'dns/serial-skew',
    );
    expect(said(finding)).toContain('~ serial 2026111901: ns2.example.net, 192.0.2.2');
    expect(said(finding)).toContain('2026-11-21 12:00 UTC at the latest');
  });
  it('fires where the serial is a time, longer ago than transfers take', () => {
    const now = NOW / 1000;
    expect(rules(serial(ONE, now - 7_200), serial(TWO, now - 90_000))).toEqual(['dns/serial-skew']);
    expect(rules(serial(ONE, now - 1_800), serial(TWO, now - 90_000))).toEqual([]);
  });
  it('is a word and no finding where the newer version may be of today, or the serial says no time', () => {
    expect(rules(serial(ONE, 2026112301), serial(TWO, 2026111901))).toEqual([]);
    expect(rules(serial(ONE, 8), TWO)).toEqual([]);
    expect(checkedOf(serial(ONE, 8), TWO).join('\n')).toContain(
      'Version 8 of example.com is not everywhere yet',
    );
  });
  it('compares serials as numbers on a circle', () => {
    expect(checkedOf(serial(ONE, 3), serial(TWO, 0xffff_fff0)).join('\n')).toContain('Version 3 of');
    expect(rules(serial(ONE, 0), serial(TWO, 0x8000_0000))).toEqual([]);
  });
});

describe('dns/parent-child-differ', () => {
  it('fires for a server on one list only, and says on which', () => {
    const finding = only(
      check({}, asked(ONE, { ...TWO, atChild: false }, { ...SIX, atParent: false })),
      'dns/parent-child-differ',
    );
    expect(said(finding)).toContain('- NS ns2.example.net # at the parent, not in the zone');
    expect(said(finding)).toContain('+ NS ns3.example.net # in the zone, not at the parent');
  });
  it('fires for glue that the zone does not confirm, by family', () => {
    const inside: ServerSpec = { name: 'ns1.example.com', address: '192.0.2.1', glue: ['192.0.2.66'] };
    const finding = only(check({}, asked(inside, TWO)), 'dns/parent-child-differ');
    expect(said(finding)).toContain('- ns1.example.com A 192.0.2.66 # glue at the parent, not in the zone');
    expect(said(finding)).toContain('+ ns1.example.com A 192.0.2.1 # in the zone, not in the glue');
    const six = rules({ ...inside, glue: ['2001:db8::5'] }, TWO);
    expect(six).not.toContain('dns/parent-child-differ');
  });
  it('fires where one server gives another NS set', () => {
    const other = { ...TWO, says: { NS: give(nsRdata('ns9.example.org')) } };
    const finding = only(check({}, asked(ONE, other)), 'dns/parent-child-differ');
    expect(said(finding)).toContain('~ NS ns9.example.org # as told by ns2.example.net, 192.0.2.2');
  });
  it('does not fire where the parent’s list, or the zone’s, was not seen', () => {
    const servers = serversOf([ONE, { ...TWO, atChild: false }], [BOUND_CAA]);
    const same = { ...servers, answers: servers.answers.filter(({ type }) => type !== 'NS') };
    expect(ruleIds(check({}, seen({ ...same, parentSeen: false })))).toEqual([]);
    const childUnseen = { code: 'timeout', detail: 'no answer' };
    expect(ruleIds(check({}, seen({ ...same, childUnseen })))).toEqual([]);
  });
});

describe('dns/ns-differ', () => {
  it('fires for a server that only the parent lists, which the zone itself would not show', () => {
    const rogue: ServerSpec = { name: 'ns9.example.org', address: '192.0.2.9', atChild: false };
    const finding = only(check({ nameservers: NAMESERVERS }, asked(ONE, TWO, rogue)), 'dns/ns-differ');
    expect(finding.severity).toBe('critical');
    expect(said(finding)).toContain('+ NS ns9.example.org # at the parent');
  });
});

describe('caa/servers-differ', () => {
  const differ = (...set: readonly string[]) =>
    check({}, asked(ONE, { ...TWO, says: { CAA: giveCaa(...set) } }));

  it('is critical where one server lets in more than the policy does', () => {
    const finding = only(differ('0 issue letsencrypt.org'), 'caa/servers-differ');
    expect(finding).toMatchObject({ severity: 'critical', subject: 'example.com' });
    expect(said(finding)).toContain('What ns2.example.net, 192.0.2.2 say lets in more');
    expect(said(finding)).toContain('~ CAA 0 issue "letsencrypt.org" # at ns2.example.net, 192.0.2.2');
    expect(said(finding)).toContain('# at ns1.example.net, 192.0.2.1');
  });
  it('is critical where one server has no set at all', () => {
    const finding = only(differ(), 'caa/servers-differ');
    expect(finding.severity).toBe('critical');
    expect(said(finding)).toContain('~ no CAA set # at ns2');
  });
  it('is high where one is only stricter: renewals fail by chance', () => {
    expect(only(differ('0 issue ;'), 'caa/servers-differ').severity).toBe('high');
    const refused = check({}, asked(ONE, { ...TWO, says: { CAA: { kind: 'error', rcode: 2 } } }));
    expect(said(only(refused, 'caa/servers-differ'))).toContain('~ SERVFAIL # at ns2');
    const mute = check({}, asked(ONE, { ...TWO, says: { CAA: SILENT } }));
    expect(said(only(mute, 'caa/servers-differ'))).toContain('~ no answer # at ns2');
  });
  it('is low where who may issue is the same', () => {
    const finding = only(differ(BOUND_CAA, '0 iodef mailto:a@example.com'), 'caa/servers-differ');
    expect(finding.severity).toBe('low');
    expect(said(finding)).toContain('Who may issue is the same in all of them.');
    expect(said(finding)).toMatch(/^ {2}CAA 0 issue .* # at all$/m);
  });
  it('is not fooled by the order of records', () => {
    const two = [BOUND_CAA, '0 issuewild ;'];
    const servers = serversOf([ONE, { ...TWO, says: { CAA: giveCaa(...[...two].reverse()) } }], two);
    expect(
      ruleIds(check({ issuewild: [] }, { ...seenOf([caa('example.com', two)]), servers: [servers] })),
    ).toEqual([]);
  });
  it('says nothing of an answer that a limit of ours prevented', () => {
    const late = { ...TWO, says: { CAA: { failure: 'time-limit' } } };
    expect(rules(ONE, late)).toEqual(['survey/limit']);
  });
  it('is judged for a name below, where no set at one server means that of the apex', () => {
    const www = ['www.example.com'];
    const policy = { names: [{ ...policyOf().domains[0]!, name: 'www.example.com', issue: [] }] };
    const at = (records: readonly string[]) => ({ says: { 'www.example.com/CAA': giveCaa(...records) } });
    const servers = serversOf([{ ...ONE, ...at(['0 issue ;']) }, TWO], [BOUND_CAA], www);
    const domain = { ...seenOf([caa('www.example.com', ['0 issue ;'])]), servers: [servers] };
    const finding = only(check(policy, domain), 'caa/servers-differ');
    expect(finding).toMatchObject({ subject: 'www.example.com', severity: 'critical' });
  });
});

describe('dnssec/servers-differ', () => {
  it('fires for keys, and says who gives which', () => {
    const other = Uint8Array.from(KEY_13, (octet, i) => (i > 10 ? 8 : octet));
    const finding = only(
      check({}, asked(ONE, { ...TWO, says: { DNSKEY: give(KEY_13, other) } })),
      'dnssec/servers-differ',
    );
    expect(finding.severity).toBe('high');
    expect(said(finding)).toMatch(/~ DNSKEY 257 13 \(tag \d+\); 257 13 \(tag \d+\) # at ns2/);
  });
  it('fires for a CDS that one server alone shows', () => {
    const finding = only(check({}, asked(ONE, { ...TWO, says: { CDS: give() } })), 'dnssec/servers-differ');
    expect(said(finding)).toContain('~ CDS none # at ns2');
    expect(said(finding)).toContain(`~ CDS 4660 13 2 ${'09'.repeat(32)} # at ns1`);
    expect(DS_13).toHaveLength(36);
  });
});

describe('name servers that a limit kept from being asked', () => {
  it('are unknown, and named', () => {
    const late = { ...TWO, says: { SOA: { failure: 'time-limit' } } };
    const finding = only(check({}, asked(ONE, late)), 'survey/limit');
    expect(finding).toMatchObject({ kind: 'unknown', subject: 'name servers of example.com' });
    expect(said(finding)).toContain('ns2.example.net, 192.0.2.2');
  });
  it('also where the evidence holds no answer of theirs', () => {
    const servers = serversOf([ONE, TWO], [BOUND_CAA]);
    const few = { ...servers, answers: servers.answers.filter(({ address }) => address === '192.0.2.1') };
    expect(ruleIds(check({}, seen(few)))).toEqual(['survey/limit']);
  });
});

describe('a network without IPv6', () => {
  it('is known from the whole run, not from one domain', () => {
    const dead = { ...SIX, says: { SOA: SILENT } };
    const other = { ...seen(serversOf([SIX], [])), zone: 'example.org' };
    const { findings } = judge(policyOf(), evidenceOf(asked(ONE, dead), other), NOW);
    expect(findings.map(({ rule }) => rule)).toEqual(['dns/silent']);
  });
});
