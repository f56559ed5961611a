import { outside, own, text, type Text } from '../base/text.js';
import type { Finding, Judgement, Stage } from '../rules/model.js';
import { inert } from './inert.js';
import { characters, element } from './junit-xml.js';
import { plain } from './plain.js';
import { printed, printedJoin } from './printed.js';
import type { Plain } from './safe.js';
import { stepsOf } from './steps.js';
import { groupsOf, isUnseen, type Group } from './tally.js';
import { ACTORS, badge } from './words.js';
import { positionText } from './terminal-finding.js';

const STAGES = {
  weakened: 'This change loosens the policy.',
  accepted: 'It ends with the merge of this change.',
  pending: 'It waits for the merge of this change.',
} as const satisfies Readonly<Record<Stage, string>>;

/** One test: how it ended, and the element for it. */
interface Case {
  readonly end: 'passed' | 'failure' | 'error' | 'skipped';
  readonly element: Plain;
}

/**
 * The findings as JUnit XML, which most CIs show as the results of tests; printable ASCII with a line break at the end. A suite
 * is a domain, and a test a finding: one that fails the run is a failure, what could not be seen an error, a waived one is
 * skipped, as is what a change of the policy begins or ends; and one that is only to be known has passed. Of a domain that is as declared, a test that has passed says what was
 * checked. The same judgement gives the same bytes.
 */
export function renderJunit(judgement: Judgement): Plain {
  const at = new Date(judgement.observedAt).toISOString().slice(0, 19);
  const suites = groupsOf(judgement).map((group) => ({ group, cases: casesOf(group) }));
  const all = suites.flatMap(({ cases }) => cases);
  const body = suites.map(({ group, cases }) =>
    element(
      'testsuite',
      {
        name: suiteName(group),
        ...countsOf(cases),
        skipped: ended(cases, 'skipped'),
        time: 0,
        timestamp: inert(at),
      },
      lines(cases.map(({ element: one }) => one)),
    ),
  );
  const whole = element('testsuites', { name: inert('caa-guard'), ...countsOf(all), time: 0 }, lines(body));
  return printed`<?xml version="1.0" encoding="UTF-8"?>\n${whole}\n`;
}

function countsOf(cases: readonly Case[]): Readonly<Record<string, number>> {
  return { tests: cases.length, failures: ended(cases, 'failure'), errors: ended(cases, 'error') };
}

function ended(cases: readonly Case[], end: Case['end']): number {
  return cases.filter((one) => one.end === end).length;
}

/** The tests of a domain. What is said of the whole run is told there, and the domains that it touches say so. */
function casesOf(group: Group): readonly Case[] {
  const found = group.findings.map((finding) => caseOf(group, finding));
  if (group.outcome === 'ok')
    return [testOf(group, own('as the policy demands'), 'passed', group.checked), ...found];
  const end = group.outcome === 'drift' ? 'failure' : 'error';
  if (found.some((one) => one.end === end)) return found;
  const why = text`${own(group.outcome)}, for what is found of the run as a whole`;
  return [testOf(group, why, end, group.checked), ...found];
}

function caseOf(group: Group, finding: Finding): Case {
  const { rule, subject, title } = finding;
  const name =
    subject === group.zone
      ? text`${outside(rule)}: ${title}`
      : text`${outside(rule)} (${outside(subject)}): ${title}`;
  return testOf(group, name, endOf(finding), bodyOf(finding), finding);
}

function endOf(finding: Finding): Case['end'] {
  if (finding.fails) return 'failure';
  if (isUnseen(finding)) return 'error';
  const { waived, stage } = finding;
  return waived === undefined && stage !== 'pending' && stage !== 'accepted' ? 'passed' : 'skipped';
}

function testOf(group: Group, name: Text, end: Case['end'], body: readonly Text[], finding?: Finding): Case {
  const words = [characters(printedJoin(body.map(plain), '\n'))];
  const how = { message: plain(finding?.title ?? name), type: inert(finding?.rule ?? 'outcome') };
  const inside =
    end === 'passed'
      ? element('system-out', {}, words)
      : end === 'skipped'
        ? element('skipped', {}, words)
        : element(end, how, words);
  const attributes = { name: plain(name), classname: suiteName(group), time: 0 };
  return { end, element: element('testcase', attributes, lines([inside])) };
}

/** Why, what differs, how to mend it, who acts, and where. */
function bodyOf(finding: Finding): Text[] {
  const { detail, diff, mend, actor, at, waived, stage } = finding;
  return [
    text`${badge(finding)}, finding ${outside(finding.id)}`,
    ...(stage === undefined ? [] : [own(STAGES[stage])]),
    ...(waived === undefined
      ? []
      : [text`waived until ${outside(waived.until)} by ${outside(waived.owner)}: ${outside(waived.reason)}`]),
    ...diff.map(
      ({ op, text: words, note }) => text`${own(op)} ${words}${note === undefined ? [] : text`  # ${note}`}`,
    ),
    ...detail,
    ...stepsOf(mend).flatMap(({ words, records }, i) => [
      text`${i + 1}. ${words}`,
      ...records.map((one) => text`   ${one}`),
    ]),
    text`Who acts: ${ACTORS[actor]}`,
    ...(at === undefined ? [] : [text`At ${positionText(at)}`]),
  ];
}

function suiteName({ zone }: Group): Plain {
  return zone === '' ? inert('the run') : inert(zone);
}

/** Elements on lines of their own. */
function lines(elements: readonly Plain[]): readonly Plain[] {
  return elements.length === 0 ? [] : [printed`\n${printedJoin(elements, '\n')}\n`];
}
