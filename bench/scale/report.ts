/**
 * What it takes to write the reports of thousands of domains that are all adrift: does anything grow faster than the
 * number of domains?
 *
 *     npx tsx bench/scale/report.ts [domains=10000]
 *
 * Each report is written in a process of its own, for a tenth of the domains and for all of them.
 */
import { join } from '../../src/base/text.js';
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { outside, own, text } from '../../src/base/text.js';
import { renderJson, renderMarkdown, renderTerminal } from '../../src/report/index.js';
import { renderJunit } from '../../src/report/junit.js';
import { renderSarif } from '../../src/report/sarif.js';
import { findingId, RULES, type Finding, type Judgement } from '../../src/rules/index.js';

const NOW = Date.UTC(2026, 10, 23, 14);
const [most = '10000', count, format] = process.argv.slice(2);

const FORMATS: Readonly<Record<string, (judgement: Judgement) => string>> = {
  'nothing, the judgement alone': () => '',
  Markdown: (judgement) => renderMarkdown(judgement),
  terminal: (judgement) => renderTerminal(judgement, { color: true }),
  JSON: (judgement) => renderJson(judgement),
  SARIF: (judgement) =>
    renderSarif(judgement, {
      tool: { name: 'bench', version: '0' },
      rules: RULES,
      policyFiles: ['caa-guard.yaml'],
    }),
  JUnit: (judgement) => renderJunit(judgement),
};

/** Two findings for each domain: a record that denies the declared CA, and a CA that is not declared. */
function judgementOf(domains: number): Judgement {
  const names = Array.from({ length: domains }, (_, i) => `domain-${i}.example`).sort();
  const finding = (zone: string, rule: string, line: number): Finding => ({
    id: findingId(rule, zone, zone),
    rule,
    kind: 'drift',
    severity: 'critical',
    actor: 'dns-provider',
    zone,
    subject: zone,
    title: text`${outside('digicert.com')} may issue for ${outside(zone)}, and the policy does not name it`,
    detail: [
      join(
        Array(3).fill(own('Whoever passes one validation there gets a certificate that every client takes.')),
        '',
      ),
    ],
    diff: [
      {
        op: '-',
        text: text`${outside(zone)}. CAA 0 issue "${outside('letsencrypt.org')}"`,
        note: own('declared'),
      },
      {
        op: '+',
        text: text`${outside(zone)}. CAA 0 issue "${outside('digicert.com')}"`,
        note: own('any account'),
      },
    ],
    mend: [
      own('Deploy the records that the policy asks for.'),
      text`${outside(`${zone}. IN CAA 0 issue "letsencrypt.org"`)}`,
    ],
    at: { file: 'caa-guard.yaml', line, column: 3, endLine: line, endColumn: 20 },
    fails: true,
  });
  return {
    outcome: 'drift',
    now: NOW,
    observedAt: NOW,
    domains: names.map((zone) => ({
      zone,
      outcome: 'drift',
      checked: [own('CAA at 1 name, all answers validated'), own('2 certificates from 1 source')],
    })),
    findings: ['caa/undeclared-issuer', 'caa/declared-issuer-denied'].flatMap((rule) =>
      names.map((zone, i) => finding(zone, rule, i + 2)),
    ),
  };
}

if (count !== undefined && format !== undefined) {
  const judgement = judgementOf(Number(count));
  const before = process.cpuUsage();
  const written = FORMATS[format]?.(judgement) ?? '';
  const { user, system } = process.cpuUsage(before);
  const packed = gzipSync(written).length;
  const memory = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ ms: (user + system) / 1000, bytes: written.length, packed, memory }));
} else {
  print(
    `load ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}, Node ${process.version}`,
  );
  print('| report | domains | processor time | peak memory | bytes | packed |\n|---|---|---|---|---|---|');
  for (const name of Object.keys(FORMATS))
    for (const domains of [Number(most) / 10, Number(most)]) {
      const argv = ['--import', 'tsx', fileURLToPath(import.meta.url), most, String(domains), name];
      const { ms, bytes, packed, memory } = JSON.parse(
        execFileSync(process.execPath, argv, { encoding: 'utf8' }),
      ) as Record<'ms' | 'bytes' | 'packed' | 'memory', number>;
      print(
        `| ${name} | ${domains.toLocaleString('en')} | ${ms.toFixed(0)} ms | ${memory.toFixed(0)} MB | ` +
          `${bytes.toLocaleString('en')} | ${packed.toLocaleString('en')} |`,
      );
    }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
