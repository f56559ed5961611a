import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderMarkdown, renderTerminal } from '../src/report/index.js';
import { readEvidence } from '../src/survey/read.js';
import { rejudge } from '../src/survey/rejudge.js';
import { summaryPicture } from './pictures/summary.js';
import { terminalPicture } from './pictures/terminal.js';

/*
 * Draws docs/pictures/*.svg from what caa-guard really prints for the policy and the evidence in docs/pictures/example,
 * which scripts/record-example.ts recorded from the demo. Judging recorded evidence gives the same on every machine,
 * so the pictures are current if this changes nothing.
 *
 *   npx tsx scripts/render-pictures.ts [folder]
 */

const PICTURES = path.join(import.meta.dirname, '../docs/pictures');
const EVIDENCE = path.join(PICTURES, 'example/evidence.json');
const COLUMNS = 108;

/** The pictures by file name. */
export async function pictures(): Promise<ReadonlyMap<string, string>> {
  const example = (file: string): Promise<string> => readFile(path.join(PICTURES, 'example', file), 'utf8');
  const evidence = await readFile(EVIDENCE, 'utf8');
  const result = await rejudge(
    {
      policies: ['caa-guard.yaml'],
      evidence,
      trustAnchor: readEvidence(evidence).anchors.join('\n'),
      issuers: await example('issuers.json'),
    },
    { readFile: example, clock: { now: () => 0, monotonic: () => 0 } },
  );
  if (!result.ok)
    throw new Error(`the policy of the example cannot be used: ${JSON.stringify(result.errors)}`);
  const { judgement } = result;
  const ruleUrl = (rule: string): string =>
    `https://github.com/org/caa-guard/blob/v1/docs/rules/${rule.replace('/', '-')}.md`;
  return new Map([
    [
      'terminal.svg',
      terminalPicture(
        renderTerminal(judgement, { color: true, width: COLUMNS - 4 }),
        'caa-guard check',
        COLUMNS,
      ),
    ],
    [
      'summary.svg',
      summaryPicture(renderMarkdown(judgement, { ruleUrl }), 'The job summary of a run', 1_100),
    ],
  ]);
}

const folder = process.argv[2] ?? PICTURES;
await mkdir(folder, { recursive: true });
for (const [file, svg] of await pictures()) await writeFile(path.join(folder, file), svg);
