import { describe, expect, it } from 'vitest';
import type { DomainEvidence, ExchangeEvidence, LookupEvidence } from '../survey/evidence.js';
import { judge } from './judge.js';
import { domainPolicy, evidenceOf, NOW, policyOf, seenOf } from './testing/builder.js';
import { only, ruleIds, said } from './testing/check.js';

const ZONES = ['example.com', 'example.org', 'shop.example.com'];

/** A domain of which no lookup gave anything, for one and the same reason. */
function blank(
  zone: string,
  state: 'bogus' | 'indeterminate',
  reason: LookupEvidence['reason'],
): DomainEvidence {
  const lookups = Object.keys(seenOf().lookups).map((key): [string, LookupEvidence] => {
    const [name = '', type = ''] = key.replace('example.com', zone).split('/');
    return [`${name}/${type}`, { name, type, state, ...(reason === undefined ? {} : { reason }) }];
  });
  return { zone, lookups: Object.fromEntries(lookups), issuance: [] };
}

const policy = { ...policyOf(), domains: ZONES.map((name) => domainPolicy({ name })) };

describe('a zone above that is broken', () => {
  const broken = ZONES.map((zone) =>
    blank(zone, 'bogus', {
      code: 'ds-mismatch',
      name: 'com',
      zone: 'com',
      detail: 'no DS fits the keys of com',
    }),
  );
  const judgement = judge(policy, evidenceOf(...broken.slice(0, 1), seenFor('example.org'), broken[2]!), NOW);

  it('is one finding for all domains below it, for those who run it to mend', () => {
    const finding = only(judgement, 'dnssec/ancestor-bogus');
    expect(finding).toMatchObject({
      zone: '',
      subject: 'com',
      actor: 'ancestor',
      severity: 'high',
      fails: true,
    });
    expect(said(finding)).toContain('broken at com, above example.com, shop.example.com: ds-mismatch');
    expect(said(finding).match(/no DS fits/g)).toHaveLength(1);
    expect(ruleIds(judgement)).toEqual(['dnssec/ancestor-bogus']);
  });

  it('makes each of these domains drift, and no other', () => {
    expect(judgement.domains.map(({ zone, outcome }) => [zone, outcome])).toEqual([
      ['example.com', 'drift'],
      ['example.org', 'ok'],
      ['shop.example.com', 'drift'],
    ]);
  });
});

describe('a network from which nothing is heard', () => {
  const domains = ZONES.map((zone) =>
    blank(zone, 'indeterminate', { code: 'timeout', name: zone, detail: 'no answer' }),
  );
  const silence: ExchangeEvidence = {
    server: '198.41.0.4:53',
    transport: 'udp',
    at: NOW,
    ms: 2_000,
    query: '',
    failure: 'timeout',
  };
  const heard = { ...silence, response: 'AAAA' };
  const judged = (...exchanges: readonly ExchangeEvidence[]) =>
    judge(policy, { ...evidenceOf(...domains), exchanges }, NOW);

  it('is one finding, unknown, with what to do about it', () => {
    const judgement = judged(silence, silence);
    expect(judgement.outcome).toBe('unknown');
    const finding = only(judgement, 'survey/unreachable');
    expect(finding).toMatchObject({ zone: '', subject: 'the network', actor: 'network', fails: false });
    expect(said(finding)).toContain('2 questions were sent');
    expect(said(finding)).toContain('--resolver');
    expect(judgement.domains.every(({ outcome }) => outcome === 'unknown')).toBe(true);
  });

  it('is another thing than domains of which nothing is heard', () => {
    const findings = judged(silence, heard).findings.filter(({ rule }) => rule === 'survey/unreachable');
    expect(findings.map(({ zone }) => zone)).toEqual(ZONES);
  });
});

function seenFor(zone: string): DomainEvidence {
  const lookups = Object.entries(seenOf().lookups).map(([key, lookup]): [string, LookupEvidence] => [
    key.replaceAll('example.com', zone).replace(/^com/, 'org'),
    JSON.parse(JSON.stringify(lookup).replaceAll('example.com', zone)) as LookupEvidence,
  ]);
  return { zone, lookups: Object.fromEntries(lookups), issuance: [] };
}
