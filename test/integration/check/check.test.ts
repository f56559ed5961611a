import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RrType } from '../../../src/dns/index.js';
import { readEvidence, type Evidence } from '../../../src/survey/index.js';
import { explanationOf } from '../dns/explained.js';
import { CASES } from '../dns/world.js';
import { LAB_PROGRAMS, startDnsLab, type DnsLab } from '../support/dns-lab.js';
import { probe } from '../support/dns-probe.js';
import { eachOf } from '../support/processes.js';
import { missingPrograms } from '../support/programs.js';
import { unboundVerdict, type Verdict } from '../support/verdicts.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Every zone that somebody could own: below one of the top-level domains. */
const ZONES = CASES.map(({ zone }) => zone.name.replace(/\.$/, '')).filter((name) => /^[^_].*\./.test(name));

const BOGUS = ['drift', 'caa/lookup-fails', 'dnssec/bogus'];
const INSECURE = ['drift', 'dnssec/insecure'];
const DENIED = ['drift', 'caa/declared-issuer-denied'];
const UNSEEN = ['unknown', 'survey/unreachable'];

/** Outcome, and the rules that fail the run or could not see; all others are as declared. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'rsasha1.bind': INSECURE,
  'rsasha1-nsec3.bind': INSECURE,
  'ds-wrong.bind': BOGUS,
  'ds-missing.bind': INSECURE,
  'ds-algorithm-unknown.bind': INSECURE,
  'ds-digest-unknown.bind': INSECURE,
  'unsigned.bind': INSECURE,
  'unsigned-with-ds.bind': BOGUS,
  'revoked.bind': BOGUS,
  'dead.bind': UNSEEN,
  'lame.bind': UNSEEN,
  'one-server-dead.bind': ['drift', 'dns/silent'],
  'unsigned.opt': INSECURE,
  'ds-wrong.opt': BOGUS,
  'island.unsigned.bind': INSECURE,
  // what is broken above is no finding of the domain, but of the run
  'below.expired.bind': ['drift'],
  'ds-wrong.knot': BOGUS,
  'ds-missing.knot': INSECURE,
  'unsigned.knot': INSECURE,
  'expired.bind': BOGUS,
  'not-yet.bind': BOGUS,
  'soon.bind': BOGUS,
  'just-expired.bind': BOGUS,
  'signature-dropped.bind': BOGUS,
  'signature-spoiled.bind': BOGUS,
  'record-changed.bind': BOGUS,
  'dnskey-unsigned.bind': BOGUS,
  'dnskey-dropped.bind': BOGUS,
  'zsk-dropped.bind': BOGUS,
  // CAs see nothing of it: it is the SOA that does not validate
  'soa-spoiled.bind': ['drift', 'dnssec/bogus'],
  // Names that are not there cannot be proven not to be, such as the one at which ACME challenges are answered.
  'nsec-dropped.bind': ['drift', 'dnssec/bogus'],
  'nsec-spoiled.bind': ['drift', 'dnssec/bogus'],
  'nsec3-dropped.bind': ['drift', 'dnssec/bogus'],
  'wildcard-unproven.bind': ['drift', 'dnssec/bogus'],
  'alias-unsigned.bind': INSECURE,
  'challenge-alias.bind': ['drift', 'dns/acme-delegated'],
  'challenge-delegated.knot': ['drift', 'dns/acme-delegated'],
  'challenge-lame.knot': ['drift', 'dns/acme-delegated', 'survey/unreachable'],
  'standing-grant.bind': ['drift', 'dns/persist-undeclared'],
  'deny.bind': DENIED,
  'deny.knot': DENIED,
  'empty-value.bind': DENIED,
  'no-caa.bind': ['drift', 'caa/missing'],
  'bytes.bind': ['drift', 'caa/missing'],
  'large.bind': ['drift', 'caa/declared-issuer-denied', 'caa/undeclared-issuer'],
  'large.knot': ['drift', 'caa/declared-issuer-denied', 'caa/undeclared-issuer'],
};

interface Report {
  readonly outcome: string;
  readonly domains: readonly { readonly zone: string; readonly outcome: string }[];
  readonly findings: readonly {
    readonly zone: string;
    readonly rule: string;
    readonly kind: string;
    readonly fails: boolean;
  }[];
}

interface Run {
  readonly code: number;
  readonly report: Report;
  readonly stderr: string;
}

describe.skipIf(missingPrograms(LAB_PROGRAMS).length > 0)(
  'check, on zones of Knot and of NSD with BIND',
  () => {
    let lab: DnsLab;
    let run: Run;
    let evidence: Evidence;
    const unbound = new Map<string, Verdict>();

    const file = (name: string): string => path.join(lab.dir, name);

    /** The program, in a process of its own, over the network. */
    async function program(
      zones: readonly string[],
      policy: string,
      ...more: readonly string[]
    ): Promise<Run> {
      await writeFile(file(policy), policyOf(zones));
      const dns = [
        '--root-hints',
        file('hints'),
        '--trust-anchor',
        file('anchor'),
        '--port',
        String(lab.port),
      ];
      return caaGuard(
        'check',
        '--policy',
        file(policy),
        ...dns,
        '--allow-private-addresses',
        '--no-ct',
        ...more,
      );
    }

    /** The evidence of an earlier run, without the network. */
    function judgedAgain(seen: string, policy: string): Promise<Run> {
      return caaGuard('judge', file(seen), '--policy', file(policy), '--trust-anchor', file('anchor'));
    }

    beforeAll(async () => {
      lab = await startDnsLab(CASES.map(({ zone }) => zone));
      await writeFile(file('anchor'), lab.anchors);
      const hints = lab.root.map((address, i) => `. 3600 NS r${i}.\nr${i}. 3600 A ${address}\n`);
      await writeFile(file('hints'), hints.join(''));
      run = await program(ZONES, 'policy.yaml', '--evidence', file('evidence.json'));
      evidence = readEvidence(await readFile(file('evidence.json'), 'utf8'));
      await eachOf(ZONES, 8, async (zone) => {
        // Unbound may take long where one of two servers is dead.
        const oracle = { host: '127.0.0.1', port: lab.oracle.plain };
        const message =
          (await probe(oracle, zone, RrType.CAA, 15_000)) ?? (await probe(oracle, zone, RrType.CAA, 15_000));
        unbound.set(zone, unboundVerdict(message, RrType.CAA));
      });
    });
    afterAll(() => lab?.stop());

    it('exits with 1, since some have drifted', () => {
      expect(run.stderr).toBe('');
      expect([run.code, run.report.outcome]).toEqual([1, 'drift']);
      expect(run.report.domains.map(({ zone }) => zone).sort()).toEqual([...ZONES].sort());
    });

    it.each(ZONES)('judges %s as it stands', (zone) => {
      const findings = run.report.findings.filter((one) => one.zone === zone);
      const grave = findings.filter(({ fails, kind }) => fails || kind === 'unknown').map(({ rule }) => rule);
      const outcome = run.report.domains.find((one) => one.zone === zone)?.outcome;
      expect([outcome, ...grave.sort()]).toEqual(EXPECTED[zone] ?? ['ok']);
    });

    it('names a zone above that is broken once, and who runs it', () => {
      const above = run.report.findings.filter(({ rule }) => rule === 'dnssec/ancestor-bogus');
      expect(above).toMatchObject([{ zone: '', subject: 'expired.bind', actor: 'ancestor', fails: true }]);
    });

    it('names what is weak, though nothing has drifted', () => {
      const weak = (rule: string): readonly string[] =>
        run.report.findings.filter((one) => one.rule === rule).map(({ zone }) => zone);
      expect(weak('dnssec/weak-algorithm')).toEqual(
        expect.arrayContaining(['rsa1024.bind', 'rsasha1.bind', 'ds-sha1.bind']),
      );
      expect(weak('dnssec/algorithms-incomplete')).toEqual([
        'ds-algorithm-unknown.bind',
        'ds-second-algorithm.bind',
      ]);
      expect(weak('dnssec/nsec3-parameters').toSorted()).toEqual([
        'nsec3-100.bind',
        'nsec3-salted.bind',
        'nsec3-salted.knot',
      ]);
      expect(weak('dnssec/cds-delete')).toEqual(['leaving.bind']);
    });

    it('sees each CAA set as secure as Unbound does, or the difference is explained', () => {
      const different = ZONES.flatMap((zone) => {
        const state = evidence.domains.find((one) => one.zone === zone)?.lookups[`${zone}/CAA`]?.state;
        const ours = state === 'secure' || state === 'insecure' ? state : 'fails';
        const theirs = unbound.get(zone)?.state;
        const explained = explanationOf(`${zone}. CAA`, 'unbound') !== undefined;
        return ours === theirs || explained ? [] : [`${zone}: ours ${state}, Unbound's ${theirs}`];
      });
      expect(different).toEqual([]);
      expect(new Set([...unbound.values()].map(({ state }) => state)).size).toBe(3);
    });

    it('is judged again from its evidence, without the network, to the same findings', async () => {
      const again = await judgedAgain('evidence.json', 'policy.yaml');
      expect(again.stderr).toBe('');
      expect([again.code, again.report.findings]).toEqual([run.code, run.report.findings]);
    });

    it('sees through further resolvers which of them lies, in a signed zone and in an unsigned one', async () => {
      const lie = (zone: string): string => `${zone}. 60 CAA 0 issue "attacker.example"`;
      const liar = await lab.startLiar([lie('p256.bind'), lie('unsigned.bind')]);
      const vantages = [lab.oracle, lab.forwarder, liar].flatMap(({ plain }) => [
        '--vantage',
        `127.0.0.1:${plain}`,
      ]);
      const zones = ['p256.bind', 'unsigned.bind', 'p256.knot'];
      const seen = file('vantages.json');
      const looked = await program(zones, 'vantages.yaml', ...vantages, '--evidence', seen);
      expect(looked.stderr).toBe('');
      const differing = looked.report.findings.filter(({ rule }) => rule === 'caa/vantage-differs');
      expect(differing.map(({ zone }) => zone)).toEqual(['p256.bind', 'unsigned.bind']);
      const [signed, unsigned] = differing.map((one) => JSON.stringify(one));
      expect(signed).toContain(`127.0.0.1:${liar.plain}`);
      expect(signed).toContain('shows an answer that does not validate');
      expect(unsigned).toContain('a set that lets in more than the policy does');
      expect(unsigned).toContain('attacker.example');

      const again = await judgedAgain('vantages.json', 'vantages.yaml');
      expect([again.stderr, again.report.findings]).toEqual(['', looked.report.findings]);
      const honest = await readFile(seen, 'utf8');
      await writeFile(
        seen,
        honest.replaceAll(
          `"resolver":"127.0.0.1:${liar.plain}"`,
          `"resolver":"127.0.0.1:${lab.oracle.plain}"`,
        ),
      );
      expect((await judgedAgain('vantages.json', 'vantages.yaml')).stderr).toContain('its bytes say');
    });

    it('exits with 0 where all stands, and with 3 where nothing but silence was met', async () => {
      const good = ZONES.filter((zone) => EXPECTED[zone] === undefined);
      expect(good.length).toBeGreaterThan(40);
      expect((await program(good, 'good.yaml')).code).toBe(0);
      expect((await program(['dead.bind', 'p256.knot'], 'dead.yaml')).code).toBe(3);
    });
  },
);

function policyOf(zones: readonly string[]): string {
  const domains = zones.map(
    (zone) =>
      `  ${JSON.stringify(zone)}:\n    issue: [{ca: ca.example, unlisted: true}]\n    dnssec: {required: true}\n`,
  );
  return `version: 1\ndomains:\n${domains.join('')}`;
}

function caaGuard(...args: readonly string[]): Promise<Run> {
  const argv = ['--import', 'tsx', path.join(ROOT, 'src/cli/bin.ts'), ...args, '--json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv, { cwd: ROOT, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code !== 'number') return reject(error ?? new Error('the program gave no exit code'));
      const report = (
        stdout === '' ? { outcome: '', domains: [], findings: [] } : JSON.parse(stdout)
      ) as Report;
      resolve({ code, report, stderr });
    });
  });
}
