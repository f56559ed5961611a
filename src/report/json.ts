import type { Change, Finding, Judgement } from '../rules/model.js';
import { inertJson } from './inert.js';
import type { JsonReport } from './json-schema.js';
import { plain } from './plain.js';
import { printed } from './printed.js';
import type { Plain } from './safe.js';
import { tallyOf } from './tally.js';
import { EXIT_CODES, type ExitCode } from './words.js';

/**
 * The report for programs: JSON of the format `caa-guard/report/1` (`docs/report.schema.json`), two spaces deep, with
 * a line break at the end. It can be shown raw, and in the log of a runner.
 */
export function renderJson(judgement: Judgement, exitCode?: ExitCode): Plain {
  return printed`${inertJson(JSON.stringify(jsonReport(judgement, exitCode), null, 2))}\n`;
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
    ...(judgement.change === undefined ? {} : { change: jsonChange(judgement.change) }),
  };
}

function jsonChange({ movedFrom, notLookedAt, ...rest }: Change): NonNullable<JsonReport['change']> {
  const from = movedFrom === undefined ? {} : { movedFrom: [...movedFrom] };
  return { ...rest, notLookedAt: [...notLookedAt], ...from };
}

function jsonFinding(finding: Finding): JsonReport['findings'][number] {
  const { id, rule, kind, severity, actor, zone, subject, at, waived, stage, fails } = finding;
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
    ...(stage === undefined ? {} : { stage }),
    fails,
  };
}
