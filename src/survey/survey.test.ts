import { describe, expect, it } from 'vitest';
import { CaaGuardError } from '../base/error.js';
import { DnsName } from '../base/name.js';
import type { IssuanceSource } from '../ct/model.js';
import type { Lookup } from '../dns/model.js';
import type { DomainPolicy } from '../policy/model.js';
import type { CertificateReader } from './issuance.js';
import type { SurveyOptions } from './survey.js';
import { survey } from './survey.js';
import {
  domainPolicy,
  failed,
  fakeReader,
  fakeResolver,
  fakeSource,
  NOON,
  policyOf,
  secure,
  secureFrom,
  stillClock,
} from './testing/fakes.js';

const CAA = Uint8Array.of(0, 5, 0x69, 0x73, 0x73, 0x75, 0x65, 0x3b);
const found = (name: string): Lookup => secure(name, 257, CAA);

type Over = Partial<SurveyOptions> & { readonly sources?: readonly IssuanceSource[] };

function options({ sources = [], ...over }: Over): SurveyOptions {
  return {
    policy: policyOf(domainPolicy('example.com')),
    resolver: fakeResolver({}),
    issuance: { sources, reader: fakeReader },
    clock: stillClock,
    tool: { name: 'caa-guard', version: '0' },
    vantage: { mode: 'iterative', servers: [] },
    anchors: [],
    ...over,
  };
}

async function lookupsOf(over: Over) {
  const [first] = (await survey(options(over))).domains;
  return first!.lookups;
}

describe('what a survey asks', () => {
  it('is the chain and what the zone announces of it, the delegation, who answers validations, and CAA up to the top-level domain', async () => {
    expect(Object.keys(await lookupsOf({}))).toEqual([
      '_acme-challenge.example.com/TXT',
      '_validation-persist.example.com/TXT',
      'com/CAA',
      'example.com/A',
      'example.com/AAAA',
      'example.com/CAA',
      'example.com/CDNSKEY',
      'example.com/CDS',
      'example.com/DNSKEY',
      'example.com/DS',
      'example.com/NS',
      'example.com/NSEC3PARAM',
      'example.com/SOA',
    ]);
  });

  it('is who answers validations at every name above a name of the policy too, since a CA may validate any of them', async () => {
    const policy = policyOf(domainPolicy('example.com', ['*.a.b.example.com']));
    const names = Object.keys(await lookupsOf({ policy })).filter((one) => one.startsWith('_acme-challenge'));
    expect(names).toEqual([
      '_acme-challenge.a.b.example.com/TXT',
      '_acme-challenge.b.example.com/TXT',
      '_acme-challenge.example.com/TXT',
    ]);
  });

  it('is whether the name servers exist, and to whom a delegated challenge is delegated', async () => {
    const server = DnsName.parse('ns1.example.net');
    const challenge = '_acme-challenge.example.com';
    const resolver = fakeResolver({
      'example.com/NS': [secure('example.com', 2, server.toWire())],
      [`${challenge}/TXT`]: [secureFrom(DnsName.parse(challenge), challenge, 16)],
    });
    const asked = Object.keys(await lookupsOf({ resolver }));
    expect(asked).toContain('ns1.example.net/A');
    expect(asked).toContain(`${challenge}/NS`);
  });

  it('stops climbing at the first CAA set, as a CA does', async () => {
    const resolver = fakeResolver({ 'example.com/CAA': [found('example.com')] });
    const seen = await lookupsOf({ resolver });
    expect(seen['example.com/CAA']?.answer?.rdatas).toEqual([Buffer.from(CAA).toString('base64')]);
    expect(seen['com/CAA']).toBeUndefined();
  });

  it('climbs from every name of the policy, from a wildcard at the name below its asterisk, and asks nothing twice', async () => {
    const resolver = fakeResolver({});
    const policy = policyOf(domainPolicy('example.com', ['*.a.example.com', 'b.a.example.com']));
    await survey(options({ resolver, policy }));
    const caa = resolver.asked.filter((one) => one.endsWith('/CAA')).sort();
    expect(caa).toEqual(['a.example.com/CAA', 'b.a.example.com/CAA', 'com/CAA', 'example.com/CAA']);
  });

  it('goes on above a name whose lookup failed, and has the failure on record', async () => {
    const resolver = fakeResolver({ 'example.com/CAA': [failed('example.com', 'servfail')] });
    const seen = await lookupsOf({ resolver });
    expect(seen['example.com/CAA']).toMatchObject({ state: 'indeterminate', reason: { code: 'servfail' } });
    expect(seen['com/CAA']?.state).toBe('secure');
  });
});

describe('further resolvers', () => {
  const far = (world: Parameters<typeof fakeResolver>[0]) => ({
    resolver: 'https://dns.example/',
    lookups: fakeResolver(world),
  });

  it('are asked for CAA along every climb, and for nothing else', async () => {
    const vantage = far({ 'a.example.com/CAA': [found('a.example.com')] });
    const policy = policyOf(domainPolicy('example.com', ['a.example.com']));
    const [seen] = (await survey(options({ policy, vantages: [vantage] }))).domains;
    expect(seen?.vantages?.map(({ resolver }) => resolver)).toEqual(['https://dns.example/']);
    expect(Object.keys(seen?.vantages?.[0]?.lookups ?? {})).toEqual([
      'a.example.com/CAA',
      'com/CAA',
      'example.com/CAA',
    ]);
    expect(seen?.lookups['a.example.com/CAA']?.answer?.kind).toBe('nodata');
  });

  it('get a second chance, and what then fails is written down', async () => {
    const vantage = far({
      'example.com/CAA': [failed('example.com'), found('example.com')],
      'com/CAA': [failed('com', 'servfail')],
    });
    const [seen] = (await survey(options({ vantages: [vantage] }))).domains;
    const states = Object.values(seen?.vantages?.[0]?.lookups ?? {}).map(({ name, state }) => [name, state]);
    expect(states).toEqual([
      ['com', 'indeterminate'],
      ['example.com', 'secure'],
    ]);
  });

  it('are in the evidence only where one was named', async () => {
    expect((await survey(options({}))).domains[0]).not.toHaveProperty('vantages');
  });
});

describe('what fails for a moment', () => {
  it('is asked once more at the end of the run', async () => {
    const resolver = fakeResolver({ 'example.com/CAA': [failed('example.com'), found('example.com')] });
    const seen = await lookupsOf({ resolver });
    expect(seen['example.com/CAA']?.state).toBe('secure');
  });

  it('is asked of the resolver for second looks, where there is one', async () => {
    const resolver = fakeResolver({ 'example.com/DS': [failed('example.com')] });
    const seen = await lookupsOf({ resolver, retryResolver: fakeResolver({}) });
    expect(seen['example.com/DS']?.state).toBe('secure');
  });

  it('and fails again is written down with its reason', async () => {
    const resolver = fakeResolver({ 'example.com/CAA': [failed('example.com')] });
    const seen = await lookupsOf({ resolver });
    expect(resolver.asked.filter((one) => one === 'example.com/CAA')).toHaveLength(2);
    expect(seen['example.com/CAA']?.reason).toEqual({
      code: 'timeout',
      name: 'example.com',
      server: '192.0.2.53:53',
      detail: 'no answer within 2000 ms',
    });
  });
});

describe('when time is over', () => {
  it('what was seen stays, what was not is indeterminate, and the source is incomplete', async () => {
    const resolver = fakeResolver({ 'example.com/DS': ['never'] });
    const sources = [fakeSource('slow', 'never')];
    const [seen] = (await survey(options({ resolver, sources, limits: { domainMs: 30 } }))).domains;
    expect(seen?.lookups['example.com/NS']?.state).toBe('secure');
    expect(seen?.lookups['example.com/DS']).toMatchObject({
      state: 'indeterminate',
      reason: { code: 'time-limit', detail: 'the time limit of 0.03 s for the domain example.com was over' },
    });
    expect(seen?.issuance).toMatchObject([
      { source: 'slow', complete: false, failure: { code: 'timeout' }, certificates: [] },
    ]);
  });

  it('for the run, domains that were not begun are unseen, not left out', async () => {
    const policy = policyOf(domainPolicy('a.example'), domainPolicy('b.example'));
    const resolver = fakeResolver({ 'a.example/DS': ['never'] });
    const seen = await survey(options({ policy, resolver, limits: { domains: 1, runMs: 30 } }));
    expect(seen.domains.map(({ zone }) => zone)).toEqual(['a.example', 'b.example']);
    expect(seen.domains[1]?.lookups['b.example/CAA']?.reason?.code).toBe('time-limit');
  });

  it('an interrupted run says so', async () => {
    const controller = new AbortController();
    const resolver = fakeResolver({ 'example.com/DS': ['never'] });
    const running = lookupsOf({ resolver, signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    expect((await running)['example.com/DS']?.reason?.detail).toBe('the run was interrupted');
  });
});

describe('the evidence', () => {
  it('has the same order whatever the timing, and the times of the clock', async () => {
    const policy = policyOf(domainPolicy('b.example'), domainPolicy('a.example'));
    const sources = [fakeSource('two', {}), fakeSource('one', {})];
    const seen = await survey(options({ policy, sources }));
    expect(seen).toMatchObject({ startedAt: NOON, finishedAt: NOON });
    expect(seen.domains.map(({ zone }) => zone)).toEqual(['a.example', 'b.example']);
    expect(seen.domains[0]?.issuance.map(({ source }) => source)).toEqual(['one', 'two']);
  });

  it('keeps each certificate once, oldest first, with who its issuer is and how that is known', async () => {
    const issuances = [
      { der: Uint8Array.of(9, 1), id: '1' },
      { der: Uint8Array.of(3, 0), id: '2', caaDomains: ['claimed.example'] },
      { der: Uint8Array.of(5, 0), id: '3' },
      { der: Uint8Array.of(9, 1), id: '4' },
    ];
    const [seen] = (await survey(options({ sources: [fakeSource('ct', { issuances })] }))).domains;
    expect(seen?.issuance[0]?.certificates.map(({ sourceId, issuerCaa }) => [sourceId, issuerCaa])).toEqual([
      ['2', { domains: ['claimed.example'], from: 'source' }],
      ['3', { domains: [], from: 'none' }],
      ['1', { domains: ['known.example'], from: 'table' }],
    ]);
  });

  it('survives a resolver and a source that throw: they count as not seen', async () => {
    const resolver = fakeResolver({ 'example.com/SOA': [new Error('boom')] });
    const source = { id: 'ct', query: () => Promise.reject(new Error('boom')) };
    const [seen] = (await survey(options({ resolver, sources: [source] }))).domains;
    expect(seen?.lookups['example.com/SOA']?.state).toBe('indeterminate');
    expect(seen?.issuance[0]).toMatchObject({ complete: false, failure: { code: 'internal' } });
  });
});

describe('what a source says of itself', () => {
  const issuanceOf = async (result: Parameters<typeof fakeSource>[1]) =>
    (await survey(options({ sources: [fakeSource('a', result)] }))).domains[0]?.issuance[0];

  it('does not make an answer complete in which something failed', async () => {
    const failure = { code: 'limit', detail: 'more than 200 pages' } as const;
    expect(await issuanceOf({ complete: true, failure })).toMatchObject({ complete: false, failure });
    expect(await issuanceOf({ complete: false })).toMatchObject({ complete: false });
    expect(await issuanceOf({})).toMatchObject({ complete: true });
  });
  it('is kept where it contradicts its own certificates, as far as that is of use', async () => {
    const contradictions = Array.from({ length: 25 }, (_, i) => `entry ${i}`);
    expect((await issuanceOf({ contradictions }))?.contradictions).toEqual(contradictions.slice(0, 20));
    expect(await issuanceOf({ contradictions: [] })).not.toHaveProperty('contradictions');
  });
});

describe('where certificates are asked for', () => {
  it('is opened once for all domains of a run', async () => {
    let opened = 0;
    const issuance = () => {
      opened++;
      return Promise.resolve({ sources: [fakeSource('a', {})], reader: fakeReader });
    };
    const policy = policyOf(domainPolicy('example.com'), domainPolicy('example.org'));
    const { domains } = await survey(options({ policy, issuance }));
    expect([opened, domains.map(({ issuance: all }) => all.length)]).toEqual([1, [1, 1]]);
  });
});

describe('attestations', () => {
  const lookedFor = async (attestations: DomainPolicy['own']['attestations']) => {
    const plain = domainPolicy('example.com');
    const policy = policyOf({ ...plain, own: { ...plain.own, attestations } });
    let opened = 0;
    const open = () => {
      opened++;
      return Promise.resolve({ finders: [], trust: [] });
    };
    const issuance = { sources: [], reader: fakeReader, attestations: open };
    const { domains } = await survey(options({ policy, issuance }));
    return { opened, evidence: domains[0]?.attestations };
  };

  it('are looked for only where the policy says who may attest', async () => {
    expect(await lookedFor([])).toEqual({ opened: 0, evidence: undefined });
    const at = { file: 'policy.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };
    const workflow = '.github/workflows/renew.yml';
    const one = { issuer: 'https://issuer.example', repository: 'us/certificates', workflow, at };
    expect(await lookedFor([one])).toEqual({ opened: 1, evidence: [] });
  });
});

describe('certificates of a source that shows a part', () => {
  it('are kept where they concern the domain, or cannot be read', async () => {
    const named = (name: string, problems: readonly string[] = []) => ({
      ...fakeReader.read(Uint8Array.of(1)),
      names: [{ from: 'san', kind: 'dns', value: name }] as const,
      problems,
    });
    const facts = [named('www.example.com'), named('example.org'), named('example.org', ['it is broken'])];
    const reader = {
      ...fakeReader,
      read: (der: Uint8Array) => ({ ...facts[der[0] ?? 0]!, sha256: String(der[0]).padStart(64, '0') }),
    };
    const issuances = facts.map((_, i) => ({ id: String(i), der: Uint8Array.of(i) }));
    const kept = async (partial: boolean) => {
      const source = { ...fakeSource('a', { issuances }), ...(partial ? { partial: true as const } : {}) };
      const [first] = (await survey(options({ issuance: { sources: [source], reader } }))).domains;
      return first?.issuance[0]?.certificates.map(({ sourceId }) => sourceId);
    };
    expect(await kept(true)).toEqual(['0', '2']);
    expect(await kept(false)).toEqual(['0', '1', '2']);
  });
});

describe('names below a domain', () => {
  const askedBelow = async (includeSubdomains: boolean, names: readonly string[]) => {
    const policy = policyOf({ ...domainPolicy('example.com', names), includeSubdomains });
    const [first] = (await survey(options({ policy, sources: [fakeSource('a', {})] }))).domains;
    return first?.issuance[0]?.includeSubdomains;
  };
  it('are asked for where the policy says so, or has one of its own for a name', async () => {
    expect(await askedBelow(true, [])).toBe(true);
    expect(await askedBelow(false, ['www.example.com'])).toBe(true);
    expect(await askedBelow(false, [])).toBe(false);
  });
});

describe('options that cannot be used', () => {
  it('reject the survey with what was wrong with them, and nothing is left unheard', async () => {
    const unheard: unknown[] = [];
    const hear = (thrown: unknown): void => void unheard.push(thrown);
    process.on('unhandledRejection', hear);
    const wrong = new CaaGuardError('LOG_LIST_INVALID', 'expected a list of logs');
    await expect(survey(options({ issuance: () => Promise.reject(wrong) }))).rejects.toBe(wrong);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});

describe('the canary', () => {
  const reader: CertificateReader = {
    ...fakeReader,
    // octets above 9 stand for a certificate of somebody else's
    read: (der) => ({
      ...fakeReader.read(der),
      names: [{ from: 'san', kind: 'dns', value: (der[0] ?? 0) > 9 ? 'other.example' : 'daily.test' }],
    }),
  };
  const issuance = (...sources: readonly IssuanceSource[]) => ({ sources, reader, canary: 'daily.test' });
  const issuances = [
    { id: '1', der: Uint8Array.of(3) },
    { id: '2', der: Uint8Array.of(5) },
  ];
  const canariesOf = async (...sources: readonly IssuanceSource[]) =>
    (await survey(options({ issuance: issuance(...sources) }))).canaries;

  it('tells of each source the newest certificate that it shows for it', async () => {
    expect(await canariesOf(fakeSource('b', { issuances }), fakeSource('a', {}))).toEqual([
      { source: 'a', name: 'daily.test' },
      { source: 'b', name: 'daily.test', newest: 5 * 86_400_000 },
    ]);
  });
  it('counts no certificate for another name, which a source may show whatever it is asked', async () => {
    const others = [{ id: '1', der: Uint8Array.of(10) }];
    expect(await canariesOf(fakeSource('a', { issuances: others }))).toEqual([
      { source: 'a', name: 'daily.test' },
    ]);
  });
  it('keeps why a source showed nothing, and does not ask one that shows a part', async () => {
    const failure = { code: 'timeout', detail: 'late' } as const;
    const part = { ...fakeSource('c', {}), partial: true as const };
    expect(await canariesOf(fakeSource('a', { complete: false, failure }), part)).toEqual([
      { source: 'a', name: 'daily.test', failure },
    ]);
  });
  it('is not asked for where none is named', async () => {
    expect(await survey(options({ sources: [fakeSource('a', {})] }))).not.toHaveProperty('canaries');
  });
});
