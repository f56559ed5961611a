import { describe, expect, it } from 'vitest';
import { certificate, DAY, issued, NOW, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

type Certificate = ReturnType<typeof certificate>;
const showed = (certificates: readonly Certificate[], more: Parameters<typeof issued>[1] = {}) =>
  seenOf([], [issued(certificates, more)]);
/** 90 days long, with `left` days to go. */
const ending = (seed: number, names: readonly string[], left: number) =>
  certificate(seed, names, { notBefore: NOW - (90 - left) * DAY, notAfter: NOW + left * DAY });

describe('ct/expiring', () => {
  it('tells of a name whose newest certificate of ours has less than a sixth of its life left', () => {
    const found = only(check({}, showed([ending(1, ['example.com'], 14)])), 'ct/expiring');
    expect(found).toMatchObject({ kind: 'forecast', severity: 'high', fails: false });
    expect(said(found)).toContain('14 days are left of 90 days');
  });
  it('is silent where a newer one follows, or more is left', () => {
    expect(ruleIds(check({}, showed([ending(1, ['example.com'], 16)])))).toEqual([]);
    const both = [ending(1, ['example.com'], 3), ending(2, ['example.com'], 80)];
    expect(ruleIds(check({}, showed(both)))).toEqual([]);
  });
  it('looks at each name: a newer one for others does not help', () => {
    const both = [
      ending(1, ['example.com', 'www.example.com', '*.example.com'], 3),
      ending(2, ['example.com'], 80),
    ];
    expect(said(only(check({}, showed(both)), 'ct/expiring'))).toContain(
      'for *.example.com, www.example.com ends',
    );
  });
  it('does not take somebody else’s certificate for a renewal', () => {
    const theirs = certificate(2, ['example.com'], { spkiSha256: '66'.repeat(32) });
    expect(ruleIds(check({}, showed([ending(1, ['example.com'], 3), theirs])))).toContain('ct/expiring');
  });
  it('says nothing where no source was read to the end, nor where the only one shows a part', () => {
    const one = [ending(1, ['example.com'], 3)];
    const failure = { code: 'unreachable', detail: 'refused' };
    expect(ruleIds(check({}, showed(one, { complete: false, failure })))).toEqual(['survey/unreachable']);
    expect(ruleIds(check({}, showed(one, { partial: true })))).toEqual([]);
  });
});

describe('ct/not-renewed', () => {
  it('tells of a name whose newest certificate of ours has ended of late', () => {
    const found = only(check({}, showed([ending(1, ['example.com'], -2)])), 'ct/not-renewed');
    expect(found).toMatchObject({ kind: 'forecast', severity: 'high' });
    expect(said(found)).toContain('That was 2 days ago');
  });
  it('counts a name as given up after thirty days', () => {
    expect(ruleIds(check({}, showed([ending(1, ['example.com'], -31)])))).toEqual([]);
  });
  it('is silent where a good one is there', () => {
    const both = [ending(1, ['example.com'], -2), ending(2, ['example.com'], 80)];
    expect(ruleIds(check({}, showed(both)))).toEqual([]);
  });
});

describe('ct/forbidden-kind', () => {
  it('finds a wildcard where the policy says that nobody issues any, though the key is ours', () => {
    const judged = check({ issuewild: [] }, showed([certificate(1, ['*.example.com'])]));
    const found = only(judged, 'ct/forbidden-kind');
    expect(found).toMatchObject({ kind: 'drift', severity: 'high', fails: true });
    expect(said(found)).toContain('somebody of ours asked for it');
  });
  it('is critical for one that is not known to be ours', () => {
    const theirs = certificate(1, ['*.example.com'], { spkiSha256: '66'.repeat(32) });
    expect(only(check({ issuewild: [] }, showed([theirs])), 'ct/forbidden-kind').severity).toBe('critical');
  });
  it('finds a mail certificate likewise', () => {
    const mail = certificate(1, [], {
      names: [{ from: 'san', kind: 'email', value: 'post@example.com' }],
    });
    expect(said(only(check({ issuemail: [] }, showed([mail])), 'ct/forbidden-kind'))).toContain(
      'A mail certificate for post@example.com',
    );
  });
  it('is silent where wildcards follow issue, and for a certificate that the policy names', () => {
    const wild = certificate(1, ['*.example.com']);
    expect(ruleIds(check({}, showed([wild])))).toEqual([]);
    const own = { keys: [], certificates: [wild.facts.tbsSha256], exhaustive: true };
    expect(ruleIds(check({ issuewild: [], own }, showed([wild])))).not.toContain('ct/forbidden-kind');
  });
});

describe('ct/serial-twice', () => {
  const keyed = { authorityKeyId: 'ab'.repeat(20), serial: '0400' };
  it('finds two certificates of one issuer and one serial number that say different things', () => {
    const both = [certificate(1, ['example.com'], keyed), certificate(2, ['www.example.com'], keyed)];
    const found = only(check({}, showed(both)), 'ct/serial-twice');
    expect(found).toMatchObject({ kind: 'drift', severity: 'high', actor: 'ca' });
    for (const { facts } of both) expect(said(found)).toContain(facts.sha256);
  });
  it('takes precertificate and certificate for one, and issuers by their keys', () => {
    const pre = certificate(1, ['example.com'], { ...keyed, precertificate: true, sha256: 'cd'.repeat(32) });
    const other = certificate(2, ['example.com'], { ...keyed, authorityKeyId: 'ef'.repeat(20) });
    expect(ruleIds(check({}, showed([pre, certificate(1, ['example.com'], keyed), other])))).toEqual([]);
  });
});
