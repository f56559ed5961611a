import type { Finding, Rule, Severity } from '../rules/model.js';
import { inertOwn, linkable } from './inert.js';
import type { RuleUrl } from './markdown-finding.js';
import { printed } from './printed.js';
import type { SarifLevel, SarifRule } from './sarif-model.js';
import { sarifParagraphs, sarifPlain } from './sarif-text.js';

/** What is told of a rule. Its texts are our own. */
export type RuleFacts = Pick<Rule, 'id' | 'title' | 'kind' | 'severity' | 'means' | 'mend'>;

/** GitHub cuts longer descriptions. */
const MOST_DESCRIPTION = 1_024;

const LEVELS: Readonly<Record<Severity, SarifLevel>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** As GitHub reads it: over 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low. */
const SECURITY: Readonly<Record<Severity, string | undefined>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: undefined,
};
const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export function levelOf(severity: Severity): SarifLevel {
  return LEVELS[severity];
}

/** The gravest finding of each rule that is not waived. */
export function gravestOf(findings: readonly Finding[]): ReadonlyMap<string, Severity> {
  const gravest = new Map<string, Severity>();
  for (const { rule, severity, waived } of findings)
    if (waived === undefined) gravest.set(rule, graver(gravest.get(rule), severity));
  return gravest;
}

/**
 * A rule as SARIF describes it. GitHub takes how grave an alert is from its rule alone: so a rule is as grave here as the
 * gravest of what it found, where that is graver than what it starts from.
 */
export function descriptorOf(
  { id, title, kind, severity, means, mend }: RuleFacts,
  found: Severity | undefined,
  ruleUrl?: RuleUrl,
): SarifRule {
  const grave = graver(found, severity);
  const security = SECURITY[grave];
  const url = ruleUrl?.(id);
  const link = url !== undefined && linkable(url) ? url : undefined;
  const help = [inertOwn(quiet(means)), printed`How to mend it:`, inertOwn(quiet(mend))];
  return {
    id,
    shortDescription: { text: sarifPlain(inertOwn(quiet(title))) },
    fullDescription: { text: sarifPlain(inertOwn(quiet(means).slice(0, MOST_DESCRIPTION))) },
    ...(link === undefined ? {} : { helpUri: link }),
    help: { text: sarifParagraphs(help), markdown: helpMarkdown(means, mend, link) },
    defaultConfiguration: { level: levelOf(grave) },
    properties: {
      tags: ['security', kind, id.split('/')[0] ?? ''],
      precision: 'high',
      ...(security === undefined ? {} : { 'security-severity': security }),
    },
  };
}

function graver(a: Severity | undefined, b: Severity): Severity {
  return a === undefined || ORDER.indexOf(b) < ORDER.indexOf(a) ? b : a;
}

/** Markdown of our own as words: no asterisks, and the quotes that ASCII has. */
function quiet(words: string): string {
  return words.replaceAll('**', '').replace(/[\u2018\u2019]/g, "'");
}

/** Our own words, which are Markdown already. */
function helpMarkdown(means: string, mend: string, link: string | undefined): string {
  const more = link === undefined ? '' : `\n\n[More on this rule](${link})`;
  return `${means}\n\n## How to mend it\n\n${mend}${more}`;
}
