import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPlan, type PlannedRecord, type TerraformPlan } from '../../src/terraform/index.js';
import type { Json } from '../../src/terraform/value.js';
import { checkPlan, policyText, type PlanRun } from '../unit/plan/support.js';

/** Plans and a state that the real Terraform wrote, beside the checkout, or where the environment says. */
const ROOT =
  process.env['CAA_GUARD_PLANS'] ?? fileURLToPath(new URL('../../../shared/fixtures/plans', import.meta.url));
const FILES = existsSync(ROOT) ? readdirSync(ROOT).filter((file) => file.endsWith('.json')) : [];
if (FILES.length === 0) {
  const message = `real Terraform plans not found: ${ROOT} (set CAA_GUARD_PLANS)`;
  if (process.env['CI_REQUIRE_CONFORMANCE'] !== undefined) throw new Error(message);
  process.stdout.write(`skipped: ${message}\n`);
}

const there = describe.skipIf(FILES.length === 0);
const textOf = (file: string): string => readFileSync(`${ROOT}/${file}`, 'utf8');
const plan = (file: string): TerraformPlan => readPlan(textOf(file), { names: ['example.com'] });
const run = (file: string, ...clauses: readonly string[]): Promise<PlanRun> =>
  checkPlan(textOf(file), policyText(...clauses));

const said = (records: readonly PlannedRecord[]): readonly string[] =>
  records
    .map(({ caa, unknown, sensitive }) =>
      caa === undefined ? `? ${[...unknown, ...sensitive].join()}` : `${caa.flags} ${caa.tag} ${caa.value}`,
    )
    .sort();

function caaAt(
  file: string,
  provider: string,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const set = plan(file).sets.find((one) => one.type === 'CAA' && one.zone === `${provider}/example.com`);
  return { before: said(set?.before ?? []), after: said(set?.after ?? []) };
}

there('plans by the real Terraform', () => {
  it.each([
    ['azure', ['0 issue digicert.com', '0 issuewild ;']],
    ['desec', ['0 issue letsencrypt.org']],
    ['digitalocean', ['0 issue letsencrypt.org', '0 issue pki.goog']],
    ['gandi', ['0 issue letsencrypt.org']],
    ['google', ['0 issue pki.goog; accounturi=https://example.test/acct/1', '128 issuewild ;']],
    ['hetzner', ['0 issue letsencrypt.org']],
    ['ns1', ['0 issue letsencrypt.org', '0 issuewild ;']],
    ['route53', ['? records[0]', '? records[1]', '? records[2]', '? records[3]']],
  ])('many providers at once: %s', (provider, records) => {
    expect(caaAt('multi-provider-create.json', provider)).toEqual({ before: [], after: records });
    const { after } = caaAt('multi-provider-state.json', provider);
    expect(after).toEqual(records);
  });

  it('Route 53 signs, by a zone, a key and a registrar that are known through expressions alone', () => {
    for (const file of ['multi-provider-create.json', 'multi-provider-state.json'])
      expect(
        plan(file)
          .signing.filter(({ zone }) => zone === 'route53/example.com')
          .map(({ how, after }) => `${how} ${after}`),
      ).toEqual(['key on', 'registrar on', 'zone on']);
  });

  it('a count that shifts, a wildcard let in and DNSSEC turned off', async () => {
    expect(caaAt('cloudflare5-update-delete.json', 'cloudflare')).toEqual({
      before: ['0 issue letsencrypt.org', '0 issue pki.goog', '0 issuewild ;'],
      after: ['0 issue pki.goog', '0 issuewild letsencrypt.org'],
    });
    const meant = await run(
      'cloudflare5-update-delete.json',
      'issue: [pki.goog]',
      'issuewild: [letsencrypt.org]',
      'dnssec: {required: false}',
    );
    // What stands is as declared: the loosening for wildcards is told, and no more.
    expect([meant.code, meant.findings]).toEqual([
      0,
      ['plan/dnssec-off example.com weakness medium', 'plan/loosens example.com weakness low'],
    ]);
    const strict = await run('cloudflare5-update-delete.json', 'issue: [pki.goog]', 'issuewild: none');
    expect([strict.code, strict.rules]).toEqual([
      1,
      ['caa/undeclared-issuer', 'plan/deletes-guarded', 'plan/dnssec-off', 'plan/loosens'],
    ]);
  });

  it('a block with prevent_destroy that was taken out', async () => {
    const { code, findings, printed } = await run(
      'cloudflare5-prevent-destroy-removed.json',
      'issue: [letsencrypt.org]',
      'dnssec: {required: false}',
    );
    expect([code, findings]).toEqual([
      1,
      [
        'caa/missing example.com drift critical',
        'plan/deletes-guarded example.com drift critical',
        'plan/loosens example.com drift critical',
      ],
    ]);
    expect(printed).toContain('prevent_destroy');
  });

  it('a plan with -target, which shows part of the whole', async () => {
    const { code, findings } = await run(
      'cloudflare5-target-incomplete.json',
      'issue: [letsencrypt.org, pki.goog]',
      'issuewild: none',
      'dnssec: {required: true}',
    );
    expect([code, findings]).toEqual([3, ['plan/incomplete the plan unknown high']]);
  });

  it('values that are known after apply, and a name that is', async () => {
    const { code, findings } = await run(
      'cloudflare5-unknown-sensitive.json',
      'issue: [letsencrypt.org, pki.goog]',
      'dnssec: {required: false}',
    );
    expect([code, findings]).toEqual([
      3,
      [
        'plan/unknown-until-apply cloudflare_dns_record.whole["a"] unknown high',
        'plan/unknown-until-apply example.com unknown high',
      ],
    ]);
  });

  it.each(FILES)('%s: no sensitive value is printed, whatever the policy', async (file) => {
    const secrets = sensitiveIn(JSON.parse(textOf(file)) as Json);
    for (const clauses of [['issue: [letsencrypt.org]'], ['issue: none', 'iodef: mailto:x@example.com']]) {
      const { printed } = await run(file, ...clauses);
      const declared = ['letsencrypt.org'];
      for (const secret of secrets.filter((one) => !declared.some((word) => one.includes(word))))
        expect(printed).not.toContain(secret);
    }
  });
});

/** Texts of a plan that a mark covers, and no resource has in the clear. */
function sensitiveIn(json: Json): readonly string[] {
  const found = new Set<string>();
  const clear = new Set<string>();
  const walk = (value: Json | undefined, mark: Json | undefined): void => {
    if (typeof value === 'string') (mark === true ? found : clear).add(value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, below] of Object.entries(value) as readonly [string, Json][]) {
        const at =
          typeof mark === 'object' && mark !== null ? (mark as Record<string, Json>)[key] : undefined;
        walk(below, mark === true ? true : at);
      }
  };
  const visit = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    const one = value as Record<string, Json>;
    if ('after_sensitive' in one) walk(one['after'], one['after_sensitive']);
    if ('sensitive_values' in one) walk(one['values'], one['sensitive_values']);
    for (const below of Object.values(one)) visit(below);
  };
  visit(json);
  return [...found].filter((one) => one.length > 3 && !clear.has(one));
}
