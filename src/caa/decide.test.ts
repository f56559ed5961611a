import { describe, expect, it } from 'vitest';
import {
  caaRecord,
  climbAsync,
  climbNames,
  decide,
  decideAsync,
  LETSENCRYPT,
  PROFILES,
  STRICT,
  writeCaaRdata,
  type CaaAnswer,
  type CaaProfile,
} from './index.js';

const rdata = (flags: number, tag: string, value: string) => writeCaaRdata(caaRecord(flags, tag, value));
const set = (...records: readonly Uint8Array[]): CaaAnswer => ({
  kind: 'records',
  owner: 'example.com',
  aliases: [],
  trust: 'secure',
  rdatas: records,
});
const none: CaaAnswer = { kind: 'none', why: 'nodata', aliases: [], trust: 'secure' };
const failed: CaaAnswer = { kind: 'failed', why: 'bogus', reason: 'signature-expired' };
const world = (answers: Readonly<Record<string, CaaAnswer>>) => (name: string) => answers[name] ?? none;

describe('the climb', () => {
  it('goes from the name to the top-level domain and not to the root', () => {
    expect(climbNames('*.a.Example.com')).toEqual(['a.example.com', 'example.com', 'com']);
  });
  it('stops at the first set, and never sees a failure above it', () => {
    const answers = world({ 'a.example.com': set(rdata(0, 'issue', 'ca.example')), 'example.com': failed });
    expect(ask('a.example.com', answers)).toMatchObject({ verdict: 'allowed', foundAt: 'a.example.com' });
  });
  it('ends at a failure before a set', () => {
    const answers = world({ 'a.example.com': failed, 'example.com': set(rdata(0, 'issue', 'ca.example')) });
    expect(ask('a.example.com', answers)).toMatchObject({
      verdict: 'indeterminate',
      clause: 'lookup-failed',
      mayStillIssue: false,
      trust: 'failed',
    });
  });
  it('takes a set without records as none', () => {
    expect(ask('example.com', world({ 'example.com': set() })).clause).toBe('no-set');
  });
  it('is only as trusted as the least of its answers', () => {
    const answers = world({
      'a.example.com': { ...none, trust: 'insecure' },
      'example.com': set(rdata(0, 'issue', 'ca.example')),
    });
    expect(ask('a.example.com', answers).trust).toBe('insecure');
    const signed = world({ 'example.com': set(rdata(0, 'issue', 'ca.example')) });
    expect(ask('a.example.com', signed).trust).toBe('secure');
  });
  it('is the same whether answers are at hand or fetched', async () => {
    const answers = world({ 'example.com': set(rdata(0, 'issue', 'ca.example')) });
    const request = { name: 'x.example.com', issuers: ['ca.example'], profile: STRICT };
    const fetched = await decideAsync({ ...request, answers: async (name) => answers(name) });
    expect(fetched).toEqual(decide({ ...request, answers }));
    expect((await climbAsync('x.example.com', async (name) => answers(name), STRICT)).kind).toBe('found');
  });
  it('takes NXDOMAIN of a bare top-level domain as a failure at Let’s Encrypt alone', () => {
    const answers = world({ test: { ...none, why: 'nxdomain' } });
    expect(ask('a.test', answers, LETSENCRYPT).verdict).toBe('indeterminate');
    expect(ask('a.test', answers, STRICT).verdict).toBe('allowed');
  });
});

describe('the decision', () => {
  it('says of each record why it does not authorise', () => {
    const answers = world({
      'example.com': set(
        rdata(0, 'issue', 'ca.example;accounturi=https://ca.example/1'),
        rdata(0, 'issue', 'ca.example;'.repeat(2)),
        rdata(0, 'iodef', 'mailto:a@example.com'),
        Uint8Array.of(0),
      ),
    });
    const { records, verdict } = ask('example.com', answers);
    expect(verdict).toBe('denied');
    expect(records.map(({ authorises, relevant }) => [authorises, relevant])).toEqual([
      [false, false],
      [false, true],
      [false, true],
      [false, false],
    ]);
    expect(JSON.stringify(records)).toContain('it demands the account');
  });
  it('does not guess what a CA makes of a record that cannot be read', () => {
    expect(ask('example.com', world({ 'example.com': set(Uint8Array.of(0)) })).verdict).toBe('indeterminate');
  });
  it('blocks everything on a critical property that is unknown', () => {
    const answers = world({
      'example.com': set(rdata(0, 'issue', 'ca.example'), rdata(128, 'contactemail', 'a@example.com')),
    });
    expect(ask('example.com', answers, LETSENCRYPT).clause).toBe('critical-unknown');
    expect(ask('example.com', answers, STRICT).verdict).toBe('allowed');
  });
  it('refuses an issuer in other letters at Let’s Encrypt alone, and its binding in other letters binds nobody there', () => {
    const cased = world({ 'example.com': set(rdata(0, 'issue', 'CA.example')) });
    expect(PROFILES.map((profile) => ask('example.com', cased, profile).verdict)).toEqual([
      'allowed',
      'denied',
    ]);
    const unbound = world({
      'example.com': set(rdata(0, 'issue', 'ca.example; AccountURI=https://ca.example/2')),
    });
    expect(PROFILES.map((profile) => ask('example.com', unbound, profile).verdict)).toEqual([
      'denied',
      'allowed',
    ]);
  });
  it('takes issuewild for wildcards alone, even if it is malformed', () => {
    const answers = world({
      'example.com': set(rdata(0, 'issue', 'ca.example'), rdata(0, 'issuewild', '%%')),
    });
    expect(ask('example.com', answers).verdict).toBe('allowed');
    expect(ask('*.example.com', answers).verdict).toBe('denied');
  });
});

function ask(name: string, answers: (name: string) => CaaAnswer, profile: CaaProfile = STRICT) {
  return decide({ name, issuers: ['ca.example'], account: [], profile, answers });
}
