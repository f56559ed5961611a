import type { Finding } from '../rules/model.js';
import { entities, inert, inertHtml, linkable } from './inert.js';
import { markdownText, ownWords } from './markdown-text.js';
import { stepsOf } from './steps.js';
import { MOST_DIFF_LINES, positionText } from './terminal-finding.js';
import { ACTORS, badge, classWords, count } from './words.js';
import { plain } from './wrap.js';

/** Gives the address of a rule's page; only https addresses of plain characters become links. */
export type RuleUrl = (rule: string) => string | undefined;

/** A finding as a block that opens on a click, of HTML and inert text only. Ends with an empty line. */
export function findingMarkdown(finding: Finding, ruleUrl: RuleUrl): string {
  const { title, detail, diff, mend, at, actor, waived } = finding;
  const blocks = [
    `<summary>${finding.fails ? '<b>' : ''}${badge(finding)}${finding.fails ? '</b>' : ''}: ${markdownText(title)}</summary>`,
    diff.length === 0 ? '' : diffMarkdown(diff),
    waived === undefined
      ? ''
      : `<b>Waived</b> until ${inertHtml(waived.until)} by ${inertHtml(waived.owner)}: ${inertHtml(waived.reason)}`,
    ...detail.map((one, i) => `${i === 0 ? '<b>Why it matters.</b> ' : ''}${markdownText(one)}`),
    mendMarkdown(mend),
    `<b>Who acts:</b> ${ownWords(ACTORS[actor])}.`,
    `<sub>${[
      `${ruleMarkdown(finding.rule, ruleUrl)} (${ownWords(classWords(finding))})`,
      ...(at === undefined ? [] : [`policy: ${markdownText(positionText(at))}`]),
      `finding ${inertHtml(finding.id)}`,
    ].join(' &middot; ')}</sub>`,
  ];
  return `<details${finding.fails ? ' open' : ''}>${blocks.filter((block) => block !== '').join('\n\n')}\n\n</details>\n\n`;
}

/** GitHub colours `+` and `-` lines of `lang="diff"`. Inside of `pre` nothing but entities and letters stands. */
function diffMarkdown(diff: Finding['diff']): string {
  const lines = diff.slice(0, MOST_DIFF_LINES).flatMap(({ op, text, note }) => {
    const line = `${op} ${plain(text)}`;
    if (note === undefined) return [entities(line)];
    const words = `# ${plain(note)}`;
    const fits = line.length + words.length < 90;
    return fits ? [entities(`${line}  ${words}`)] : [entities(line), entities(`      ${words}`)];
  });
  const rest = diff.length - MOST_DIFF_LINES;
  if (rest > 0) lines.push(entities(`  and ${count(rest, 'more line')}`));
  return `<pre lang="diff">\n${lines.join('\n')}\n</pre>`;
}

function mendMarkdown(mend: Finding['mend']): string {
  const steps = stepsOf(mend).map(({ words, records }) => [words, ...records].map(markdownText).join('<br>'));
  if (steps.length === 0) return '';
  if (steps.length === 1) return `<b>How to mend it.</b> ${steps[0] ?? ''}`;
  return `<b>How to mend it.</b>\n<ol>\n${steps.map((step) => `<li>${step}</li>`).join('\n')}\n</ol>`;
}

function ruleMarkdown(rule: string, ruleUrl: RuleUrl): string {
  const url = ruleUrl(rule);
  const name = `<code>${entities(inert(rule))}</code>`;
  return url === undefined || !linkable(url) ? name : `<a href="${url}">${name}</a>`;
}
