import { describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.js';
import { SOURCES, sourceOf } from './source.js';
import { drift } from './testing/life.js';

const source = (rule: string, zone: string, subject: string): string =>
  sourceOf(drift(zone, subject, { rule, kind: 'unknown', fails: false }));

describe('the source of what could not be seen', () => {
  it.each([
    ['survey/unreachable', 'example.com', 'example.com', SOURCES.dns],
    ['survey/limit', 'example.com', 'example.com', SOURCES.dns],
    ['survey/limit', 'example.com', 'name servers of example.com', SOURCES.dns],
    ['survey/unreachable', '', 'the network', SOURCES.dns],
    ['survey/unreachable', '', 'shard 3/10', SOURCES.shards],
    ['survey/unreachable', '', 'log 7d3ef2', SOURCES.logs],
    ['survey/limit', 'example.com', 'SCTs for example.com', SOURCES.logs],
    ['survey/unreachable', 'example.com', 'SCTs of 9f2c51', SOURCES.logs],
    ['survey/unreachable', '', '9.9.9.9', SOURCES.resolvers],
    ['survey/unreachable', 'example.com', 'certspotter', 'certspotter'],
    ['ct/source-blind', 'example.com', 'certspotter', 'certspotter'],
    ['ct/source-blind', '', 'certspotter, canary.example', 'certspotter'],
    ['ct/source-stale', '', 'crtsh', 'crtsh'],
    ['ct/sources-disagree', 'example.com', 'crtsh, contradictions', 'crtsh'],
    ['ct/unknown-certificate', 'example.com', '9f2c51', SOURCES.attestations],
    ['ct/issuer-unmapped', 'example.com', '9f2c51', SOURCES.issuers],
  ])('of %s in %j about %j is %s', (rule, zone, subject, name) => {
    expect(source(rule, zone, subject)).toBe(name);
  });

  it('is the same for two domains, whatever the rule that only domains have', () => {
    const unknown = RULES.filter(({ kind }) => kind === 'unknown').map(({ id }) => id);
    expect(unknown.length).toBeGreaterThan(5);
    for (const rule of unknown)
      expect(source(rule, 'a.example', 'a.example'), rule).toBe(
        /^ct\/source/.test(rule) ? 'a.example' : source(rule, 'b.example', 'b.example'),
      );
  });

  it('has a name of at most 100 characters', () => {
    expect(source('survey/unreachable', 'example.com', 'x'.repeat(500))).toHaveLength(100);
  });
});
