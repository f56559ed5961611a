import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { Judgement } from '../rules/model.js';
import { inert } from './inert.js';
import { renderJunit } from './junit.js';
import { ALL_OK, BLIND, EVERYTHING, finding, hostileJudgement, judgement } from './testing/fixtures.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inside: Element[];
  text: string;
}

/** Reads XML by a parser that refuses all that XML 1.0 does. */
function read(xml: string): Element {
  const root: Element = { name: '', attributes: {}, inside: [], text: '' };
  const stack = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, inside: [], text: '' };
    stack.at(-1)?.inside.push(element);
    stack.push(element);
  });
  parser.on('text', (text) => (stack.at(-1)!.text += text));
  parser.on('closetag', () => void stack.pop());
  parser.write(xml).close();
  return root.inside[0]!;
}

const ENDS = ['failure', 'error', 'skipped', 'system-out'];

/** For each suite its tests, each with how it ended. */
function endsOf(judged: Judgement): Record<string, [string, string][]> {
  return Object.fromEntries(
    read(renderJunit(judged)).inside.map(({ attributes, inside }) => [
      attributes['name'],
      inside.map((test) => [test.attributes['name']?.split(/[:(]/)[0]?.trim() ?? '', test.inside[0]!.name]),
    ]),
  ) as Record<string, [string, string][]>;
}

describe('the findings as JUnit XML', () => {
  it('are tests of their domain: a failure, an error for what could not be seen, skipped where waived, else passed', () => {
    expect(endsOf(EVERYTHING)).toEqual({
      'example.com': [
        ['caa/binding-lost', 'failure'],
        ['ct/unknown-certificate', 'failure'],
      ],
      'example.org': [['survey/unreachable', 'error']],
      'example.net': [
        ['as the policy demands', 'system-out'],
        ['dnssec/expiring', 'system-out'],
        ['caa/flags-odd', 'skipped'],
      ],
      'example.edu': [['as the policy demands', 'system-out']],
      'example.info': [['as the policy demands', 'system-out']],
    });
  });

  it('have a passed test for each domain that is as declared, which says what was checked', () => {
    const suites = read(renderJunit(ALL_OK)).inside;
    expect(suites).toHaveLength(5);
    for (const { inside } of suites)
      expect(inside[0]).toMatchObject({
        attributes: { name: 'as the policy demands' },
        inside: [{ name: 'system-out' }],
      });
    expect(suites[0]?.inside[0]?.inside[0]?.text).toContain('CAA at');
  });

  it('make a domain fail that is adrift by a finding of the run, and one an error that nothing was seen of', () => {
    const ofRun = finding({ zone: '', rule: 'policy/locked', subject: 'policy' });
    const domains = (['drift', 'unknown'] as const).map((outcome) => ({
      zone: `${outcome}.example`,
      outcome,
      checked: [],
    }));
    expect(endsOf(judgement({ outcome: 'drift', domains, findings: [ofRun] }))).toEqual({
      'the run': [['policy/locked', 'failure']],
      'drift.example': [['drift, for what is found of the run as a whole', 'failure']],
      'unknown.example': [['unknown, for what is found of the run as a whole', 'error']],
    });
  });

  it('are skipped where they wait for the merge of a change or end with it, and are failures where they fail all the same', () => {
    const findings = (
      [
        ['pending', false],
        ['accepted', false],
        ['accepted', true],
        ['weakened', true],
      ] as const
    ).map(([stage, fails]) => finding({ stage, fails }));
    const ends = endsOf(judgement({ outcome: 'drift', findings }))['example.com'];
    expect(ends?.map(([, end]) => end)).toEqual(['skipped', 'skipped', 'failure', 'failure']);
  });

  it('are counted, in each suite and in all', () => {
    const whole = read(renderJunit(EVERYTHING));
    expect(whole.attributes).toMatchObject({ tests: '8', failures: '2', errors: '1' });
    const sum = (name: string): number =>
      whole.inside.reduce((all, { attributes }) => all + Number(attributes[name]), 0);
    expect(['tests', 'failures', 'errors', 'skipped'].map(sum)).toEqual([8, 2, 1, 1]);
    for (const { attributes, inside } of whole.inside) expect(attributes['tests']).toBe(`${inside.length}`);
  });

  it('have each test in the order and with the attributes that the schema of Jenkins knows', () => {
    const whole = read(renderJunit(EVERYTHING));
    for (const suite of whole.inside) {
      expect(Object.keys(suite.attributes).sort()).toEqual(
        ['errors', 'failures', 'name', 'skipped', 'tests', 'time', 'timestamp'].sort(),
      );
      expect(suite.attributes['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      for (const test of suite.inside) {
        expect(Object.keys(test.attributes)).toEqual(['name', 'classname', 'time']);
        expect(test.inside.map(({ name }) => ENDS.includes(name))).toEqual([true]);
      }
    }
  });

  it('say why, what differs and how to mend it, in lines', () => {
    const failure = read(renderJunit(EVERYTHING)).inside[0]?.inside[0]?.inside[0];
    expect(failure?.attributes['message']).toMatch(/^letsencrypt\.org may issue to any account/);
    expect(failure?.text.split('\n')).toEqual([
      'critical, finding 0d4f7a1be92c8356',
      expect.stringMatching(/^- example\.com\. CAA/),
      '+ example.com. CAA 0 issue "letsencrypt.org"  # any account, any method',
      expect.stringMatching(/iodef/),
      expect.stringMatching(/^The CA is right/),
      expect.stringMatching(/jabber\.ru/),
      expect.stringMatching(/^1\. Replace the record by/),
      'Who acts: whoever runs the name servers of the zone',
      'At caa-guard.yaml:7:7',
    ]);
  });

  it.each([
    ']]><a b="c">&amp;&x;',
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '\u0000\u0008\ufffe\ud800\u202e',
    '::error::x',
    '##[add-mask]a',
    '"/><failure/>\n\r',
    '-->',
  ])('hold text from outside as text: %j', (value) => {
    const xml = renderJunit(hostileJudgement(value));
    const whole = read(xml);
    expect(xml).toMatch(/^[\x20-\x7e\n]*$/);
    expect(xml).not.toMatch(/##\[|::/);
    expect(whole.inside.map(({ inside }) => inside.map((test) => test.inside[0]?.name))).toEqual([
      ['failure', 'failure'],
      ['error'],
      ['system-out'],
    ]);
    const shown = inert(value);
    expect(whole.inside[0]?.attributes['name']).toBe(shown);
    expect(whole.inside[0]?.inside[1]?.inside[0]?.text).toContain(`\n${shown}\n`);
  });

  it('come to the same bytes for the same judgement', () => {
    expect(renderJunit(EVERYTHING)).toBe(renderJunit(structuredClone(EVERYTHING)));
    expect(renderJunit(judgement({ findings: [BLIND] }))).toContain('errors="1"');
  });
});
