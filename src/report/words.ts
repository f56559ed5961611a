import { words, type Literal } from '../base/text.js';
import { secondWords } from '../base/time-words.js';
import type { Actor, Finding, Judgement, Outcome } from '../rules/model.js';
import { inertOwn } from './inert.js';
import { printed, printedJoin } from './printed.js';
import type { Phrase } from './safe.js';
import { isForLater, isUnseen, type Tally } from './tally.js';

/** Who has to act, as it stands behind "Who". */
export const ACTORS: Readonly<Record<Actor, Phrase>> = {
  you: printed`you, the owner of the domain`,
  'dns-provider': printed`whoever runs the name servers of the zone`,
  registrar: printed`the registrar, for the parent zone`,
  ancestor: printed`the operator of a zone above`,
  ca: printed`the CA`,
  'log-operator': printed`the operator of the log`,
  network: printed`whoever runs the network from which was looked`,
};

/** The same as on the command line: `src/cli/exit.ts`. */
export const EXIT_CODES: Readonly<Record<Outcome, ExitCode>> = { ok: 0, drift: 1, unknown: 3 };
export type ExitCode = 0 | 1 | 3;

const EXIT_WORDS: Readonly<Record<Outcome, Phrase>> = {
  ok: printed`nothing fails the run`,
  drift: printed`something fails the run`,
  unknown: printed`something could not be seen, so neither ok nor drift can be said`,
};

/** One sentence for everybody: how many domains are not as they must be. */
export function headline({ outcome }: Judgement, { domains, findings }: Tally): Phrase {
  const unseen =
    domains.unknown > 0
      ? printed`; ${domains.unknown} could not be seen`
      : findings.unseen > 0
        ? printed`; not all could be seen`
        : printed``;
  // A shard in which nothing falls is ok, and must not read as if something had been looked at.
  if (outcome === 'ok' && domains.total === 0) return printed`there was no domain to look at here`;
  if (outcome === 'ok')
    return domains.total === 1
      ? printed`the domain is as the policy demands`
      : printed`all ${domains.total} domains are as the policy demands`;
  if (outcome === 'unknown' && domains.total === 1 && domains.unknown === 1)
    return printed`the domain could not be seen, and may be as declared or not`;
  if (outcome === 'unknown')
    return domains.unknown === 0
      ? printed`${count(findings.unseen, 'thing')} could not be seen`
      : printed`${domains.unknown} of ${count(domains.total, 'domain')} could not be seen, and may be as declared or not`;
  if (domains.drift === 0)
    return printed`${count(findings.failing, 'finding')} about the run itself${unseen}`;
  if (domains.total === 1) return printed`the domain is not as the policy demands${unseen}`;
  const are = domains.drift === 1 ? printed`is` : printed`are`;
  return printed`${domains.drift} of ${count(domains.total, 'domain')} ${are} not as the policy demands${unseen}`;
}

/**
 * The last line of a report, and where its first words end. `exit` is what the program ends with, where that is not what the
 * outcome says, and `why` that is so.
 */
export function resultParts(
  { outcome, findings }: Judgement,
  { domains, findings: counts }: Tally,
  exit: ExitCode = EXIT_CODES[outcome],
  why = printed`this run was told not to fail for that`,
): { readonly head: Phrase; readonly rest: Phrase } {
  const touched = new Set(findings.map(({ zone }) => zone).filter((zone) => zone !== '')).size;
  const where = touched === 0 ? printed`` : printed` in ${touched} of ${count(domains.total, 'domain')}`;
  const waiting = findings.filter(isForLater).length;
  const parts = [
    ...(counts.failing > 0 ? [printed`${counts.failing} failing`] : []),
    ...(counts.unseen > 0 ? [printed`${counts.unseen} not seen`] : []),
    ...(counts.waived > 0 ? [printed`${counts.waived} waived`] : []),
    ...(waiting > 0 ? [printed`${waiting} for after the merge`] : []),
    ...(counts.other > waiting ? [printed`${counts.other - waiting} to know`] : []),
  ];
  const what =
    counts.total === 0
      ? printed`No findings in ${count(domains.total, 'domain')}.`
      : printed`${count(counts.total, 'finding')}${where} (${printedJoin(parts, ', ')}).`;
  const exitWords = exit === EXIT_CODES[outcome] ? EXIT_WORDS[outcome] : why;
  return {
    head: printed`Result: ${word(outcome)}`,
    rest: printed`. ${what} Exit code ${exit}: ${exitWords}.`,
  };
}

/** The last line of a report. */
export function resultLine(judgement: Judgement, tally: Tally, exit?: ExitCode, why?: Phrase): Phrase {
  const { head, rest } = resultParts(judgement, tally, exit, why);
  return printed`${head}${rest}`;
}

/** What stands first at a finding. */
export function badge(finding: Finding): Phrase {
  if (finding.waived !== undefined) return printed`waived`;
  return finding.kind === 'unknown' ? printed`unknown` : word(finding.severity);
}

/** Kind, severity and consequence of a finding, in words. */
export function classWords(finding: Finding): Phrase {
  const { kind, severity, fails, stage } = finding;
  if (isUnseen(finding)) return printed`could not see, ${word(severity)}`;
  if (stage === 'pending') return printed`${word(kind)}, ${word(severity)}, waits for the merge`;
  if (stage === 'accepted') return printed`${word(kind)}, ${word(severity)}, ends with the merge`;
  return printed`${word(kind)}, ${word(severity)}${fails ? printed`` : printed`, does not fail the run`}`;
}

/** `1 domain`, `2 domains`. */
export function count<const Noun extends string>(number: number, noun: Literal<Noun>): Phrase {
  return printed`${number} ${word<Noun>(noun)}${number === 1 ? printed`` : printed`s`}`;
}

/** `2026-11-23 14:06:10 UTC`. */
export function timeWords(ms: number): Phrase {
  return inertOwn(secondWords(ms));
}

/** A word of our own. It stands in the source: what is only known as a `string` does not compile. */
export function word<const Word extends string>(one: Literal<Word>): Phrase {
  return inertOwn(words<Word>(one));
}
