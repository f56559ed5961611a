import type { Judgement, Outcome } from '../rules/model.js';
import { changeHeadline, changeWords, SECTION_TITLES, sectionsOf } from './change.js';
import { inertHtml } from './inert.js';
import { findingMarkdown, type RuleUrl } from './markdown-finding.js';
import { markdownText, ownWords } from './markdown-text.js';
import { capital } from './printed.js';
import { markdown, markdownJoin, type Markdown, type Phrase } from './safe.js';
import { groupsOf, tallyOf, type Group } from './tally.js';
import { badge, count, headline, resultLine, timeWords, word, type ExitCode } from './words.js';

export interface MarkdownOptions {
  /**
   * Most bytes in UTF-8. Default: 1,000,000; over 1 MiB GitHub shows nothing of a job summary. It is cut between
   * findings. Below some 2,000 it may not be kept: how it stands is always said.
   */
  readonly maxBytes?: number;
  /** Address of a rule's page. Default: rules are no links. */
  readonly ruleUrl?: RuleUrl;
  /** What the program ends with. Default: what the outcome says. */
  readonly exitCode?: ExitCode;
  /** Why it is another than the outcome says. Default: that the run was told not to fail for it. */
  readonly exitWhy?: Phrase;
  /** Whether a table says of each domain what was checked. Default: true. */
  readonly table?: boolean;
}

/** Rows of the table of domains. */
const MOST_ROWS = 100;
/** Kept free for the end: the result, and what was cut. */
const END_BYTES = 1_000;

const MARKS: Readonly<Record<Outcome, Markdown>> = {
  ok: markdown`&#9989;`,
  drift: markdown`&#10060;`,
  unknown: markdown`&#10068;`,
};

/**
 * The report in GitHub's Markdown, for a job summary: how it stands in one sentence, the domains in a table, then
 * the findings, the gravest first. Everything from outside stands as code and in numeric entities.
 */
export function renderMarkdown(judgement: Judgement, options: MarkdownOptions = {}): Markdown {
  const budget = (options.maxBytes ?? 1_000_000) - END_BYTES;
  const tally = tallyOf(judgement);
  const groups = groupsOf(judgement);
  const ruleUrl = options.ruleUrl ?? (() => undefined);
  const words = changeWords(judgement).map((one) => markdown`- ${one}\n`);
  const says = changeHeadline(judgement) ?? headline(judgement, tally);
  const pieces = [
    markdown`### ${MARKS[judgement.outcome]} caa-guard: ${ownWords(word(judgement.outcome))}\n\n`,
    markdown`**${ownWords(capital(says))}.** ${meaning(judgement)}\n\n`,
    ...(words.length === 0 ? [] : [markdown`${markdownJoin(words, '')}\n`]),
    ...(options.table === false ? [] : [tableOf(groups, budget / 2)]),
  ];
  let bytes = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  let left = judgement.findings.length;
  const found = sectionsOf(judgement).flatMap(({ kind, groups: some }) =>
    some.map(({ zone, findings }, i) => ({ zone, findings, title: i === 0 ? kind : undefined })),
  );
  for (const { zone, findings, title } of found) {
    const section = title === undefined ? markdown`` : markdown`### ${ownWords(SECTION_TITLES[title])}\n\n`;
    for (const [i, finding] of findings.entries()) {
      const head = i === 0 ? markdown`${section}#### ${zoneMarkdown(zone)}\n\n` : markdown``;
      const block = markdown`${head}${findingMarkdown(finding, ruleUrl)}`;
      const size = Buffer.byteLength(block);
      if (bytes + size > budget) return markdownJoin([...pieces, endOf(judgement, left, options)], '');
      pieces.push(block);
      bytes += size;
      left--;
    }
  }
  return markdownJoin([...pieces, endOf(judgement, left, options)], '');
}

/** What the outcome means for somebody who does not know the subject. */
function meaning({ outcome, change, findings }: Judgement): Markdown {
  if (change?.kind === 'first' && outcome === 'ok') return markdown`From the merge on, this one does.`;
  if (
    change !== undefined &&
    outcome === 'drift' &&
    findings.every((one) => !one.fails || one.stage === 'weakened')
  )
    return markdown`After the merge someone could get a certificate, or a failing could pass, that the policy forbids now.`;
  if (outcome === 'ok') return markdown`What was declared was seen to hold.`;
  if (outcome === 'drift')
    return markdown`Someone may be able to get a certificate, or got one, whom the policy does not name, or a renewal will fail.`;
  return markdown`This is neither good nor bad news: what could not be seen was not judged.`;
}

function tableOf(groups: readonly Group[], budget: number): Markdown {
  if (groups.length === 0) return markdown``;
  const rows = [markdown`| | Domain | Outcome | Findings | What was checked |\n|---|---|---|---|---|\n`];
  let bytes = Buffer.byteLength(rows[0] ?? '');
  for (const group of groups.slice(0, MOST_ROWS)) {
    const row = rowOf(group);
    bytes += Buffer.byteLength(row);
    if (bytes > budget) break;
    rows.push(row);
  }
  const rest = groups.length - (rows.length - 1);
  const more = rest > 0 ? markdown`\nand ${ownWords(count(rest, 'more domain'))}\n` : markdown``;
  return markdown`${markdownJoin(rows, '')}${more}\n`;
}

function rowOf({ zone, outcome, findings, checked }: Group): Markdown {
  const counts = new Map<Phrase, number>();
  for (const finding of findings) counts.set(badge(finding), (counts.get(badge(finding)) ?? 0) + 1);
  const what = [...counts].map(([name, number]) => markdown`${number} ${ownWords(name)}`);
  const cells = [
    MARKS[outcome],
    zoneMarkdown(zone),
    outcome === 'unknown' ? markdown`unknown: could not be seen` : ownWords(word(outcome)),
    what.length === 0 ? markdown`none` : markdownJoin(what, ', '),
    checkedMarkdown(checked),
  ];
  return markdown`| ${markdownJoin(cells, ' | ')} |\n`;
}

/** Folded: whoever wants to know how it stands has no use for it, and whoever doubts it has. */
function checkedMarkdown(checked: Group['checked']): Markdown {
  if (checked.length === 0) return markdown``;
  const lines = markdownJoin(checked.slice(0, 12).map(markdownText), '<br>');
  return markdown`<details><summary>${ownWords(count(checked.length, 'point'))}</summary>${lines}</details>`;
}

function endOf(judgement: Judgement, left: number, { exitCode, exitWhy }: MarkdownOptions): Markdown {
  const cut =
    left === 0
      ? markdown``
      : markdown`**${ownWords(count(left, 'more finding'))} not shown here**: the JSON report has them all.\n\n`;
  const seen = ownWords(timeWords(judgement.observedAt));
  const result = ownWords(resultLine(judgement, tallyOf(judgement), exitCode, exitWhy));
  return markdown`${cut}<sub>Seen at ${seen}. ${result}</sub>\n`;
}

function zoneMarkdown(zone: string): Markdown {
  return zone === '' ? markdown`the run` : inertHtml(zone);
}
