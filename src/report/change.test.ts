import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandIn } from '../../test/action/support/runner.js';
import { own } from '../base/text.js';
import type { Change, Finding, Judgement } from '../rules/model.js';
import { sectionsOf } from './change.js';
import { renderJson } from './json.js';
import { renderMarkdown } from './markdown.js';
import { renderTerminal } from './terminal.js';
import { BINDING_LOST, finding, judgement } from './testing/fixtures.js';

const CHANGE: Change = { kind: 'changed', weakened: 2, approved: false, pending: 1, notLookedAt: [] };
const WEAKENED = finding({
  id: '1111111111111111',
  rule: 'policy/weakened',
  severity: 'high',
  zone: 'example.org',
  subject: 'example.org',
  title: own('The change loosens the policy of example.org, and is not approved'),
  stage: 'weakened',
});
const PENDING = finding({
  id: '2222222222222222',
  zone: 'example.net',
  subject: 'example.net',
  stage: 'pending',
  fails: false,
});
const ENDS = finding({ id: '3333333333333333', subject: 'a.example.com', stage: 'accepted', fails: false });

function changed(findings: readonly Finding[], change: Partial<Change> = {}): Judgement {
  const zones = [...new Set(findings.map(({ zone }) => zone))].sort();
  const fails = findings.some((one) => one.fails);
  return judgement({
    outcome: fails ? 'drift' : 'ok',
    domains: [
      ...zones.map((zone) => ({
        zone,
        outcome: findings.some((one) => one.zone === zone && one.fails)
          ? ('drift' as const)
          : ('ok' as const),
        checked: [],
      })),
      { zone: 'quiet.example', outcome: 'ok', checked: [own('CAA at 1 name')] },
    ],
    findings,
    change: { ...CHANGE, ...change },
  });
}

const ALL = changed([BINDING_LOST, WEAKENED, PENDING, ENDS]);
const lines = (report: string): readonly string[] => report.split('\n');

describe('the report of a change', () => {
  it('says first why it fails, and then how it stands in three sentences', () => {
    expect(lines(renderTerminal(ALL, { width: 110 })).slice(0, 4)).toEqual([
      'DRIFT  the change loosens the policy, and is not approved; 1 of 4 domains drifted before it.',
      '  There before this change: 1 finding that fails.',
      '  Loosened by this change: 2 clauses or grants, and that is not approved.',
      '  Waits for the merge: 1 finding that would fail then, unless DNS follows.',
    ]);
  });

  it.each([
    ['terminal', renderTerminal(ALL)],
    ['Markdown', renderMarkdown(ALL)],
  ])('has three sections in that order, each with its domains: %s', (_where, report) => {
    const of = [
      /^(### )?There before this change( =+)?$/m,
      /example.{0,6}com/,
      /^(### )?Loosened by this change( =+)?$/m,
      /example.{0,6}org/,
      /^(### )?Waits for the merge( =+)?$/m,
      /example.{0,6}net/,
    ];
    // What stands above the sections names domains as well.
    let rest = report.slice(report.search(of[0] ?? ''));
    for (const what of of) {
      expect(rest).toMatch(what);
      rest = rest.slice(rest.search(what) + 1);
    }
  });

  it('says of what fails nothing when it begins and ends, and counts it apart', () => {
    const report = renderTerminal(ALL, { width: 200 });
    expect(report).toContain('(drift, critical, waits for the merge)');
    expect(report).toContain('(drift, critical, ends with the merge)');
    expect(report).toContain('4 findings in 3 of 4 domains (2 failing, 2 for after the merge).');
  });

  it.each<[string, Judgement, string]>([
    [
      'waits alone',
      changed([PENDING], { weakened: 0, approved: true }),
      'OK  what stands is as the policy that binds demands.',
    ],
    [
      'loosens what somebody approved',
      changed([{ ...WEAKENED, fails: false }], { approved: true }),
      'and that is approved.',
    ],
    [
      'is the first policy',
      changed([PENDING], { kind: 'first', weakened: 0, approved: true }),
      'OK  no policy binds yet, so nothing fails.',
    ],
    [
      'has a base that does not load',
      changed([finding()], { kind: 'unusable', weakened: 0 }),
      'The policy of the base does not load: nothing says what this change would loosen.',
    ],
    [
      'is none',
      changed([finding()], { kind: 'same', weakened: 0, approved: true, pending: 0 }),
      'The change says the same in other words: nothing is loosened, nothing waits.',
    ],
    [
      'speaks of what was not looked at',
      changed([PENDING], { notLookedAt: ['new.example'] }),
      'Not looked at, since the change comes from a fork: new.example.',
    ],
  ])('says of one that %s what it is', (_says, one, words) => {
    expect(renderTerminal(one, { width: 120 })).toContain(words);
  });

  it('is in the JSON, with the stage of each finding', () => {
    expect(JSON.parse(renderJson(ALL))).toMatchObject({
      change: { kind: 'changed', weakened: 2, approved: false, pending: 1, notLookedAt: [] },
      findings: [{}, { stage: 'weakened' }, { stage: 'pending' }, { stage: 'accepted' }],
    });
  });

  it('says which files bind where these are others than those that are judged', () => {
    const one = changed([PENDING], { movedFrom: ['dns/old.yaml', 'b.yaml'] });
    const words =
      'This change has another policy file judged than the base has. What binds is dns/old.yaml, b.yaml.';
    expect(renderTerminal(one, { width: 120 })).toContain(words);
    expect(renderMarkdown(one)).toContain('has another policy file judged');
    expect(JSON.parse(renderJson(one))).toMatchObject({ change: { movedFrom: ['dns/old.yaml', 'b.yaml'] } });
    expect(renderTerminal(ALL) + renderJson(ALL)).not.toMatch(/movedFrom|another policy file/);
  });

  it('shows names of a fork inert', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const one = changed([PENDING], { notLookedAt: [name], movedFrom: [name] });
        const shown = renderTerminal(one);
        expect(shown).toMatch(/^[\x20-\x7e\n]*$/);
        for (const line of lines(shown)) expect(commandIn(line)).toBeUndefined();
        expect(renderMarkdown(one)).toMatch(/^[\x20-\x7e\n]*$/);
      }),
    );
  });

  it('shows nothing of this where one policy was judged', () => {
    const { change: _, ...alone } = ALL;
    const shown = renderTerminal(alone) + renderMarkdown(alone);
    for (const words of ['this change', 'Waits for the merge']) expect(shown).not.toContain(words);
  });
});

describe('a change among very many domains', () => {
  /** How often the zone of a finding or a domain is read to tell them apart. */
  function readsFor(size: number): number {
    let reads = 0;
    const counted = <T extends { readonly zone: string }>(one: T): T => {
      const { zone } = one;
      return Object.defineProperty({ ...one }, 'zone', {
        enumerable: true,
        get: () => (reads++, zone),
      });
    };
    const stages = [{}, { stage: 'weakened' as const }, { stage: 'pending' as const, fails: false }];
    const zones = Array.from({ length: size }, (_, i) => `d${String(i).padStart(5, '0')}.example`);
    const findings = zones.map((zone, i) => counted(finding({ id: `${i}`, zone, ...stages[i % 3] })));
    const domains = zones.map((zone) => counted({ zone, outcome: 'ok' as const, checked: [] }));
    sectionsOf({ ...changed([]), findings, domains });
    return reads;
  }

  it('is told in sections by work that grows as their number does', () => {
    const [some, many] = [readsFor(300), readsFor(3_000)];
    expect(some).toBeGreaterThan(300);
    expect(many).toBeLessThan(some * 12);
  });
});
