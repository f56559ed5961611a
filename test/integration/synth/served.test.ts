import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { systemFiles } from '../../../src/cli/system.js';
import { testPorts } from '../../../src/cli/testing/ports.js';
import { zoneLines } from '../../../src/policy/synth/present.js';
import { domainRecords } from '../../../src/policy/synth/records.js';
import { policyFrom } from '../../../src/policy/testing/load.js';
import { LAB_PROGRAMS, startDnsLab, type DnsLab } from '../support/dns-lab.js';
import { missingPrograms } from '../support/programs.js';
import { zone } from '../support/zone-spec.js';

const A = 'https://acme-v02.api.letsencrypt.org/acme/acct/';
const POLICY = `version: 1
domains:
  declared.test:
    issue:
      - {ca: letsencrypt.org, accounts: ["${A}1", "${A}2"], methods: [dns-01, http-01]}
      - pki.goog
    issuewild: none
    issuemail: none
    iodef: ["mailto:security@declared.test", "https://report.example/a?b=\\"c\\""]
    dnssec: {required: true}
    certificates: {exhaustive: false}
    names:
      shop.declared.test: {issue: [digicert.com], issuewild: [digicert.com]}
      same.declared.test: {}
      quiet.declared.test: {issue: none}
`;

/** The policy is written as lines of a zone file, a real name server serves them, and `caa-guard check` looks. */
describe.skipIf(missingPrograms(LAB_PROGRAMS).length > 0)(
  'what synth writes, served by Knot and by NSD',
  () => {
    let lab: DnsLab;
    const file = (name: string): string => path.join(lab.dir, name);

    beforeAll(async () => {
      const policy = await policyFrom(POLICY);
      const lines = policy.domains.flatMap((domain) => zoneLines(domainRecords(domain, 0), 300));
      lab = await startDnsLab([
        zone('.', 'upper', { records: [] }),
        zone('test.', 'upper', { records: [] }),
        zone('declared.test.', 'knot', { records: lines }),
        // The same with one record less.
        zone('drifted.test.', 'lower', {
          records: lines
            .filter((line) => !line.includes('issuewild'))
            .map((line) => line.replaceAll('declared.test', 'drifted.test')),
        }),
      ]);
      await writeFile(file('anchor'), lab.anchors);
      await writeFile(
        file('hints'),
        lab.root.map((address, i) => `. 3600 NS r${i}.\nr${i}. 3600 A ${address}\n`).join(''),
      );
    });
    afterAll(() => lab?.stop());

    async function check(policy: string): Promise<{ code: number; rules: readonly string[] }> {
      await writeFile(file('policy.yaml'), policy);
      const ports = testPorts({ files: systemFiles });
      const dns = [
        '--root-hints',
        file('hints'),
        '--trust-anchor',
        file('anchor'),
        '--port',
        String(lab.port),
      ];
      const code = await main(
        ['check', '-p', file('policy.yaml'), ...dns, '--allow-private-addresses', '--no-ct', '--json'],
        ports,
      );
      const { findings } = JSON.parse(ports.out()) as {
        findings: { rule: string; fails: boolean; kind: string }[];
      };
      return {
        code,
        rules: findings.filter(({ fails, kind }) => fails || kind === 'unknown').map(({ rule }) => rule),
      };
    }

    it('is as declared, quotes and parameters included', async () => {
      expect(await check(POLICY)).toEqual({ code: 0, rules: [] });
    });

    it('is drift where a line is missing', async () => {
      const { code, rules } = await check(POLICY.replaceAll('declared.test', 'drifted.test'));
      expect(code).toBe(1);
      expect(rules.length).toBeGreaterThan(0);
      expect(rules.every((rule) => rule.startsWith('caa/'))).toBe(true);
    });
  },
);
