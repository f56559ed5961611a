import { outside, own, text, type Text } from '../../base/text.js';
import {
  linked,
  markdown,
  markdownJoin,
  markdownText,
  token,
  type Markdown,
  type RuleUrl,
} from '../../report/index.js';
import { findingMarkdown } from '../../report/markdown-finding.js';
import type { Finding } from '../../rules/model.js';
import { sha256 } from './key.js';
import { issueHead, volatile } from './marker.js';
import { FLAP_WELL } from './flap.js';
import { MOST_TOLD, type IssueState, type Told } from './state.js';
import { minutesOf, minuteWords, spanWords } from './time.js';
import { nameWords, type Standing, type Topic } from './topic.js';
import { listOf, sinceWords, standingLine, subjectWords, toldLine } from './words.js';

/** GitHub takes bodies of 65,536 characters. */
export const MOST_BODY = 60_000;
/** Kept free for what stands behind the findings. */
const END = 6_000;
const MOST_ZONES = 50;
const MOST_CHECKED = 12;

/** When and by which run was looked, and where rules are explained. */
export interface Look {
  /** When the evidence was taken; Unix milliseconds. */
  readonly observedAt: number;
  /** Address of the run, if there is one. */
  readonly runUrl?: string;
  readonly ruleUrl: RuleUrl;
}

/** The whole body of an issue, of at most `MOST_BODY` UTF-16 units: cut between findings, never refused. */
export function issueBody(topic: Topic, state: IssueState, look: Look): Markdown {
  const top = markdown`${issueHead(topic.key, state)}\n${headline(topic, state)}\n\n${volatile(lookWords(look))}\n\n`;
  if (state.closed !== undefined) return markdown`${top}${endOf(topic)}`;
  const shown =
    topic.about.kind === 'source' ? sourcePart(topic, look) : zonePart(topic, state, look, top.length);
  const rest = markdown`${notStanding(topic, state)}${recovering(state)}${follows(state)}`;
  return markdown`${top}${shown}${rest}${endOf(topic)}`;
}

function headline({ about, standing, sight }: Topic, state: IssueState): Markdown {
  if (state.closed === 'gone') return markdown`**${nameWords(about)} is not in the policy any more.**`;
  if (state.closed !== undefined)
    return about.kind === 'zone'
      ? markdown`**${nameWords(about)} is as the policy demands again.** The last comment tells what it was.`
      : markdown`**Nothing is missing from ${nameWords(about)} any more.**`;
  if (about.kind === 'source')
    return markdown`**${subjectWords(about)}.** What it did not show was not judged: this is neither good nor bad news about the domains, and an attacker may hide in it.`;
  const count = standing.length;
  if (count === 0 && sight === 'partly')
    return markdown`**${subjectWords(about)}**, or was not when it could last be seen.`;
  if (count === 0)
    return markdown`**${nameWords(about)} is as the policy demands again**, as far as was seen.`;
  const failing = count === 1 ? own('1 finding fails') : text`${count} findings fail`;
  return markdown`**${subjectWords(about)}.** ${failing} the check.`;
}

function lookWords({ observedAt, runUrl }: Look): Markdown {
  const by =
    runUrl === undefined ? markdown`` : markdown`, seen by ${linked(markdownText(own('this run')), runUrl)}`;
  return markdown`As of ${minuteWords(minutesOf(observedAt))}${by}. Later looks that found the same are not noted here.`;
}

/** Each failing finding as a block, under the time since which it is told. */
function zonePart(topic: Topic, state: IssueState, look: Look, used: number): Markdown {
  const since = new Map(state.told.map((one) => [one.mark, one.since]));
  let part = markdown``;
  let heading = -1;
  for (const [i, one] of topic.standing.entries()) {
    const from = since.get(one.mark) ?? minutesOf(look.observedAt);
    const head = from === heading ? markdown`` : markdown`${sinceWords(from)}:\n\n`;
    const room = MOST_BODY - END - used - part.length;
    const block = [
      fullBlock(one, look.ruleUrl),
      markdown`${standingLine(one)}\n\n  All of it: see the report in the artifact of the run.\n\n`,
    ]
      .map((body) => markdown`${head}${body}`)
      .find(({ length }) => length <= room);
    if (block === undefined) return markdown`${part}${moreWords(topic.standing.length - i)}`;
    part = markdown`${part}${block}`;
    heading = from;
  }
  return markdown`${part}${besidePart(topic, look, MOST_BODY - END - used - part.length)}`;
}

function fullBlock(one: Standing, ruleUrl: RuleUrl): Markdown {
  return one.finding === undefined ? standingLine(one) : findingMarkdown(one.finding, ruleUrl);
}

function moreWords(count: number): Markdown {
  return markdown`**${count} more**: see the report in the artifact of the run.\n\n`;
}

/** What needs no issue by itself. Its words may change with every look; which findings these are is part of the meaning. */
function besidePart({ beside, checked }: Topic, { ruleUrl }: Look, room: number): Markdown {
  const lines = checked.slice(0, MOST_CHECKED).map((one) => markdown`- ${one}`);
  let part = markdown`${besideMark(beside)}`;
  let words = markdown`${beside.length > 0 ? markdown`**Besides**, which fails nothing:\n\n` : markdown``}`;
  for (const [i, finding] of beside.entries()) {
    const block = findingMarkdown(finding, ruleUrl);
    if (part.length + words.length + block.length + 2_000 > room) {
      words = markdown`${words}${moreWords(beside.length - i)}`;
      break;
    }
    words = markdown`${words}${block}`;
  }
  if (lines.length > 0 && part.length + words.length + 1_000 < room)
    words = markdown`${words}**What was checked:**\n\n${listOf(lines, Math.max(0, room - part.length - words.length - 200))}`;
  if (words.length > 0) part = markdown`${part}${volatile(words)}\n\n`;
  return part;
}

function besideMark(beside: readonly Finding[]): Markdown {
  if (beside.length === 0) return markdown``;
  const ids = beside.map(({ id, waived }) => `${id}${waived === undefined ? '' : ' waived'}`).sort();
  return markdown`<!-- caa-guard:beside:${token(sha256(ids).slice(0, 16))} -->\n`;
}

/** What a source did not show: the domains, and the first finding of each rule in full. */
function sourcePart({ beside }: Topic, { ruleUrl }: Look): Markdown {
  const zones = [...new Set(beside.map(({ zone }) => zone))].filter((zone) => zone !== '').sort();
  const lines = zones.slice(0, MOST_ZONES).map((zone) => markdown`- ${text`${outside(zone)}`}`);
  const rest = zones.length - lines.length;
  if (rest > 0) lines.push(markdown`- and ${rest} more`);
  const list =
    zones.length === 0
      ? markdown`It concerns the run as a whole.\n\n`
      : markdown`It concerns ${zones.length} ${own(zones.length === 1 ? 'domain' : 'domains')}:\n\n${listOf(lines, 10_000)}\n`;
  const first = new Map<string, Finding>();
  for (const finding of beside) if (!first.has(finding.rule)) first.set(finding.rule, finding);
  const blocks = [...first.values()].slice(0, 4).map((one) => findingMarkdown(one, ruleUrl));
  const fitting = blocks.filter((_, i) => markdownJoin(blocks.slice(0, i + 1), '').length < 30_000);
  return markdown`${list}${besideMark(beside)}${volatile(markdownJoin(fitting, ''))}\n\n`;
}

/** What the issue told and this run did not find: it was not there, or could not be looked at. */
function notStanding(topic: Topic, state: IssueState): Markdown {
  const lines = absent(topic, state).map(
    (one) => markdown`${toldLine(one)}; ${text`since ${minuteWords(one.since)}`}`,
  );
  if (lines.length === 0) return markdown``;
  const list = listOf(lines, 3_000);
  return topic.sight === 'partly'
    ? markdown`**Could not be looked at now**, and may stand as it did:\n\n${list}\n`
    : markdown`**Not found** when last looked:\n\n${list}\n`;
}

function absent({ standing }: Topic, { told }: IssueState): readonly Told[] {
  const marks = new Set(standing.map(({ mark }) => mark));
  // As a state is read back, whatever came to it meanwhile: the same is written once.
  return told
    .slice(0, MOST_TOLD)
    .filter(({ mark }) => !marks.has(mark))
    .sort((a, b) => a.since - b.since || (a.mark < b.mark ? -1 : 1));
}

function recovering({ well }: IssueState): Markdown {
  if (well === undefined) return markdown``;
  return markdown`All is well since ${minuteWords(well)}. It came and went of late, so that this is closed only after ${spanWords(FLAP_WELL)} of that.\n\n`;
}

function follows({ follows: number }: IssueState): Markdown {
  return number === undefined ? markdown`` : markdown`It was so before: #${number}.\n\n`;
}

function endOf({ about }: Topic): Markdown {
  const closes: Text =
    about.kind === 'zone'
      ? own(
          'It is closed by itself when nothing of this is found any more. To accept a finding, waive it in the policy.',
        )
      : own('It is closed by itself when this source shows everything again.');
  return markdown`<sub>Kept by caa-guard. ${closes}</sub>\n`;
}
