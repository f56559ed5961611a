import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalDomain, loadPolicies } from '../../../src/policy/index.js';
import { diskReader } from '../../../src/policy/disk.js';
import { program } from './program.js';
import { bothCores, type Both } from './support/cores.js';

let both: readonly Both[] = [];
const outdir = mkdtempSync(path.join(tmpdir(), 'caa-guard-synth-'));
const at = (core: string, stack: string, file: string): string =>
  path.join(outdir, core, 'stacks', stack, file);

/** What is written, without the version of the core, without its way to write what is empty, and without where this runs. */
function written(core: string, stack: string): string {
  const text = readFileSync(at(core, stack, 'cdk.tf.json'), 'utf8');
  return `${JSON.stringify(JSON.parse(text), null, 2)}\n`
    .replace(/"version": "0\.2\d\.\d"/, '"version": "x"')
    .replaceAll(`${process.cwd()}/`, '');
}

beforeAll(async () => {
  both = await bothCores();
  for (const one of both) program(one, path.join(outdir, one.name)).app.synth();
}, 60_000);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('the same program under cdktf and under cdktn', () => {
  it.each(['prod', 'aws'])('writes the same, down to logical ids: %s', (stack) => {
    expect(written('cdktn', stack)).toBe(written('cdktf', stack));
  });

  it.each(['prod', 'aws'])('writes what it wrote: another id would destroy a record: %s', async (stack) => {
    await expect(written('cdktf', stack)).toMatchFileSnapshot(`__snapshots__/${stack}.snap`);
  });

  it.each(['cdktf', 'cdktn'])('leaves the policy beside it, and caa-guard reads it: %s', async (core) => {
    for (const [stack, domain] of [
      ['prod', 'example.com'],
      ['aws', 'example.org'],
    ] as const) {
      const loaded = await loadPolicies([at(core, stack, 'caa-guard.json')], diskReader);
      expect(loaded).toMatchObject({ ok: true, policy: { domains: [{ name: domain }] } });
    }
    expect(readFileSync(at('cdktn', 'prod', 'caa-guard.json'), 'utf8')).toBe(
      readFileSync(at('cdktf', 'prod', 'caa-guard.json'), 'utf8'),
    );
  });

  it('has the policy in full, with what it extends', async () => {
    const loaded = await loadPolicies([at('cdktf', 'prod', 'caa-guard.json')], diskReader);
    const policy = `
version: 1
extends: caa-guard:strict
domains:
  example.com:
    issue:
      - {ca: letsencrypt.org, account: "https://acme-v02.api.letsencrypt.org/acme/acct/1234567", methods: [dns-01]}
      - {ca: pki.goog, account: "https://dv.acme-v02.api.pki.goog/account/abc", methods: [dns-01]}
    iodef: mailto:security@example.com
    names:
      shop.example.com:
        issue:
          - ca: letsencrypt.org
            accounts: ["https://acme-v02.api.letsencrypt.org/acme/acct/1", "https://acme-v02.api.letsencrypt.org/acme/acct/2"]
            methods: [dns-01]
`;
    const byHand = await loadPolicies(['p'], { readFile: async () => policy });
    if (!loaded.ok || !byHand.ok) throw new Error(JSON.stringify([loaded, byHand]));
    expect(loaded.policy.domains.map(canonicalDomain)).toEqual(byHand.policy.domains.map(canonicalDomain));
    expect(loaded.policy.failOn).toEqual({ weakness: 'high' });
  });
});
