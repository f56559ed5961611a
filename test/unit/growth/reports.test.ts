import { describe, expect, it } from 'vitest';
import { renderJson, renderMarkdown, renderTerminal } from '../../../src/report/index.js';
import { renderJunit } from '../../../src/report/junit.js';
import { renderSarif } from '../../../src/report/sarif.js';
import { judge, RULES, type Judgement } from '../../../src/rules/index.js';
import { judgeChange } from '../../../src/rules/three-way/three-way.js';
import { NOW } from '../../../src/rules/testing/builder.js';
import { outgrown } from './growth.js';
import { adrift, evidenceFor, policyFor } from './world.js';

const SURFACES: readonly ((judgement: Judgement) => string)[] = [
  (judgement) => renderTerminal(judgement, { color: true }),
  (judgement) => renderTerminal(judgement, { verbose: true }),
  (judgement) => renderMarkdown(judgement),
  (judgement) => renderJson(judgement),
  (judgement) =>
    renderSarif(judgement, { tool: { name: 'test', version: '0' }, rules: RULES, policyFiles: ['p.yaml'] }),
  (judgement) => renderJunit(judgement),
];

const WORLDS: Readonly<Record<string, (many: number) => Judgement>> = {
  'domains that are all adrift': (many) => judge(policyFor(many), evidenceFor(many, adrift), NOW),
  'domains of which nothing was seen': (many) => judge(policyFor(many), evidenceFor(0, adrift), NOW),
  'domains that a change loosens': (many) =>
    judgeChange({
      base: { kind: 'policy', policy: policyFor(many) },
      head: policyFor(many, { dnssec: { required: false, plannedDs: [], expiryHorizon: 259_200 } }),
      evidence: evidenceFor(many, adrift),
      approval: {},
      fork: false,
      now: NOW,
    }),
};

describe('telling of four times as much takes about four times the work:', { timeout: 120_000 }, () => {
  it.each(Object.entries(WORLDS))('%s', async (_, judged) => {
    const found = await outgrown((many) => {
      const judgement = judged(many);
      return () => SURFACES.map((render) => render(judgement));
    });
    expect(found).toEqual([]);
  });
});
