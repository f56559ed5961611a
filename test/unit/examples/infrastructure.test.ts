import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../../src/cli/main.js';
import { systemFiles } from '../../../src/cli/system.js';
import { testPorts } from '../../../src/cli/testing/ports.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const EXAMPLE = path.join(ROOT, 'examples/infrastructure');
/** A copy below the root, where the packages that it needs are found; `caa-guard` is what is in `src`. */
const COPY = path.join(ROOT, '.cache', `example-${process.pid}`);
const MANIFEST = path.join(COPY, 'cdktf.out/stacks/dns/caa-guard.json');

beforeAll(() => {
  mkdirSync(path.dirname(COPY), { recursive: true });
  cpSync(EXAMPLE, COPY, { recursive: true });
  const paths = { 'caa-guard/cdktf': [path.join(ROOT, 'src/constructs/index.ts')] };
  writeFileSync(
    path.join(COPY, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { module: 'NodeNext', paths } }),
  );
  execFileSync(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: COPY, stdio: 'pipe' });
}, 60_000);
afterAll(() => rmSync(COPY, { recursive: true, force: true }));

async function caaGuard(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const ports = testPorts({ files: systemFiles });
  const code = await main(argv, ports);
  return { code, out: ports.out(), err: ports.err() };
}

describe('the example repository', () => {
  it('is synthesised, with its policy beside it', async () => {
    expect(readdirSync(path.dirname(MANIFEST)).sort()).toEqual(['caa-guard.json', 'cdk.tf.json']);
    const written = JSON.parse(readFileSync(path.join(path.dirname(MANIFEST), 'cdk.tf.json'), 'utf8')) as {
      resource: Record<string, object>;
    };
    expect(Object.keys(written.resource['cloudflare_dns_record'] ?? {})).toHaveLength(6);
    expect(Object.keys(written.resource['cloudflare_zone_dnssec'] ?? {})).toHaveLength(2);
  });

  it('has a policy that caa-guard reads, and the same records in it', async () => {
    const { code, out } = await caaGuard('synth', '-p', MANIFEST);
    expect(code).toBe(0);
    expect(out.split('\n').slice(1)).toEqual([
      'example.com. 300 IN CAA 0 issue "letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1234567;validationmethods=dns-01"',
      'example.com. 300 IN CAA 0 issuewild ";"',
      'example.com. 300 IN CAA 0 iodef "mailto:security@example.com"',
      'example.org. 300 IN CAA 0 issue ";"',
      'example.org. 300 IN CAA 0 issuewild ";"',
      'example.org. 300 IN CAA 0 iodef "mailto:security@example.com"',
      '',
    ]);
  });

  it('has a lock that is current: run `caa-guard lock` if this fails', async () => {
    const lock = path.join(COPY, 'caa-guard.lock');
    expect(await caaGuard('lock', '--check', '-p', MANIFEST, '-o', lock)).toMatchObject({ code: 0, err: '' });
  });

  it('is refused by its lock when an account is let go', async () => {
    const loose = path.join(COPY, 'loose.json');
    const policy = JSON.parse(readFileSync(MANIFEST, 'utf8')) as {
      domains: Record<string, { issue: { account?: string }[] }>;
    };
    delete policy.domains['example.com']?.issue[0]?.account;
    writeFileSync(loose, JSON.stringify(policy));
    const { code, out, err } = await caaGuard(
      'lock',
      '--check',
      '-p',
      loose,
      '-o',
      path.join(COPY, 'caa-guard.lock'),
    );
    expect(code).toBe(1);
    expect(err).toContain('example.com');
    expect(out).toContain('letsencrypt.org for any account by dns-01 may issue');
  });

  it('has workflows that read, and that call commands and inputs that there are', async () => {
    const inputs = Object.keys(
      (parse(readFileSync(path.join(ROOT, 'action.yml'), 'utf8')) as { inputs: object }).inputs,
    );
    const { out: help } = await caaGuard('--help');
    const folder = path.join(EXAMPLE, '.github/workflows');
    for (const file of readdirSync(folder)) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const { jobs } = parse(text) as {
        jobs: Record<string, { steps: { uses?: string; with?: object }[] }>;
      };
      for (const { uses, with: given = {} } of Object.values(jobs).flatMap(({ steps }) => steps))
        if (uses?.startsWith('org/caa-guard') === true)
          expect(inputs).toEqual(expect.arrayContaining(Object.keys(given)));
      for (const [, command] of text.matchAll(/npx caa-guard (\w+)/g))
        expect(help).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
  });
});
