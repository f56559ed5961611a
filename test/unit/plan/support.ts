import { main } from '../../../src/cli/main.js';
import { testPorts } from '../../../src/cli/testing/ports.js';

/** What a run of `caa-guard plan` said, in every form that it has. */
export interface PlanRun {
  readonly code: number;
  /** `rule subject kind severity` of every finding, sorted. */
  readonly findings: readonly string[];
  /** Ids of the rules, each once, sorted. */
  readonly rules: readonly string[];
  /** Everything that was printed, in all forms. */
  readonly printed: string;
  /** The terminal's form. */
  readonly terminal: string;
}

interface JsonReport {
  readonly findings: readonly {
    readonly rule: string;
    readonly subject: string;
    readonly kind: string;
    readonly severity: string;
  }[];
}

/** One domain, `example.com`, with these clauses. */
export function policyText(...clauses: readonly string[]): string {
  return ['version: 1', 'domains:', '  example.com:', ...clauses.map((line) => `    ${line}`), ''].join('\n');
}

/** Let's Encrypt and Google may issue, wildcards nobody; nothing is said of DNSSEC. */
export const TWO_CAS = policyText(
  'issue: [letsencrypt.org, pki.goog]',
  'issuewild: none',
  'dnssec: {required: false}',
);

/** Runs `caa-guard plan` on a plan in each form of output. */
export async function checkPlan(
  plan: string,
  policy: string = TWO_CAS,
  flags: readonly string[] = [],
): Promise<PlanRun> {
  const run = async (...more: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
    const ports = testPorts({ stored: new Map([['caa-guard.yaml', policy]]), stdin: async () => plan });
    const code = await main(['plan', '-', ...flags, ...more], ports);
    return { code, out: ports.out(), err: ports.err() };
  };
  const [terminal, json, markdown] = [await run('--verbose'), await run('--json'), await run('--markdown')];
  if (terminal.code === 2) throw new Error(terminal.err);
  const { findings } = JSON.parse(json.out) as JsonReport;
  return {
    code: terminal.code,
    findings: findings
      .map(({ rule, subject, kind, severity }) => `${rule} ${subject} ${kind} ${severity}`)
      .sort(),
    rules: [...new Set(findings.map(({ rule }) => rule))].sort(),
    printed: [terminal, json, markdown].map(({ out, err }) => out + err).join('\n'),
    terminal: terminal.out,
  };
}
