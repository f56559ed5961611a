import { describe, expect, it } from 'vitest';
import { renderText } from '../../base/text.js';
import type { LedgerEntry } from '../../policy/model.js';
import type { CanaryEvidence, IssuanceEvidence } from '../../survey/evidence.js';
import { judge } from '../judge.js';
import { certificate, DAY, evidenceOf, issued, NOW, policyOf, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

const HOUR = DAY / 24;
const two = (
  first: Partial<IssuanceEvidence>,
  second: Partial<IssuanceEvidence> = {},
): ReturnType<typeof seenOf> =>
  seenOf([], [issued([], { source: 'crtsh', ...first }), issued([certificate(1, ['example.com'])], second)]);

describe('ct/sources-disagree', () => {
  it('blames the source that leaves out what another one shows, and names the certificate', () => {
    const judged = check({}, two({}));
    const found = only(judged, 'ct/sources-disagree');
    expect(found).toMatchObject({ kind: 'unknown', severity: 'high', subject: 'crtsh', fails: false });
    expect(said(found)).toContain(certificate(1, ['example.com']).facts.sha256);
    expect(judged.outcome).toBe('unknown');
  });
  it('gives both two days', () => {
    const fresh = certificate(1, ['example.com'], { notBefore: NOW - 47 * HOUR });
    expect(ruleIds(check({}, seenOf([], [issued([], { source: 'crtsh' }), issued([fresh])])))).toEqual([]);
  });
  it('does not expect what has ended', () => {
    const ended = certificate(1, ['example.com'], { notAfter: NOW - 40 * DAY, notBefore: NOW - 90 * DAY });
    expect(ruleIds(check({}, seenOf([], [issued([], { source: 'crtsh' }), issued([ended])])))).toEqual([]);
  });
  it('expects what cannot be read of nobody: by which names a source has it is not known', () => {
    const odd = certificate(1, ['example.com'], { problems: ['a name cannot be read'] });
    const judged = check({}, seenOf([], [issued([], { source: 'crtsh' }), issued([odd])]));
    expect(ruleIds(judged)).toEqual(['ct/unreadable']);
  });
  it.each([
    ['www.example.com', []],
    ['*.example.com', []],
    ['example.com', ['ct/sources-disagree']],
  ])('where nothing below the domain was asked for, %s leads to %j', (name, rules) => {
    const shown = issued([certificate(1, [name])], { includeSubdomains: false });
    const other = issued([], { source: 'crtsh', includeSubdomains: false });
    expect(ruleIds(check({ includeSubdomains: false }, seenOf([], [other, shown])))).toEqual(rules);
  });
  it('does not blame a source that shows a part, nor one that stopped', () => {
    expect(ruleIds(check({}, two({ partial: true })))).toEqual([]);
    const failure = { code: 'unreachable', detail: 'refused' };
    expect(ruleIds(check({}, two({ complete: false, failure })))).toEqual(['survey/unreachable']);
  });
  it('the report says which sources show a part only, and that none was asked for all', () => {
    const checked = (seen: ReturnType<typeof seenOf>): string =>
      (check({}, seen).domains[0]?.checked ?? []).map((one) => renderText(one, (value) => value)).join('\n');
    const part = issued([], { source: 'files=certs', partial: true });
    expect(checked(seenOf([], [part]))).toContain('files=certs showed 0, of the part of CT that it has.');
    expect(checked(seenOf([], [part]))).toContain('No source was asked that undertakes to show all');
    expect(checked(seenOf([], [part, issued()]))).not.toContain('No source was asked');
  });
  it.each([
    ['certspotter', 'network', 'give the source a token'],
    ['crtsh', 'network', 'use another source besides'],
    ['files=certs', 'you', '--ct-source files=DIR'],
    ['tail=st', 'you', 'with this directory as its --state'],
  ])('says of %s who has to act and how', (source, actor, words) => {
    const failure = { code: 'unreachable', detail: 'refused' };
    const seen = seenOf([], [issued([], { source, complete: false, failure })]);
    const finding = only(check({}, seen), 'survey/unreachable');
    expect(finding.actor).toBe(actor);
    expect(said(finding)).toContain(words);
  });
  it('takes precertificate and certificate for one', () => {
    const pre = certificate(1, ['example.com'], { precertificate: true, sha256: 'ab'.repeat(32) });
    expect(ruleIds(check({}, two({ certificates: [pre] })))).toEqual([]);
  });
  it('tells of a source that says what the bytes do not', () => {
    const said7 = two(
      { certificates: [certificate(1, ['example.com'])] },
      { contradictions: ['entry 7: tbs_sha256 is not that of the certificate'] },
    );
    const found = only(check({}, said7), 'ct/sources-disagree');
    expect(said(found)).toContain('entry 7: tbs_sha256 is not that of the certificate');
    expect(found.kind).toBe('unknown');
  });
});

describe('ct/source-stale', () => {
  const withCanary = (canary: Partial<CanaryEvidence>) => {
    const seen = evidenceOf(seenOf());
    return judge(
      policyOf(),
      { ...seen, canaries: [{ source: 'certspotter', name: 'daily.test', ...canary }] },
      NOW,
    );
  };

  it('tells, once for the run, of a source that itself says that it is old', () => {
    const seen = seenOf([], [issued([], { asOf: NOW - 27 * HOUR })]);
    expect(only(check({}, seen), 'ct/source-stale')).toMatchObject({ zone: '', kind: 'unknown' });
    expect(ruleIds(check({}, seenOf([], [issued([], { asOf: NOW - 25 * HOUR })])))).toEqual([]);
  });
  it('tells of one that does not show what is issued every day', () => {
    expect(only(withCanary({ newest: NOW - 3 * DAY }), 'ct/source-stale').zone).toBe('');
    expect(ruleIds(withCanary({ newest: NOW - DAY }))).toEqual([]);
  });
});

describe('ct/source-blind', () => {
  const seen = certificate(1, ['example.com', 'www.example.com']);
  const entry = (more: Partial<LedgerEntry> = {}): LedgerEntry => ({
    kind: 'certificate',
    tbsSha256: seen.facts.tbsSha256,
    names: ['example.com', 'www.example.com'],
    notBefore: NOW - 10 * DAY,
    notAfter: NOW + 80 * DAY,
    note: 'renewal of the web server',
    at: { file: 'ours.yaml', line: 7, column: 3, endLine: 9, endColumn: 1 },
    ...more,
  });
  const judged = (ledger: readonly LedgerEntry[], ...sources: readonly IssuanceEvidence[]) =>
    check({ own: { ...policyOf().domains[0]!.own, ledger } }, seenOf([], sources));

  it('holds a source to the certificates in the ledger, and names the one that it leaves out', () => {
    const blind = judged([entry()], issued([]));
    const found = only(blind, 'ct/source-blind');
    expect(found).toMatchObject({ kind: 'unknown', severity: 'high', at: { file: 'ours.yaml', line: 7 } });
    expect(said(found)).toContain('renewal of the web server');
    expect(blind.outcome).toBe('unknown');
    expect(ruleIds(judged([entry()], issued([seen])))).toEqual([]);
  });
  it('holds each source to it on its own', () => {
    const both = judged([entry()], issued([seen]), issued([], { source: 'crtsh' }));
    expect(only(both, 'ct/source-blind').subject).toBe('crtsh');
  });
  it('does not expect what is two days old or less, has ended, or was not asked for', () => {
    for (const more of [
      { notBefore: NOW - DAY },
      { notAfter: NOW - DAY },
      { names: ['example.org'] },
      { kind: 'csr' as const },
    ])
      expect(ruleIds(judged([entry(more)], issued([])))).toEqual([]);
  });
  it.each([
    ['*.example.com', true, ['ct/source-blind']],
    ['a.b.example.com', true, ['ct/source-blind']],
    ['badexample.com', true, []],
    ['*.example.com', false, []],
    ['www.example.com', false, []],
    ['example.com', false, ['ct/source-blind']],
  ])('a certificate for %s, where names below are asked for: %s, leads to %j', (name, below, rules) => {
    const own = { ...policyOf().domains[0]!.own, ledger: [entry({ names: [name] })] };
    expect(ruleIds(check({ own, includeSubdomains: below }, seenOf([], [issued([])])))).toEqual(rules);
  });
  it('does not expect it of a source that shows a part, nor of one that stopped', () => {
    expect(ruleIds(judged([entry()], issued([], { partial: true })))).toEqual([]);
    const failure = { code: 'unreachable', detail: 'refused' };
    expect(ruleIds(judged([entry()], issued([], { complete: false, failure })))).toEqual([
      'survey/unreachable',
    ]);
  });
  it('tells, once for the run, of a source that shows nothing of the canary', () => {
    const canaries = [{ source: 'certspotter', name: 'daily.test' }];
    const found = only(judge(policyOf(), { ...evidenceOf(seenOf()), canaries }, NOW), 'ct/source-blind');
    expect(found).toMatchObject({ zone: '', kind: 'unknown' });
    expect(said(found)).toContain('It answered, and without any');
    const failure = { code: 'unreachable', detail: 'refused' };
    const failed = { ...evidenceOf(seenOf()), canaries: [{ ...canaries[0]!, failure }] };
    expect(said(only(judge(policyOf(), failed, NOW), 'ct/source-blind'))).toContain('unreachable: refused');
  });
});
