import type { Finding } from '../rules/model.js';
import { entities, inertHtml, linked } from './inert.js';
import { markdownText, ownWords } from './markdown-text.js';
import { plain } from './plain.js';
import { markdown, markdownJoin, type Markdown } from './safe.js';
import { stepsOf } from './steps.js';
import { MOST_DIFF_LINES, positionText } from './terminal-finding.js';
import { ACTORS, badge, classWords, count } from './words.js';

/** Gives the address of a rule's page; only https addresses of plain characters become links. */
export type RuleUrl = (rule: string) => string | undefined;

/** A finding as a block that opens on a click, of HTML and inert text only. Ends with an empty line. */
export function findingMarkdown(finding: Finding, ruleUrl: RuleUrl): Markdown {
  const { diff, detail, mend, actor, waived } = finding;
  const blocks = [
    summaryMarkdown(finding),
    ...(diff.length === 0 ? [] : [diffMarkdown(diff)]),
    ...(waived === undefined ? [] : [waiverMarkdown(waived)]),
    ...detail.map((one, i) => (i === 0 ? markdown`<b>Why it matters.</b> ${one}` : markdownText(one))),
    ...mendMarkdown(mend),
    markdown`<b>Who acts:</b> ${ownWords(ACTORS[actor])}.`,
    footMarkdown(finding, ruleUrl),
  ];
  const open = finding.fails ? markdown` open` : markdown``;
  return markdown`<details${open}>${markdownJoin(blocks, '\n\n')}\n\n</details>\n\n`;
}

function summaryMarkdown(finding: Finding): Markdown {
  const words = ownWords(badge(finding));
  return markdown`<summary>${finding.fails ? markdown`<b>${words}</b>` : words}: ${finding.title}</summary>`;
}

function waiverMarkdown({ until, owner, reason }: NonNullable<Finding['waived']>): Markdown {
  return markdown`<b>Waived</b> until ${inertHtml(until)} by ${inertHtml(owner)}: ${inertHtml(reason)}`;
}

function footMarkdown(finding: Finding, ruleUrl: RuleUrl): Markdown {
  const { rule, at, id } = finding;
  const parts = [
    markdown`${linked(inertHtml(rule), ruleUrl(rule))} (${ownWords(classWords(finding))})`,
    ...(at === undefined ? [] : [markdown`policy: ${positionText(at)}`]),
    markdown`finding ${inertHtml(id)}`,
  ];
  return markdown`<sub>${markdownJoin(parts, ' &middot; ')}</sub>`;
}

/** GitHub colours `+` and `-` lines of `lang="diff"`. Inside of `pre` nothing but entities and letters stands. */
function diffMarkdown(diff: Finding['diff']): Markdown {
  const lines = diff.slice(0, MOST_DIFF_LINES).flatMap(({ op, text, note }) => {
    const line = `${op} ${plain(text)}`;
    if (note === undefined) return [entities(line)];
    const words = `# ${plain(note)}`;
    const fits = line.length + words.length < 90;
    return fits ? [entities(`${line}  ${words}`)] : [entities(line), entities(`      ${words}`)];
  });
  const rest = diff.length - MOST_DIFF_LINES;
  if (rest > 0) lines.push(entities(`  and ${count(rest, 'more line')}`));
  return markdown`<pre lang="diff">\n${markdownJoin(lines, '\n')}\n</pre>`;
}

function mendMarkdown(mend: Finding['mend']): Markdown[] {
  const steps = stepsOf(mend).map(({ words, records }) =>
    markdownJoin([words, ...records].map(markdownText), '<br>'),
  );
  const [first] = steps;
  if (first === undefined) return [];
  if (steps.length === 1) return [markdown`<b>How to mend it.</b> ${first}`];
  const items = steps.map((step) => markdown`<li>${step}</li>`);
  return [markdown`<b>How to mend it.</b>\n<ol>\n${markdownJoin(items, '\n')}\n</ol>`];
}
