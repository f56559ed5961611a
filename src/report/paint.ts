import type { DiffLine, Finding, Outcome } from '../rules/model.js';
import type { Painted } from './safe.js';

/** Colours for what is already inert; without colour each gives back what it got. */
export interface Paint {
  bold(words: Painted): Painted;
  dim(words: Painted): Painted;
  outcome(outcome: Outcome, words: Painted): Painted;
  finding(finding: Finding, words: Painted): Painted;
  op(op: DiffLine['op'], words: Painted): Painted;
}

/** Select graphic rendition (ECMA-48, section 8.3.117). */
const OUTCOMES: Readonly<Record<Outcome, string>> = { ok: '32', drift: '1;31', unknown: '1;35' };
const SEVERITIES: Readonly<Record<Finding['severity'], string>> = {
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  info: '2',
};
const OPS: Readonly<Record<DiffLine['op'], string>> = { '+': '32', '-': '31', '~': '33', ' ': '' };

export function paintOf(color: boolean): Paint {
  const sgr = (codes: string, words: Painted): Painted =>
    color && codes !== '' && words !== '' ? (`\u001b[${codes}m${words}\u001b[0m` as Painted) : words;
  return {
    bold: (words) => sgr('1', words),
    dim: (words) => sgr('2', words),
    outcome: (outcome, words) => sgr(OUTCOMES[outcome], words),
    finding: ({ kind, severity, waived }, words) => {
      if (waived !== undefined) return sgr('2', words);
      return sgr(kind === 'unknown' ? OUTCOMES.unknown : SEVERITIES[severity], words);
    },
    op: (op, words) => sgr(OPS[op], words),
  };
}
