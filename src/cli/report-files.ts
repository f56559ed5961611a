import { messageOf } from '../base/error.js';
import type { CheckResult } from '../survey/check-model.js';
import { UsageError } from './exit.js';
import type { OutputFlags, PolicyFlags } from './options.js';
import { policyFiles } from './policy-files.js';
import type { CliPorts } from './ports.js';
import { TOOL } from './tool.js';

/** Writes the files that are asked for. Rejects with `UsageError`. */
export async function writeReportFiles(
  { judgement, evidence }: Extract<CheckResult, { ok: true }>,
  flags: OutputFlags & PolicyFlags,
  ports: CliPorts,
): Promise<void> {
  const { junit, sarif } = flags;
  if (junit !== undefined) {
    const { renderJunit } = await import('../report/junit.js');
    await write(junit, renderJunit(judgement), ports);
  }
  if (sarif === undefined) return;
  const report = await import('../report/index.js');
  const { findings, domains } = report.tallyOf(judgement);
  if (findings.unseen > 0 || domains.unknown > 0) {
    ports.stderr.write(
      report.printed`note: no SARIF is written: something could not be seen, and code scanning would close the alerts about it\n`,
    );
    return;
  }
  const { renderSarif } = await import('../report/sarif.js');
  const { RULES } = await import('../rules/index.js');
  const policies = await policyFiles(flags, ports);
  const category = evidence.plan?.alone === true ? { category: `caa-guard/plan/${policies.join('-')}` } : {};
  const text = renderSarif(judgement, { tool: TOOL, rules: RULES, policyFiles: policies, ...category });
  await write(sarif, text, ports);
}

async function write(file: string, text: string, { files }: Pick<CliPorts, 'files'>): Promise<void> {
  try {
    await files.write(file, text, { overwrite: true });
  } catch (cause) {
    throw new UsageError(`expected to write a report to ${JSON.stringify(file)}: ${messageOf(cause)}`, {
      cause,
    });
  }
}
