import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { systemFiles } from '../../../src/cli/system.js';
import { testPorts } from '../../../src/cli/testing/ports.js';
import { startProvider, type Provider } from '../terraform/support/provider.js';
import { terraform, terraformProgram, type Ran } from '../terraform/support/terraform.js';

const program = terraformProgram();
const POLICY = [
  'version: 1',
  'domains:',
  '  declared.test:',
  '    issue: [letsencrypt.org, pki.goog]',
  '    issuewild: none',
  '    dnssec: {required: true}',
  '',
].join('\n');

const ROOT = `
terraform {
  required_providers { cloudflare = { source = "cloudflare/cloudflare" } }
}
variable "cas" {
  type    = list(string)
  default = ["letsencrypt.org", "pki.goog"]
}
variable "secret" {
  type      = string
  default   = "zq7secret.example"
  sensitive = true
}
variable "halt" {
  type    = bool
  default = false
}
module "dns" {
  source   = "./dns"
  for_each = toset(["declared.test"])
  domain   = each.key
  cas      = var.cas
}
resource "cloudflare_zone_dnssec" "d" {
  zone_id = "z1"
  status  = "active"
}
`;
const MODULE = `
terraform {
  required_providers { cloudflare = { source = "cloudflare/cloudflare" } }
}
variable "domain" { type = string }
variable "cas" { type = list(string) }
resource "cloudflare_dns_record" "caa" {
  count   = length(var.cas)
  zone_id = "z1"
  name    = var.domain
  type    = "CAA"
  ttl     = 300
  data    = { flags = 0, tag = "issue", value = var.cas[count.index] }
}
resource "cloudflare_dns_record" "wild" {
  zone_id = "z1"
  name    = var.domain
  type    = "CAA"
  ttl     = 300
  data    = { flags = "0", tag = "issuewild", value = ";" }
}
`;

interface Judged {
  readonly code: number;
  readonly findings: readonly string[];
  readonly printed: string;
}

/** Plans of the real program, of the kinds that no test makes by hand as it does. In this order. */
describe.skipIf(program === undefined)('caa-guard plan over plans that Terraform writes', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'caa-guard-plans-'));
  let provider: Provider;

  const terraformRun = (...args: readonly string[]): Promise<Ran> =>
    terraform(program ?? '', dir, provider, ...args);
  const configure = (extra = ''): void => writeFileSync(path.join(dir, 'main.tf'), ROOT + extra);

  /** Plans, and judges what `show -json` gives. */
  async function plan(...args: readonly string[]): Promise<Judged> {
    await terraformRun('plan', '-input=false', '-no-color', '-out=tfplan', ...args);
    const { out, err } = await terraformRun('show', '-json', 'tfplan');
    expect(err).toBe('');
    return judged('tfplan.json', out);
  }
  async function judged(file: string, text: string | Buffer): Promise<Judged> {
    writeFileSync(path.join(dir, file), text);
    const run = async (form: string): Promise<{ code: number; out: string }> => {
      const ports = testPorts({ files: systemFiles });
      const code = await main(
        ['plan', path.join(dir, file), '-p', path.join(dir, 'policy.yaml'), form],
        ports,
      );
      return { code, out: ports.out() + ports.err() };
    };
    const json = await run('--json');
    const others = [await run('--verbose'), await run('--markdown')];
    const findings =
      json.code === 2
        ? []
        : (JSON.parse(json.out) as { findings: { rule: string; subject: string }[] }).findings.map(
            ({ rule, subject }) => `${rule} ${subject}`,
          );
    return {
      code: json.code,
      findings: findings.sort(),
      printed: [json, ...others].map(({ out }) => out).join('\n'),
    };
  }

  beforeAll(async () => {
    provider = await startProvider();
    mkdirSync(path.join(dir, 'dns'));
    writeFileSync(path.join(dir, 'dns/main.tf'), MODULE);
    writeFileSync(path.join(dir, 'policy.yaml'), POLICY);
    configure();
    expect((await terraformRun('init', '-input=false', '-no-color')).code).toBe(0);
  });
  afterAll(async () => {
    await provider?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('finds nothing in modules, counts and keys that leave the domain as declared', async () => {
    expect(await plan()).toMatchObject({ code: 0, findings: [] });
    expect((await terraformRun('apply', '-input=false', '-no-color', 'tfplan')).code).toBe(0);
    expect(await plan()).toMatchObject({ code: 0, findings: [] });
  });

  it('takes a count that shifts for what it leaves', async () => {
    const { code, findings } = await plan('-var', 'cas=["pki.goog"]');
    expect([code, findings]).toEqual([
      1,
      ['caa/declared-issuer-denied declared.test', 'plan/deletes-guarded declared.test'],
    ]);
  });

  it('sees the gap where all is replaced, and DNSSEC with it', async () => {
    const { code, findings } = await plan(
      ...[0, 1].map((i) => `-replace=module.dns["declared.test"].cloudflare_dns_record.caa[${i}]`),
      '-replace=cloudflare_zone_dnssec.d',
    );
    expect([code, findings]).toEqual([0, ['plan/gap DNSSEC of declared.test', 'plan/gap declared.test']]);
  });

  it('does not take part of a plan for the whole', async () => {
    const { code, findings } = await plan('-target=cloudflare_zone_dnssec.d', '-var', 'cas=["evil.example"]');
    expect([code, findings]).toEqual([3, ['plan/incomplete the plan']]);
  });

  it('nor a plan that failed', async () => {
    configure(`
resource "terraform_data" "halt" {
  lifecycle {
    precondition {
      condition     = !var.halt
      error_message = "halted"
    }
  }
}
`);
    const { code, findings } = await plan('-var', 'halt=true');
    expect([code, findings]).toEqual([3, ['plan/incomplete the plan']]);
  });

  it('knows neither what comes from elsewhere nor what is sensitive, and shows no secret', async () => {
    const record = (name: string, value: string): string => `
resource "cloudflare_dns_record" "${name}" {
  zone_id = "z1"
  name    = "${name}.declared.test"
  type    = "CAA"
  ttl     = 300
  data    = { flags = 0, tag = "issue", value = ${value} }
}
`;
    configure(
      'resource "terraform_data" "later" { input = "later.example" }' +
        record('later', 'terraform_data.later.output') +
        record('secret', 'var.secret'),
    );
    const { code, findings, printed } = await plan();
    expect([code, findings]).toEqual([
      3,
      ['plan/unknown-until-apply later.declared.test', 'plan/unknown-until-apply secret.declared.test'],
    ]);
    expect(printed).not.toContain('zq7secret');
  });

  it('tells what is only forgotten, and what was moved is no change', async () => {
    writeFileSync(
      path.join(dir, 'dns/main.tf'),
      MODULE.replace('"wild"', '"nobody"') +
        `
moved {
  from = cloudflare_dns_record.wild
  to   = cloudflare_dns_record.nobody
}
`,
    );
    configure();
    expect(await plan()).toMatchObject({ code: 0, findings: [] });
    writeFileSync(path.join(dir, 'dns/main.tf'), MODULE);
    writeFileSync(
      path.join(dir, 'main.tf'),
      ROOT.replace(/resource "cloudflare_zone_dnssec"[^}]*}/, '') +
        `
removed {
  from = cloudflare_zone_dnssec.d
  lifecycle { destroy = false }
}
`,
    );
    expect(await plan()).toMatchObject({ code: 1, findings: ['plan/forgotten declared.test'] });
  });

  it('says what each thing is that is no plan', async () => {
    configure();
    const said = async (text: string | Buffer): Promise<string> => {
      const { code, printed } = await judged('other', text);
      expect(code).toBe(2);
      return printed;
    };
    const { out: people } = await terraformRun(
      'plan',
      '-no-color',
      '-out=tfplan',
      '-var',
      'cas=["x.example"]',
    );
    expect(await said(people)).toContain('prints for people');
    expect(await said(readFileSync(path.join(dir, 'tfplan')))).toContain('binary plan file');
    expect(await said((await terraformRun('show', '-no-color', 'tfplan')).out)).toContain(
      'prints for people',
    );
    expect(await said((await terraformRun('plan', '-json')).out)).toContain('log lines');
    expect(await said(readFileSync(path.join(dir, 'terraform.tfstate')))).toContain('raw state file');
  });

  it('judges the state', async () => {
    const { out } = await terraformRun('show', '-json');
    expect(await judged('state.json', out)).toMatchObject({ code: 0, findings: [] });
  });
});
