import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DnsLab } from '../support/dns-lab.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface Finding {
  readonly zone: string;
  readonly rule: string;
  readonly subject: string;
  readonly kind: string;
  readonly fails: boolean;
}

export interface Checked {
  readonly code: number;
  readonly stderr: string;
  /** Seconds that the process took, its start included. */
  readonly seconds: number;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  /** Rules that fail the run or could not see, of one zone. */
  grave(zone: string): readonly string[];
}

interface Report {
  readonly domains: readonly { readonly zone: string; readonly outcome: string }[];
  readonly findings: readonly Finding[];
}

/** The program, in a process of its own, from root servers at these addresses. `preload` is run in it first. */
export async function check(
  lab: DnsLab,
  zones: readonly string[],
  roots: readonly string[],
  preload?: string,
): Promise<Checked> {
  const file = (name: string): string => path.join(lab.dir, name);
  await writeFile(file('anchor'), lab.anchors);
  const hints = roots.map((host, i) => `r${i}. 3600 ${host.includes(':') ? 'AAAA' : 'A'} ${host}\n`);
  await writeFile(file('hints'), hints.join(''));
  await writeFile(file('policy.yaml'), policyOf(zones));
  const dns = ['--root-hints', file('hints'), '--trust-anchor', file('anchor'), '--port', String(lab.port)];
  const argv = ['check', '--policy', file('policy.yaml'), ...dns, '--allow-private-addresses', '--no-ct'];
  const since = performance.now();
  const { code, stdout, stderr } = await caaGuard([...argv, '--json'], preload);
  const report = (stdout === '' ? { domains: [], findings: [] } : JSON.parse(stdout)) as Report;
  return {
    code,
    stderr,
    seconds: (performance.now() - since) / 1000,
    outcomes: Object.fromEntries(report.domains.map(({ zone, outcome }) => [zone, outcome])),
    findings: report.findings,
    grave: (zone) =>
      report.findings
        .filter((one) => one.zone === zone && (one.fails || one.kind === 'unknown'))
        .map(({ rule }) => rule)
        .sort(),
  };
}

function policyOf(zones: readonly string[]): string {
  const domains = zones.map(
    (zone) =>
      `  ${JSON.stringify(zone)}:\n    issue: [{ca: ca.example, unlisted: true}]\n    dnssec: {required: true}\n`,
  );
  return `version: 1\ndomains:\n${domains.join('')}`;
}

function caaGuard(
  args: readonly string[],
  preload?: string,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const imports = ['--import', 'tsx', ...(preload === undefined ? [] : ['--import', preload])];
  const argv = [...imports, path.join(ROOT, 'src/cli/bin.ts'), ...args];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv, { cwd: ROOT, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error ?? new Error('the program gave no exit code'));
    });
  });
}
