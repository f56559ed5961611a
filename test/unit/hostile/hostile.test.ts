import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { outside, text } from '../../../src/base/text.js';
import { plain } from '../../../src/cli/plain.js';
import { keepComment } from '../../../src/github/comment.js';
import { keepIssues } from '../../../src/github/issues/index.js';
import { FakeGitHub } from '../../../src/github/issues/testing/fake-repository.js';
import {
  inert,
  inertMessage,
  logLines,
  markdown,
  printed,
  renderMarkdown,
  renderTerminal,
} from '../../../src/report/index.js';
import { hostileJudgement } from '../../../src/report/testing/fixtures.js';
import type { Finding, Judgement } from '../../../src/rules/index.js';
import { NOW } from '../../../src/rules/testing/builder.js';
import { pageOf } from './page.js';
import { complaintsAbout, logComplaints, logComplaintsAbout, ruleUrl } from './surfaces.js';
import { frameComplaint } from './frame.js';
import { hostileText } from './text.js';
import { FIELDS, type Field } from './world.js';
import { hostileWorlds } from './worlds.js';

/**
 * `FUZZ_HOSTILE=100000 npx vitest run --project unit test/unit/hostile` for the long run: so many strings at every place where a
 * finding holds one, and in every field from outside.
 */
const STRINGS = Number(process.env['FUZZ_HOSTILE'] ?? 0);
const seed = process.env['FUZZ_SEED'];
const runs = (usual: number): fc.Parameters<unknown> => ({
  numRuns: STRINGS > 0 ? STRINGS : usual,
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: STRINGS > 0 ? 86_400_000 : 120_000 });

describe('a string from outside', () => {
  it('tells a runner, a terminal, a page or a reader of files nothing, wherever in a finding it stands', () => {
    fc.assert(
      fc.property(hostileText(), (value) => {
        expect(complaintsAbout(hostileJudgement(value))).toEqual([]);
      }),
      runs(250),
    );
  });

  it('stands on a page of GitHub as what it is, and as nothing else', () => {
    const frame = pageOf(pageWith('a'));
    fc.assert(
      fc.property(hostileText(), (value) => {
        const page = pageOf(pageWith(value));
        expect(page.tags).toEqual(frame.tags);
        expect(page.words).toBe(frame.words);
        expect(page.codes).toEqual(frame.codes.map(() => inert(value)));
      }),
      runs(800),
    );
  });

  it('would be much on a page, raw', () => {
    const frame = pageOf(pageWith('a')).tags.length;
    const raw = fc
      .sample(hostileText(), { numRuns: 300, seed: 1 })
      .map((value) => pageOf(`| a |\n|---|\n| ${value} |\n\n${value}`));
    expect(
      raw.filter(
        ({ tags }) =>
          tags.length !== frame && tags.some((tag) => /^<(a|img|h1|del|script|input)\b/.test(tag)),
      ).length,
    ).toBeGreaterThan(50);
  });

  it('is inert in the message of an error, in the log of the Action and of the command line', () => {
    fc.assert(
      fc.property(hostileText(), (value) => {
        expect(logComplaints('log', logLines(printed`${inertMessage(value)}`))).toEqual([]);
        expect(logComplaints('log', logLines(printed`caa-guard: ${inertMessage(value)}`))).toEqual([]);
        expect(logComplaints('command line', plain(value))).toEqual([]);
      }),
      runs(500),
    );
  });
});

/** A table, a paragraph, a list and a block that opens, each with the value in it. */
function pageWith(value: string): string {
  const sentence = text`it says ${outside(value)}`;
  return markdown`| a | b |\n|---|---|\n| ${sentence} | c |\n\n${sentence}, and more\n\n- ${sentence}\n\n#### ${sentence}\n\n<details><summary>${sentence}</summary>\n\n${sentence}\n\n</details>\n`;
}

describe('a world in which every field holds what a stranger wrote', () => {
  const values = fc.array(hostileText(), { minLength: FIELDS.length, maxLength: FIELDS.length });
  const worldsOf = (list: readonly string[]): readonly Judgement[] =>
    hostileWorlds((field) => list[FIELDS.indexOf(field)] ?? '');

  it('is told inert on every surface', () => {
    fc.assert(
      fc.property(values, (list) => {
        expect(worldsOf(list).flatMap(complaintsAbout)).toEqual([]);
      }),
      runs(8),
    );
  });

  it('has a runner obey nothing in any line of the log, whatever comes to stand where a field was told', () => {
    // Judged once, so that very many strings can be tried in each field: only what is told of them differs.
    const told = worldsOf(FIELDS.map((_, i) => `zq${i}qz`));
    fc.assert(
      fc.property(values, (list) => {
        expect(told.flatMap((one) => logComplaintsAbout(withValues(one, list)))).toEqual([]);
      }),
      runs(60),
    );
  });

  it('reads on a page of GitHub with our own tags alone', () => {
    const allowed =
      /^<\/?(?:h3|h4|p|ul|strong|table|thead|tbody|tr|th|td|details|details open|summary|b|sub|code|pre|pre lang="diff"|ol|li|br|br \/|a|a href="https:\/\/github\.com\/org\/caa-guard\/blob\/v1\/docs\/rules\/[a-z]+\/[a-z-]+\.md")>$/;
    for (const list of fc.sample(values, {
      numRuns: 3,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    })) {
      for (const world of worldsOf(list)) {
        const page = pageOf(renderMarkdown(world, { ruleUrl }));
        expect(page.tags.filter((tag) => !allowed.test(tag))).toEqual([]);
        expect(page.tags.filter((tag) => tag === '<table>')).toHaveLength(1);
        expect(page.words).not.toMatch(/@|#\d|GH-\d|https?:\/\/|www\./);
      }
    }
  });

  it('is told inert in a comment and in issues', async () => {
    for (const list of fc.sample(values, {
      numRuns: 4,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    })) {
      for (const world of worldsOf(list)) {
        const { titles, bodies } = await postedOf(world);
        expect(bodies.length).toBeGreaterThan(1);
        expect(bodies.map(frameComplaint).filter((one) => one !== undefined)).toEqual([]);
        for (const title of titles) expect(title).toMatch(/^caa-guard: [\x20-\x7e]*$/);
      }
    }
  });

  it('is told: no field is only said to be there', () => {
    const word = (field: Field): string => `zq${FIELDS.indexOf(field)}qz`;
    // As the log of a step has it: not verbose.
    const report = hostileWorlds(word)
      .map((one) => renderTerminal(one, { width: 10_000 }))
      .join('');
    const hex = (field: Field): string => Buffer.from(word(field)).toString('hex');
    const untold = FIELDS.filter((field) => !report.includes(word(field)) && !report.includes(hex(field)));
    expect(untold.sort()).toEqual([...UNTOLD].sort());
  });

  it('has nothing of it among our own words', () => {
    const word = (field: Field): string => `zq${FIELDS.indexOf(field)}qz`;
    for (const finding of hostileWorlds(word).flatMap(({ findings }) => findings))
      for (const part of partsOf(finding)) if (typeof part === 'string') expect(part).not.toMatch(/zq\d+qz/);
  });
});

/** The same data with `list` in place of what stood for the fields. */
function withValues<Data>(data: Data, list: readonly string[]): Data {
  if (typeof data === 'string')
    return (
      data.includes('zq') ? data.replace(/zq(\d+)qz/g, (_, i: string) => list[Number(i)] ?? '') : data
    ) as Data;
  if (Array.isArray(data)) return data.map((one: unknown) => withValues(one, list)) as Data;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, one]: [string, unknown]) => [key, withValues(one, list)]),
  ) as Data;
}

/** Read, and told nowhere: what a run says of these, if anything, it says in words of its own. */
const UNTOLD: readonly Field[] = [
  // Only compared with the names of the policy.
  'zone-of-answer',
  'san-ip',
  'san-other',
  'ledger-name',
  // Only a code of ours is told of it.
  'vantage-detail',
  'plan-reason',
  // In the evidence alone.
  'certificate-oddity',
  'log-error',
  'log-url',
  'ledger-note',
];

function partsOf({ title, detail, diff, mend }: Finding) {
  return [title, ...detail, ...mend, ...diff.flatMap(({ text: one, note }) => [one, note ?? []])].flat();
}

/** What a comment on a pull request, and the issues of a schedule, say of a judgement. */
async function postedOf(judgement: Judgement) {
  const github = new FakeGitHub(() => NOW);
  const repository = github.as('github-actions[bot]');
  const clock = { now: () => NOW, monotonic: () => 0 };
  await keepIssues(
    judgement,
    { labels: ['caa-guard'], assignees: [], maxNew: 10, unknownAfter: 0, reopenWithin: 0 },
    { repository, clock, sleep: async () => undefined, log: () => undefined, ruleUrl, policyId: 'p', runUrl: 'https://github.com/org/caa-guard/actions/runs/1' },
  ); // prettier-ignore
  const bodies = [...github.issues.values()].map(({ body }) => body);
  const comments = {
    login: async () => 'github-actions[bot]',
    comments: async () => [],
    createComment: async (_: number, body: string) => {
      bodies.push(body);
      return { id: 1, body, author: '', createdAt: 0 };
    },
    updateComment: async (id: number, body: string) => ({ id, body, author: '', createdAt: 0 }),
    deleteComment: async () => true,
  };
  await keepComment({ judgement, pull: 1, policyId: 'p', exitCode: 1, ruleUrl, repository: comments });
  return { titles: [...github.issues.values()].map(({ title }) => title), bodies };
}
