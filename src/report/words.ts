import type { Actor, Finding, Judgement, Outcome } from '../rules/model.js';
import { isUnseen, type Tally } from './tally.js';

/** Who has to act, as it stands behind "Who". */
export const ACTORS: Readonly<Record<Actor, string>> = {
  you: 'you, the owner of the domain',
  'dns-provider': 'whoever runs the name servers of the zone',
  registrar: 'the registrar, for the parent zone',
  ancestor: 'the operator of a zone above',
  ca: 'the CA',
  'log-operator': 'the operator of the log',
  network: 'whoever runs the network from which was looked',
};

/** The same as on the command line: `src/cli/exit.ts`. */
export const EXIT_CODES: Readonly<Record<Outcome, ExitCode>> = { ok: 0, drift: 1, unknown: 3 };
export type ExitCode = 0 | 1 | 3;

const EXIT_WORDS: Readonly<Record<Outcome, string>> = {
  ok: 'nothing fails the run',
  drift: 'something fails the run',
  unknown: 'something could not be seen, so neither ok nor drift can be said',
};

/** One sentence for everybody: how many domains are not as they must be. */
export function headline({ outcome }: Judgement, { domains, findings }: Tally): string {
  const unseen =
    domains.unknown > 0
      ? `; ${domains.unknown} could not be seen`
      : findings.unseen > 0
        ? '; not all could be seen'
        : '';
  if (outcome === 'ok')
    return domains.total === 1
      ? 'the domain is as the policy demands'
      : `all ${domains.total} domains are as the policy demands`;
  if (outcome === 'unknown' && domains.total === 1 && domains.unknown === 1)
    return 'the domain could not be seen, and may be as declared or not';
  if (outcome === 'unknown')
    return domains.unknown === 0
      ? `${count(findings.unseen, 'thing')} could not be seen`
      : `${domains.unknown} of ${count(domains.total, 'domain')} could not be seen, and may be as declared or not`;
  if (domains.drift === 0) return `${count(findings.failing, 'finding')} about the run itself${unseen}`;
  if (domains.total === 1) return `the domain is not as the policy demands${unseen}`;
  return `${domains.drift} of ${count(domains.total, 'domain')} ${domains.drift === 1 ? 'is' : 'are'} not as the policy demands${unseen}`;
}

/** The last line of a report. `exit` is what the program ends with, where that is not what the outcome says. */
export function resultLine(
  { outcome, findings }: Judgement,
  { domains, findings: counts }: Tally,
  exit: ExitCode = EXIT_CODES[outcome],
): string {
  const touched = new Set(findings.map(({ zone }) => zone).filter((zone) => zone !== '')).size;
  const where = touched === 0 ? '' : ` in ${touched} of ${count(domains.total, 'domain')}`;
  const parts = [
    counts.failing > 0 ? `${counts.failing} failing` : '',
    counts.unseen > 0 ? `${counts.unseen} not seen` : '',
    counts.waived > 0 ? `${counts.waived} waived` : '',
    counts.other > 0 ? `${counts.other} to know` : '',
  ].filter((part) => part !== '');
  const what =
    counts.total === 0
      ? `No findings in ${count(domains.total, 'domain')}.`
      : `${count(counts.total, 'finding')}${where} (${parts.join(', ')}).`;
  const exitWords =
    exit === EXIT_CODES[outcome] ? EXIT_WORDS[outcome] : 'this run was told not to fail for that';
  return `Result: ${outcome}. ${what} Exit code ${exit}: ${exitWords}.`;
}

/** What stands first at a finding. */
export function badge(finding: Finding): string {
  if (finding.waived !== undefined) return 'waived';
  return finding.kind === 'unknown' ? 'unknown' : finding.severity;
}

/** Kind, severity and consequence of a finding, in words. */
export function classWords(finding: Finding): string {
  const { kind, severity, fails } = finding;
  if (isUnseen(finding)) return `could not see, ${severity}`;
  return `${kind}, ${severity}${fails ? '' : ', does not fail the run'}`;
}

/** `1 domain`, `2 domains`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `2026-11-23 14:06:10 UTC`. */
export function timeWords(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
