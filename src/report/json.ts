import type { Finding, Judgement } from '../rules/model.js';
import type { JsonReport } from './json-schema.js';
import { tallyOf } from './tally.js';
import { EXIT_CODES, type ExitCode } from './words.js';
import { plain } from './wrap.js';

/**
 * The report for programs: JSON of the format `caa-guard/report/1` (`docs/report.schema.json`), two spaces deep, with
 * a line break at the end. The file is ASCII throughout, so that it can be shown raw.
 */
export function renderJson(judgement: Judgement, exitCode?: ExitCode): string {
  return `${asciiJson(jsonReport(judgement, exitCode))}\n`;
}

/** The same as data. */
export function jsonReport(
  judgement: Judgement,
  exitCode: ExitCode = EXIT_CODES[judgement.outcome],
): JsonReport {
  return {
    format: 'caa-guard/report/1',
    outcome: judgement.outcome,
    exitCode,
    observedAt: new Date(judgement.observedAt).toISOString(),
    judgedAt: new Date(judgement.now).toISOString(),
    counts: tallyOf(judgement),
    domains: judgement.domains.map(({ zone, outcome, checked }) => ({
      zone,
      outcome,
      checked: checked.map(plain),
    })),
    findings: judgement.findings.map(jsonFinding),
  };
}

function jsonFinding(finding: Finding): JsonReport['findings'][number] {
  const { id, rule, kind, severity, actor, zone, subject, at, waived, fails } = finding;
  return {
    id,
    rule,
    kind,
    severity,
    actor,
    zone,
    subject,
    title: plain(finding.title),
    detail: finding.detail.map(plain),
    diff: finding.diff.map(({ op, text, note }) => ({
      op,
      text: plain(text),
      ...(note === undefined ? {} : { note: plain(note) }),
    })),
    mend: finding.mend.map(plain),
    ...(at === undefined ? {} : { at: { ...at } }),
    ...(waived === undefined ? {} : { waived: { ...waived } }),
    fails,
  };
}

/** JSON whose every character outside of printable ASCII is escaped (RFC 8259, section 7). */
function asciiJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /[^\x20-\x7e\n]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
