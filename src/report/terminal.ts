import { grouped } from '../base/grouped.js';
import { text, type Text } from '../base/text.js';
import type { Finding, Judgement } from '../rules/model.js';
import { changeHeadline, changeWords, SECTION_TITLES, sectionsOf, type SectionKind } from './change.js';
import { inert, inertLine } from './inert.js';
import { paintOf, type Paint } from './paint.js';
import { plain } from './plain.js';
import { cut, dashes, equals, padded, printed, printedJoin, spaces, upper, withoutEnd } from './printed.js';
import type { Painted, Phrase, Plain } from './safe.js';
import { isUnseen, tallyOf, type Group } from './tally.js';
import { findingLines } from './terminal-finding.js';
import { badge, count, headline, resultParts, timeWords, word, type ExitCode } from './words.js';
import { wrap } from './wrap.js';

export interface TerminalOptions {
  /** ANSI colours. Default: none. */
  readonly color?: boolean;
  /** Characters in a line; at least 72. Default: 100. Records are not broken and may be longer. */
  readonly width?: number;
  /** Every domain that is ok with all that was checked, and what was checked where there are findings. */
  readonly verbose?: boolean;
  /** What the program ends with. Default: what the outcome says. */
  readonly exitCode?: ExitCode;
  /** Why it is another than the outcome says. Default: that the run was told not to fail for it. */
  readonly exitWhy?: Phrase;
}

/** Findings named at the top; the most grave ones. */
const MOST_AT_TOP = 3;
/** Domains that are ok and are named, unless all are asked for. */
const MOST_OK = 25;
/** Domains that are ok up to which each is told in full. */
const MOST_IN_FULL = 5;

/**
 * The report for people: how it stands and the gravest findings in the first five lines, then each domain with what
 * is the case as a diff, why it matters and how to mend it; the last line is the result. Ends with a line break.
 * What comes from outside is printable ASCII alone, whatever came, and no line is a command to a runner that reads it.
 */
export function renderTerminal(judgement: Judgement, options: TerminalOptions = {}): Painted {
  const width = Math.max(options.width ?? 100, 72);
  const paint = paintOf(options.color === true);
  const verbose = options.verbose === true;
  const tally = tallyOf(judgement);
  const sections = sectionsOf(judgement);
  const isLoud = ({ outcome, findings }: Group): boolean => outcome !== 'ok' || findings.length > 0;
  const quiet = sections.flatMap(({ groups }) => groups.filter((group) => !isLoud(group)));
  const silent = judgement.findings.some((finding) => finding.zone === '' && isUnseen(finding))
    ? printed`What could not be seen in the run as a whole leaves this unknown too.`
    : printed`No finding says why; see the evidence.`;
  const status = paint.outcome(judgement.outcome, upper(word(judgement.outcome)));
  const { head, rest } = resultParts(judgement, tally, options.exitCode, options.exitWhy);
  const lines = [
    ...wrap(printed`${changeHeadline(judgement) ?? headline(judgement, tally)}.`, width - 9).map(
      (line, i) => printed`${i === 0 ? status : spaces(judgement.outcome.length)}  ${paint.bold(line)}`,
    ),
    ...changeWords(judgement).flatMap((words) => wrap(words, width - 2).map((line) => printed`  ${line}`)),
    ...topLines(judgement.findings, width, paint),
    ...sections.flatMap(({ kind, groups }) => [
      ...(kind === undefined ? [] : [printed``, sectionLine(kind, width, paint)]),
      ...groups
        .filter(isLoud)
        .flatMap((group) => [printed``, ...groupLines(group, width, paint, { verbose, silent, kind })]),
    ]),
    ...(judgement.findings.some(({ diff }) => diff.length > 0) ? [printed``, legend(paint)] : []),
    ...(quiet.length === 0 ? [] : [printed``, ...quietLines(quiet, width, paint, verbose)]),
    printed``,
    ...seenLines(judgement).map((line) => paint.dim(line)),
    printed`${paint.outcome(judgement.outcome, head)}${rest}`,
  ];
  return printed`${printedJoin(
    lines.map((line) => inertLine(line)),
    '\n',
  )}\n`;
}

/** The gravest findings, a line each: what somebody who was woken has to know. */
function topLines(findings: readonly Finding[], width: number, paint: Paint): Painted[] {
  const grave = findings.filter((finding) => finding.fails || isUnseen(finding));
  if (grave.length < 2) return [];
  // Certificates for the same names read alike here: those that differ are to be seen.
  const alike = [...grouped(grave, (one) => [JSON.stringify([badge(one), one.zone, one.title])]).values()];
  const shown = alike
    .slice(0, MOST_AT_TOP)
    .flatMap(([finding, ...others]) =>
      finding === undefined ? [] : [{ finding, times: others.length + 1 }],
    );
  const zones = Math.min(Math.max(...shown.map(({ finding: { zone } }) => zoneWords(zone).length)), 30);
  const lines = shown.flatMap(({ finding, times }) => {
    const head = printed`  ${padded(badge(finding), 9)} ${padded(zoneWords(finding.zone), zones)}  `;
    const words = times === 1 ? finding.title : text`${finding.title} (${times} of these)`;
    return wrap(words, width - head.length).map((line, i) =>
      i === 0 ? printed`${paint.finding(finding, head)}${line}` : printed`${spaces(head.length)}${line}`,
    );
  });
  const rest = grave.length - shown.reduce((sum, { times }) => sum + times, 0);
  return rest > 0 ? [...lines, paint.dim(printed`  and ${rest} more below`)] : lines;
}

/** `silent` is said of a domain that is unknown without a finding of its own. */
function groupLines(
  group: Group,
  width: number,
  paint: Paint,
  {
    verbose,
    silent,
    kind,
  }: { readonly verbose: boolean; readonly silent: Plain; readonly kind: SectionKind | undefined },
): Painted[] {
  const zone = zoneWords(group.zone);
  const says = outcomeWords(group, kind);
  const rule = dashes(Math.max(width - zone.length - says.length - 2, 3));
  const head = printed`${paint.bold(zone)} ${paint.dim(rule)} ${paint.outcome(group.outcome, says)}`;
  const blind = group.findings.length === 0 ? [printed``, printed`  ${silent}`] : [];
  const checked = verbose || group.findings.length === 0 ? checkedLines(group, width, paint) : [];
  return [
    head,
    ...blind,
    ...group.findings.flatMap((finding) => [printed``, ...findingLines(finding, width, paint)]),
    ...(checked.length === 0 ? [] : [printed``, ...checked]),
  ];
}

/**
 * Domains that are ok, each with what that rests on: in full where they are few, else in a line each. What was checked
 * of all of them alike is said once and in full, since it may be that something was not looked at.
 */
function quietLines(groups: readonly Group[], width: number, paint: Paint, verbose: boolean): Painted[] {
  if (verbose)
    return groups.flatMap((group) => [okHead(group, 0, paint), ...checkedLines(group, width, paint)]);
  const alike = groups.length > MOST_IN_FULL ? sharedBy(groups) : new Set<Plain>();
  const shown = groups.slice(0, MOST_OK);
  const zones = Math.min(Math.max(...shown.map(({ zone }) => zoneWords(zone).length)), 30);
  const lines = shown.flatMap((group) => {
    const sentences = group.checked.map(sentence).filter((one) => !alike.has(one));
    const head = okHead(group, zones, paint);
    const room = width - zones - 6;
    const all = printedJoin(sentences, '; ');
    if (group.checked.length === 0)
      return [printed`${head}${paint.dim(printed`nothing was declared to be checked`)}`];
    if (groups.length > MOST_IN_FULL) return [printed`${head}${paint.dim(cut(all, Math.max(room, 13)))}`];
    return wrap(all, room).map((line, i) => printed`${i === 0 ? head : spaces(zones + 6)}${paint.dim(line)}`);
  });
  const rest = groups.length - shown.length;
  return [
    ...lines,
    ...[...alike].flatMap((one) =>
      wrap(printed`of each: ${one}`, width - 4).map((line) => paint.dim(printed`    ${line}`)),
    ),
    ...(rest > 0 ? [paint.dim(printed`and ${count(rest, 'more domain')} ok; --verbose names them`)] : []),
  ];
}

function okHead({ zone }: Group, width: number, paint: Paint): Painted {
  const ok = paint.outcome('ok', printed`ok`);
  return printed`${ok}  ${paint.bold(padded(zoneWords(zone), width))}${spaces(width === 0 ? 0 : 2)}`;
}

/** Sentences that were said of every one of the groups. */
function sharedBy(groups: readonly Group[]): ReadonlySet<Plain> {
  const [first, ...others] = groups.map(({ checked }) => new Set(checked.map(sentence)));
  return new Set([...(first ?? [])].filter((one) => others.every((other) => other.has(one))));
}

/** What was checked, without the full stop: it stands in a row of others. */
function sentence(checked: Text): Plain {
  return withoutEnd(plain(checked), '.');
}

function checkedLines({ checked }: Group, width: number, paint: Paint): Painted[] {
  return checked.flatMap((one) =>
    wrap(one, width - 12).map((line, i) =>
      paint.dim(printed`  ${i === 0 ? printed`checked` : spaces(7)} ${line}`),
    ),
  );
}

/** A title above domains, as wide as the page. */
function sectionLine(kind: SectionKind, width: number, paint: Paint): Painted {
  const title = SECTION_TITLES[kind];
  return printed`${paint.bold(title)} ${paint.dim(equals(width - title.length - 1))}`;
}

function outcomeWords({ outcome, findings }: Group, kind: SectionKind | undefined): Plain {
  if (kind === 'weakened') return outcome === 'drift' ? printed`not approved` : printed`approved`;
  if (kind === 'later' && outcome === 'ok') return printed`fails nothing now`;
  if (outcome === 'unknown') return printed`unknown: could not be seen`;
  if (outcome === 'drift' && findings.some(isUnseen)) return printed`drift, and not all could be seen`;
  return outcome === 'ok' && findings.length > 0 ? printed`ok, and this to know` : word(outcome);
}

function legend(paint: Paint): Painted {
  const ops = [
    paint.op('+', printed`+ deployed, not declared`),
    paint.op('-', printed`- declared, not deployed`),
    paint.op('~', printed`~ differs`),
  ];
  return printed`  ${printedJoin(ops, '   ')}`;
}

function seenLines({ observedAt, now, findings: [first] }: Judgement): Plain[] {
  const judged = Math.abs(now - observedAt) < 60_000 ? printed`` : printed`, judged as of ${timeWords(now)}`;
  const rules = first === undefined ? [] : [printed`All about a rule: caa-guard rules ${inert(first.rule)}`];
  return [...rules, printed`Seen at ${timeWords(observedAt)}${judged}.`];
}

function zoneWords(zone: string): Plain {
  return zone === '' ? printed`(the run)` : inert(zone);
}
