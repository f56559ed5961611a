import type { Judgement, Outcome } from '../rules/model.js';
import { inertHtml } from './inert.js';
import { findingMarkdown, type RuleUrl } from './markdown-finding.js';
import { markdownText, ownWords } from './markdown-text.js';
import { groupsOf, tallyOf, type Group } from './tally.js';
import { badge, count, headline, resultLine, timeWords, type ExitCode } from './words.js';

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
}

/** Rows of the table of domains. */
const MOST_ROWS = 100;
/** Kept free for the end: the result, and what was cut. */
const END_BYTES = 1_000;

const MARKS: Readonly<Record<Outcome, string>> = { ok: '&#9989;', drift: '&#10060;', unknown: '&#10068;' };

/**
 * The report in GitHub's Markdown, for a job summary: how it stands in one sentence, the domains in a table, then
 * the findings, the gravest first. Everything from outside stands as code and in numeric entities.
 */
export function renderMarkdown(judgement: Judgement, options: MarkdownOptions = {}): string {
  const budget = (options.maxBytes ?? 1_000_000) - END_BYTES;
  const tally = tallyOf(judgement);
  const groups = groupsOf(judgement);
  const ruleUrl = options.ruleUrl ?? (() => undefined);
  let report =
    `### ${MARKS[judgement.outcome]} caa-guard: ${judgement.outcome}\n\n` +
    `**${ownWords(capital(headline(judgement, tally)))}.** ${meaning(judgement.outcome)}\n\n` +
    tableOf(groups, budget / 2);
  let bytes = Buffer.byteLength(report);
  let left = judgement.findings.length;
  for (const { zone, findings } of groups) {
    for (const [i, finding] of findings.entries()) {
      const head = i === 0 ? `#### ${zoneMarkdown(zone)}\n\n` : '';
      const block = head + findingMarkdown(finding, ruleUrl);
      const size = Buffer.byteLength(block);
      if (bytes + size > budget) return report + endOf(judgement, left, options.exitCode);
      report += block;
      bytes += size;
      left--;
    }
  }
  return report + endOf(judgement, left, options.exitCode);
}

/** What the outcome means for somebody who does not know the subject. */
function meaning(outcome: Outcome): string {
  if (outcome === 'ok') return 'What was declared was seen to hold.';
  if (outcome === 'drift')
    return 'Someone may be able to get a certificate, or got one, whom the policy does not name, or a renewal will fail.';
  return 'This is neither good nor bad news: what could not be seen was not judged.';
}

function tableOf(groups: readonly Group[], budget: number): string {
  if (groups.length === 0) return '';
  let table = '| | Domain | Outcome | Findings | What was checked |\n|---|---|---|---|---|\n';
  let bytes = Buffer.byteLength(table);
  let rows = 0;
  for (const group of groups.slice(0, MOST_ROWS)) {
    const row = rowOf(group);
    bytes += Buffer.byteLength(row);
    if (bytes > budget) break;
    table += row;
    rows++;
  }
  const rest = groups.length - rows;
  return `${table}${rest > 0 ? `\nand ${count(rest, 'more domain')}\n` : ''}\n`;
}

function rowOf({ zone, outcome, findings, checked }: Group): string {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(badge(finding), (counts.get(badge(finding)) ?? 0) + 1);
  const what = [...counts].map(([name, number]) => `${number} ${name}`).join(', ');
  const cells = [
    MARKS[outcome],
    zoneMarkdown(zone),
    outcome === 'unknown' ? 'unknown: could not be seen' : outcome,
    what === '' ? 'none' : what,
    checked.slice(0, 12).map(markdownText).join('<br>'),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function endOf(judgement: Judgement, left: number, exit: ExitCode | undefined): string {
  const cut =
    left === 0 ? '' : `**${count(left, 'more finding')} not shown here**: the JSON report has them all.\n\n`;
  const result = ownWords(resultLine(judgement, tallyOf(judgement), exit));
  return `${cut}<sub>Seen at ${timeWords(judgement.observedAt)}. ${result}</sub>\n`;
}

function zoneMarkdown(zone: string): string {
  return zone === '' ? 'the run' : inertHtml(zone);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
