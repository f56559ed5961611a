import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderMarkdown, renderTerminal } from '../src/report/index.js';
import { dark } from './pictures/dark.js';
import { PICTURES, readExample } from './pictures/example.js';
import { closedIssuePicture, keptIssuePicture } from './pictures/kept-issue.js';
import { pullRequestPicture } from './pictures/pull-request.js';
import { summaryPicture } from './pictures/summary.js';
import { terminalPicture } from './pictures/terminal.js';

/*
 * Draws docs/pictures/*.svg from what caa-guard really prints for the policy and the evidence in docs/pictures/example,
 * which scripts/record-example.ts recorded from the demo. Judging recorded evidence gives the same on every machine,
 * so the pictures are current if this changes nothing.
 *
 *   npx tsx scripts/render-pictures.ts [folder]
 */

const COLUMNS = 108;

/** The pictures by file name; those of GitHub's pages for its light and its dark theme. */
async function pictures(): Promise<ReadonlyMap<string, string>> {
  const example = await readExample();
  const { judgement } = example;
  const ruleUrl = (rule: string): string =>
    `https://github.com/org/caa-guard/blob/v1/docs/rules/${rule.replace('/', '-')}.md`;
  const terminal = renderTerminal(judgement, { color: true, width: COLUMNS - 4 });
  const pages = {
    'pull-request': await pullRequestPicture(example, ruleUrl),
    issue: await keptIssuePicture(example, 'jabber.example', ruleUrl, 330),
    'issue-closed': await closedIssuePicture(example, 'example.net', ruleUrl),
    summary: summaryPicture(renderMarkdown(judgement, { ruleUrl }), 'The job summary of a run', 1_100),
  };
  return new Map([
    ['terminal.svg', terminalPicture(terminal, 'caa-guard check', COLUMNS)],
    ...Object.entries(pages).flatMap(([name, svg]): [string, string][] => [
      [`${name}.svg`, svg],
      [`${name}-dark.svg`, dark(svg)],
    ]),
  ]);
}

const folder = process.argv[2] ?? PICTURES;
await mkdir(folder, { recursive: true });
for (const [file, svg] of await pictures()) await writeFile(path.join(folder, file), svg);
