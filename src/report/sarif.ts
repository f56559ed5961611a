import { gzipSync } from 'node:zlib';
import { text } from '../base/text.js';
import type { Finding, Judgement } from '../rules/model.js';
import { inertJson } from './inert.js';
import { printed } from './printed.js';
import type { Plain } from './safe.js';
import type { RuleUrl } from './markdown-finding.js';
import type { SarifLog, SarifNotification, SarifResult, SarifRule } from './sarif-model.js';
import { noticeOf, resultOf, type SarifPlaces } from './sarif-result.js';
import { descriptorOf, gravestOf, type RuleFacts } from './sarif-rule.js';
import { sarifText } from './sarif-text.js';
import { isUnseen } from './tally.js';
import { count } from './words.js';

export interface SarifOptions {
  readonly tool: { readonly name: string; readonly version: string };
  /** All rules, in the order of the catalogue: what was judged, also where nothing was found. */
  readonly rules: readonly RuleFacts[];
  /** The policy's files, as they were named: a finding without a place of its own is shown on the first line of the first. */
  readonly policyFiles: readonly string[];
  /**
   * What the analysis is called: on GitHub a file replaces what was there of the same category, and the uploader's own input for
   * it is not heeded where the file has one. Letters, digits and `-_.`, with `/` between parts; anything else becomes `-`.
   * Default: `caa-guard/` and the policy's files.
   */
  readonly category?: string;
  /** Address of a rule's page. Default: rules have none. */
  readonly ruleUrl?: RuleUrl;
  /** Most results, and most bytes when packed by gzip. Default: what GitHub takes. */
  readonly limits?: SarifLimits;
}

export interface SarifLimits {
  readonly results: number;
  readonly packedBytes: number;
}

/** GitHub refuses 25,001 results and 10 MB; it shows 5,000. Some bytes are kept free, since the uploader writes into the file. */
const GITHUB_LIMITS: SarifLimits = { results: 25_000, packedBytes: 9_500_000 };

/**
 * The findings as SARIF 2.1.0, for GitHub's code scanning and other viewers; printable ASCII with a line break at the end.
 * The same judgement gives the same bytes.
 *
 * What could not be seen is no result, but a notification of the tool, and then `executionSuccessful` is false. **Do not
 * upload such a file**: GitHub closes every alert that is missing from it, and what was not looked at is missing. A waived
 * finding, and a loosening that is approved, is a suppressed result. What waits for a merge, or ends with it, is left out.
 *
 * Over GitHub's limits (25,000 results, 10 MB packed) the least grave are left out, and a notification says how many.
 */
export function renderSarif(judgement: Judgement, options: SarifOptions): Plain {
  const findings = judgement.findings.filter(isResult);
  const blind = judgement.findings.filter(isUnseen);
  const gravest = gravestOf(findings);
  const places: SarifPlaces = {
    policyFiles: options.policyFiles,
    ruleIndex: new Map(options.rules.map(({ id }, i) => [id, i])),
  };
  const rules = options.rules.map((rule) => descriptorOf(rule, gravest.get(rule.id), options.ruleUrl));
  const notices = blind.map((finding) => noticeOf(finding, places));
  const write = (results: readonly SarifResult[]): Plain => {
    const left = findings.length - results.length;
    const all = left === 0 ? notices : [...notices, cutNotice(left)];
    return printed`${inertJson(JSON.stringify(logOf(judgement, options, rules, results, all), null, 1))}\n`;
  };
  const { results, packedBytes } = options.limits ?? GITHUB_LIMITS;
  return fitting(
    findings.slice(0, results).map((finding) => resultOf(finding, places)),
    packedBytes,
    write,
  );
}

function isResult(finding: Finding): boolean {
  const { stage, fails } = finding;
  return !isUnseen(finding) && stage !== 'pending' && (stage !== 'accepted' || fails);
}

function logOf(
  judgement: Judgement,
  { tool, policyFiles, category = `caa-guard/${policyFiles.join('-')}` }: SarifOptions,
  rules: readonly SarifRule[],
  results: readonly SarifResult[],
  notices: readonly SarifNotification[],
): SarifLog {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: tool.name, version: tool.version, semanticVersion: tool.version, rules },
        },
        // Up to the last slash it is GitHub's category; behind it would be the name of this one run.
        automationDetails: { id: `${category.replace(/[^A-Za-z0-9._/-]/g, '-').replace(/\/+$/, '')}/` },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: !judgement.findings.some(isUnseen),
            endTimeUtc: new Date(judgement.observedAt).toISOString(),
            ...(notices.length === 0 ? {} : { toolExecutionNotifications: notices }),
          },
        ],
        results,
      },
    ],
  };
}

/** The text with as many results as fit, from the gravest on. */
function fitting(
  results: readonly SarifResult[],
  most: number,
  write: (some: readonly SarifResult[]) => Plain,
): Plain {
  let shown = results;
  for (;;) {
    const log = write(shown);
    if (log.length <= most || shown.length === 0) return log;
    const packed = gzipSync(log).length;
    if (packed <= most) return log;
    shown = shown.slice(0, Math.floor((0.98 * shown.length * most) / packed));
  }
}

function cutNotice(left: number): SarifNotification {
  const words = text`${count(left, 'more finding')} did not fit into this file. The JSON report has them all.`;
  return { level: 'warning', message: { text: sarifText(words) } };
}
