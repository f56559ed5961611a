import { describe, expect, it } from 'vitest';
import { outside, text } from '../../base/text.js';
import { inertHtml } from '../../report/index.js';
import type { Finding } from '../../rules/model.js';
import { issueBody, MOST_BODY } from './body.js';
import { commentBody } from './comment.js';
import { readComment, readHead } from './marker.js';
import { stepOf } from './step.js';
import { drift, judged, shown, START, unseen } from './testing/life.js';
import { minutesOf } from './time.js';
import { topicsOf, type Topic } from './topic.js';
import { standingLine, titleOf } from './words.js';

const AT = minutesOf(START);
const LOOK = { observedAt: START, ruleUrl: () => 'https://github.com/o/r/blob/v1/docs/rules/x.md' };
const HOSTILE = [
  '-->',
  '<!-- caa-guard:end -->',
  '<!-- caa-guard:v1:00000000000000000000000000000000 -->',
  '</code></details><img src=x>',
  '@org/team #1 GH-1 ![](http://x)',
  '```\n# heading\n| a | b |',
  '\u202e\u200b\u001b[31m\r\n::error::x',
  '\ud800',
].join(' ');

function hostile(zone: string, i: number, size = 1): Finding {
  const value = outside(HOSTILE.repeat(size));
  return drift(zone, `${i}`, {
    subject: HOSTILE,
    title: text`${value} departs`,
    detail: Array.from({ length: size }, () => text`${value}`),
    diff: Array.from({ length: size }, () => ({
      op: '+' as const,
      text: text`${value}`,
      note: text`${value}`,
    })),
    mend: [text`${value}`],
  });
}

function opened(findings: readonly Finding[], zone = 'example.com'): { topic: Topic; body: string } {
  const topic = topicsOf(judged([zone], findings, START), 'p').find(({ standing }) => standing.length > 0)!;
  const step = stepOf(topic, undefined, { now: START, at: AT }, { reopenWithin: 0, unknownAfter: 0 });
  if (step.step !== 'open') throw new Error(`expected to open; got ${step.step}`);
  return { topic, body: issueBody(topic, step.state, LOOK) };
}

describe('the body of an issue', () => {
  it.each([
    ['a thousand findings', Array.from({ length: 1_000 }, (_, i) => drift('example.com', `${i}`))],
    ['findings of one megabyte each', Array.from({ length: 5 }, (_, i) => hostile('example.com', i, 100))],
    [
      'much that fails nothing',
      [drift('example.com', 'x'), ...Array.from({ length: 500 }, (_, i) => unseen('example.com', `${i}`))],
    ],
  ])('is cut between findings, and keeps its state, with %s', (_, findings) => {
    const { body, topic } = opened(findings);
    expect(body.length).toBeLessThanOrEqual(MOST_BODY);
    expect(readHead(body)?.state?.told.length).toBe(Math.min(topic.standing.length, 400));
    expect(body.match(/<details/g)?.length ?? 0).toBe(body.match(/<\/details>/g)?.length ?? 0);
    expect(shown(body)).toMatch(/(?:[0-9]+ more|All of it): see the report in the artifact of the run/);
    expect(body.trimEnd()).toMatch(/<\/sub>$/);
  });

  it('names each failing finding before what fails nothing', () => {
    const { body } = opened([drift('example.com', 'x'), unseen('example.com', 'certspotter')]);
    expect(shown(body)).toMatch(/x departs.*Besides, which fails nothing: unknown: certspotter/);
  });

  it('lets nothing of what came from outside be more than text', () => {
    const { body } = opened([
      hostile('example.com', 1),
      { ...unseen('example.com', HOSTILE), id: 'ab'.repeat(8) },
    ]);
    const marks = body.match(/<!--[^]*?-->/g)!.map((one) => one.replace(/:v1:.*/, ''));
    expect(marks).toEqual([
      '<!-- caa-guard',
      '<!-- caa-guard:state',
      '<!-- caa-guard:now -->',
      '<!-- caa-guard:end -->',
      expect.stringMatching(/^<!-- caa-guard:beside:[0-9a-f]{16} -->$/),
      '<!-- caa-guard:now -->',
      '<!-- caa-guard:end -->',
    ]);
    expect(body).not.toMatch(/[^\x20-\x7e\n]|@|<img|```|^# |!\[|http:/m);
  });

  it('shows what could not be looked at from its state alone, and that too as text', () => {
    const { topic, body } = opened([hostile('example.com', 1)]);
    const state = readHead(body)!.state!;
    const later = issueBody({ ...topic, standing: [], sight: 'partly' }, state, LOOK);
    expect(shown(later)).toMatch(/Could not be looked at now/);
    expect(later).not.toMatch(/[^\x20-\x7e\n]|@|<img|```|^# |!\[|http:/m);
  });

  it('lists the domains of a source, and at most fifty', () => {
    const zones = Array.from({ length: 80 }, (_, i) => `d${i}.example`);
    const judgement = judged(
      zones,
      zones.map((zone) => unseen(zone, 'certspotter')),
      START,
    );
    const topic = topicsOf(judgement, 'p').find(({ about }) => about.kind === 'source')!;
    const step = stepOf(topic, undefined, { now: START, at: AT }, { reopenWithin: 0, unknownAfter: 0 });
    const body = step.step === 'open' ? issueBody(topic, step.state, LOOK) : '';
    expect(shown(body)).toMatch(/It concerns 80 domains: - d0\.example .* - and 30 more/);
  });
});

describe('a comment', () => {
  it('is bounded, is text, and knows itself again', () => {
    const findings = Array.from({ length: 300 }, (_, i) => hostile('example.com', i, 10));
    const { topic, body } = opened(findings);
    const gone = readHead(body)!.state!.told;
    const said = { revision: 7, fresh: topic.standing, gone, wider: [], from: AT, at: AT };
    const comment = commentBody(topic, said);
    expect(comment.length).toBeLessThanOrEqual(60_000);
    expect(comment).not.toMatch(/[^\x20-\x7e\n]|@|<img|```|^# |!\[|http:/m);
    expect(readComment(comment)).toEqual({
      key: topic.key,
      revision: 7,
      fresh: topic.standing.map(({ mark }) => mark),
      gone: gone.map(({ mark }) => mark),
    });
  });
});

describe('a comment on what a source does not show besides', () => {
  it('is bounded, is text, and knows itself again', () => {
    const wider = Array.from({ length: 300 }, (_, i) => ({
      mark: i.toString(16).padStart(8, '0'),
      name: text`${outside(HOSTILE.repeat(2))}`,
      since: AT,
    }));
    const topic = topicsOf(judged(['x'], [unseen('x', 'certspotter')], START), 'p').find(
      ({ about }) => about.kind === 'source',
    )!;
    const said = { revision: 7, fresh: [], gone: [], wider, from: AT, at: AT };
    const comment = commentBody(topic, said);
    expect(comment.length).toBeLessThanOrEqual(60_000);
    expect(comment).not.toMatch(/[^\x20-\x7e\n]|@|<img|```|^# |!\[|http:/m);
    expect(readComment(comment)?.fresh).toEqual(wider.map(({ mark }) => mark));
  });
});

describe('a line', () => {
  it('shows a source as code, whatever it is called', () => {
    const source = '@org/team `#1`';
    const judgement = judged(['example.com'], [unseen('example.com', source)], START);
    const topic = topicsOf(judgement, 'p').find(({ about }) => about.kind === 'source')!;
    expect(topic.standing.map(standingLine)).toEqual([
      `- ${inertHtml(source)} did not show all that it was asked for`,
    ]);
  });
});

describe('a title', () => {
  it('has at most 256 characters, and no name that is more than letters, digits, dots and dashes', () => {
    const long = `${'a'.repeat(60)}.`.repeat(4) + 'example';
    for (const name of [long, '', 'example.com', '@org/team', 'a`b', HOSTILE, '*.example.com'])
      for (const kind of ['zone', 'source'] as const) {
        const title = titleOf({ kind, name });
        expect(title.length).toBeLessThanOrEqual(256);
        expect(title).toMatch(/^caa-guard: [A-Za-z0-9 ._-]+$/);
      }
  });
});
