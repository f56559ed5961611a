import { findingAnnotations } from '../../src/github/annotations.js';
import { renderMarkdown, type RuleUrl } from '../../src/report/index.js';
import { drawMarkdown } from './blocks.js';
import { headOf, POLICY, type Example } from './example.js';
import { drawFile } from './files-changed.js';
import type { Pen } from './flow.js';
import { PADDING, sheet, WIDTH } from './sheet.js';

/** What a pull request shows that loosens the policy: the annotation on the line, and how the summary of the job begins. */
export async function pullRequestPicture(example: Example, ruleUrl: RuleUrl): Promise<string> {
  const after = headOf(example.policy);
  const judgement = await example.change(after);
  const notes = findingAnnotations(judgement, { drift: true, unknown: true }).flatMap((one) =>
    one.at?.file === POLICY && one.title.includes('policy/weakened')
      ? [{ ...one, line: one.at.endLine }]
      : [],
  );
  const pen: Pen = { y: PADDING, body: [] };
  const frame = { left: PADDING, width: WIDTH - 2 * PADDING };
  drawFile({ name: POLICY, before: example.policy, after }, notes, pen, frame);
  pen.y += 10;
  drawMarkdown(renderMarkdown(judgement, { ruleUrl, exitCode: 1 }), pen, frame, 'table');
  return sheet('A pull request that loosens the policy', pen.y + PADDING / 2, pen.body);
}
