import { join, outside, own, text, type Text } from '../../base/text.js';
import { minuteWords } from '../../base/time-words.js';
import type { Authorisation } from '../../caa/index.js';
import type { Grant, IssueTag, NamePolicy, SourcePosition } from '../../policy/model.js';
import type { DiffLine } from '../model.js';
import { expectedRecords, presentExpected } from './expected.js';

/** `issue letsencrypt.org, any account, method dns-01`. */
export function authorisationWords(tag: IssueTag, one: Authorisation): Text {
  return text`${own(tag)} ${outside(one.issuer)}, ${accountWords(one.account)}, ${methodsWords(one.methods)}`;
}

export function grantWords(tag: IssueTag, grant: Grant, account?: string): Text {
  const accounts =
    account !== undefined
      ? accountWords(account)
      : grant.accounts === 'any'
        ? accountWords('any')
        : join(grant.accounts.map(accountWords), ' or ');
  return text`${own(tag)} ${outside(grant.ca)}, ${accounts}, ${methodsWords(grant.methods)}`;
}

export function accountWords(account: string): Text {
  return account === 'any' ? own('any account') : text`account ${outside(account)}`;
}

export function methodsWords(methods: readonly string[] | 'any'): Text {
  if (methods === 'any') return own('any method');
  return text`${own(methods.length === 1 ? 'method' : 'methods')} ${list(methods)}`;
}

/** Values from outside, with commas. */
export function list(values: readonly string[]): Text {
  return join(values.map(outside), ', ');
}

/** `+` deployed, not declared; the raw record stands beside the meaning. */
export function deployedLine(tag: IssueTag, one: Authorisation): DiffLine {
  return { op: '+', text: authorisationWords(tag, one), note: text`deployed: ${outside(one.raw)}` };
}

/** `-` declared, not deployed. */
export function declaredLine(tag: IssueTag, grant: Grant, account?: string): DiffLine {
  return { op: '-', text: grantWords(tag, grant, account), note: own('declared, not deployed') };
}

/** Lines in a fixed order that does not depend on the order of records, each once. */
export function sortedLines(lines: readonly DiffLine[]): readonly DiffLine[] {
  const keyed = new Map(lines.map((line) => [JSON.stringify([line.text, line.op, line.note]), line]));
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

/** How to bring the deployed set to what the policy says: the exact records. */
export function deploySteps(np: NamePolicy, now: number): readonly Text[] {
  const records = expectedRecords(np, now);
  if (records.length === 0)
    return [text`The policy asks for no CAA record at ${outside(np.name)}: remove the ones that are there.`];
  return [
    text`Let the CAA set at ${outside(np.name)} be exactly this, and remove every other CAA record there:`,
    ...records.map((record) => text`${outside(presentExpected(np.name, record))}`),
    own('A CA may go by what it saw for up to eight hours, or the TTL of the set if that is longer.'),
  ];
}

/** Position of the first of these clauses that the files gave, else of the name. */
export function positionOf(np: NamePolicy, ...clauses: readonly string[]): SourcePosition {
  for (const clause of clauses) {
    const position = np.positions[clause];
    if (position !== undefined) return position;
  }
  return np.at;
}

/** A moment as `2023-04-18 10:00 UTC`; a time that is none as its number. */
export function when(ms: number): Text {
  return Number.isNaN(new Date(ms).getTime()) ? text`${ms} ms` : own(minuteWords(ms));
}
