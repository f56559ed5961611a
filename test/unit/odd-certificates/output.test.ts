import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/github/run.js';
import { fakePorts, inputs } from '../../../src/github/testing/fakes.js';
import { inertLine, renderJson, renderMarkdown, renderTerminal } from '../../../src/report/index.js';
import { reportSchema } from '../../../src/report/json-schema.js';
import type { Judgement } from '../../../src/rules/model.js';
import { commandIn, linesOf } from '../../action/support/runner.js';
import { INJECTIONS } from './injections.js';
import type { Way } from './model.js';
import { NAMES } from './names.js';
import { OddWorld } from './world.js';

// A lab and whole checks, on machines that may be busy.
vi.setConfig({ hookTimeout: 60_000 });

const short = NAMES.filter(({ what }) => /[^\x20-\x7e]|u0000|HTTP|<|`/.test(what));
const world = new OddWorld([...INJECTIONS, ...short]);
const WAYS = ['certspotter', 'files', 'tail'] as const satisfies readonly Way[];
const judged = new Map<Way, Judgement>();

beforeAll(async () => {
  await world.start();
  for (const way of WAYS) judged.set(way, await world.check(way));
});
afterAll(() => world.stop());

const uncoloured = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '');
/** Our own words hold no more than this. */
const PLAIN = /^[\x20-\x7e\n]*$/;

describe.each(WAYS)('text of certificates that came by way of %s', (way) => {
  const judgement = (): Judgement => judged.get(way)!;

  it('is there to be told', () => {
    const subjects = judgement().findings.map(({ subject }) => world.rowOf(subject));
    expect(new Set(subjects.filter((row) => row?.of === 26)).size).toBe(INJECTIONS.length);
  });

  it('is printable ASCII on a terminal, in colours or not, and no command in the log of a runner', () => {
    for (const color of [false, true]) {
      const report = renderTerminal(judgement(), { color, width: 120 });
      expect(uncoloured(report)).toMatch(PLAIN);
      for (const line of linesOf(report)) expect(commandIn(line)).toBeUndefined();
    }
    expect(renderTerminal(judgement())).toContain('stop-commands');
  });

  it('is letters and entities in Markdown, and opens or closes nothing there', () => {
    const report = renderMarkdown(judgement());
    expect(report).toMatch(PLAIN);
    const frame = report
      .replace(/<code>(?:[A-Za-z0-9]|&#\d+;)*<\/code>/g, 'C')
      .replace(/<pre lang="diff">\n(?:[A-Za-z0-9\n]|&#\d+;)*<\/pre>/g, 'P');
    expect(frame).not.toMatch(/script|@all|javascript|add-mask|stop-commands|pwned|`|<!--/);
    for (const tag of ['details', 'summary', 'code', 'pre'])
      expect(report.split(`</${tag}>`)).toHaveLength(report.split(new RegExp(`<${tag}[ >]`)).length);
  });

  it('is ASCII in JSON, keeps to the schema, and is no command where a runner reads it', () => {
    const json = renderJson(judgement());
    for (const line of linesOf(json)) expect(commandIn(line)).toBeUndefined();
    expect(json).toMatch(PLAIN);
    const { findings } = v.parse(reportSchema, JSON.parse(json));
    for (const { title } of findings) expect(title).toMatch(/^[\x20-\x7e]*$/);
  });

  it('reaches no line of the Action as a command, no annotation and no summary but as printable ASCII', async () => {
    const ports = fakePorts({ judgement: judgement() });
    expect(await run(inputs(), ports)).toBe(1);
    const lines = ports.lines.map(inertLine);
    for (const line of lines) expect(linesOf(line)).toHaveLength(1);
    for (const line of lines) expect(commandIn(line)).toBeUndefined();
    expect(ports.annotations.length).toBeGreaterThan(0);
    for (const { title, message } of ports.annotations) {
      expect(title).toMatch(/^[\x20-\x7e]*$/);
      expect(message).toMatch(PLAIN);
    }
    expect(ports.summary()).toMatch(PLAIN);
    for (const value of Object.values(ports.outputs)) expect(value).toMatch(/^[\x20-\x7e]*$/);
  });
});
