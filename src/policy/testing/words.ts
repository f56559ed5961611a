import { renderText } from '../../base/text.js';
import { weakenings } from '../weakenings.js';
import { policyFrom } from './load.js';

/** A policy with these clauses of example.com, one a line; nobody may issue if they do not say who. */
export function domain(...clauses: readonly string[]): string {
  const issue = clauses.some((one) => one.startsWith('issue:')) ? [] : ['issue: none'];
  const lines = [...issue, ...clauses].map((one) => `    ${one}\n`);
  return `version: 1\ndomains:\n  example.com:\n${lines.join('')}`;
}

/** In which ways the second policy is looser, as people read it. */
export async function said(from: string, to: string): Promise<readonly string[]> {
  const list = weakenings(await policyFrom(from), await policyFrom(to));
  return list.map(
    ({ clause, subject, words }) => `${clause} of ${subject}: ${renderText(words, (value) => value)}`,
  );
}
