import { describe, expect, it } from 'vitest';
import { planJson } from './testing/builder.js';
import { readPlan } from './plan.js';

const said = (text: string): string => {
  try {
    readPlan(text);
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  return 'read';
};

describe('what is no plan is told what it is, and what to do', () => {
  it.each([
    ['nothing', '', /^PLAN_EMPTY: .*empty.*terraform show -json tfplan > tfplan.json/],
    ['blank lines', ' \n\n', /^PLAN_EMPTY/],
    [
      'the binary plan file',
      'PK\u0003\u0004\u0014\u0000tfplan',
      /^PLAN_KIND: .*binary plan file.*show -json/,
    ],
    ['UTF-16, as PowerShell redirects', '\ufffd\ufffd{\u0000"\u0000f\u0000', /^PLAN_KIND: .*UTF-16/],
    [
      'the text for people',
      '\nTerraform will perform the following actions:\n\n  # cloudflare_dns_record.caa will be destroyed\n',
      /^PLAN_KIND: .*prints for people/,
    ],
    ['the text of a plan without changes', 'No changes. Your infrastructure matches', /^PLAN_KIND: .*people/],
    [
      'the log lines of plan -json',
      '{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info","@message":"x"}\n',
      /^PLAN_KIND: .*log lines of `terraform plan -json`/,
    ],
    ['one log line', '{"@level":"info","@message":"Terraform 1.11.4"}', /^PLAN_KIND: .*log line/],
    [
      'a raw state file',
      '{"version":4,"serial":1,"lineage":"x","resources":[]}',
      /^PLAN_KIND: .*raw state file/,
    ],
    ['provider schemas', '{"provider_schemas":{}}', /^PLAN_KIND: .*provider schemas/],
    ['configuration in JSON', '{"terraform":{},"resource":{}}', /^PLAN_KIND: .*configuration in JSON/],
    ['other JSON', '{"a":1}', /^PLAN_KIND: .*no format_version/],
    ['a list', '[1]', /^PLAN_KIND: .*got a list/],
    ['half a plan', '{"format_version":"1.2","resource_changes":[', /^PLAN_KIND: .*ends too early/],
    ['another major version', '{"format_version":"2.0"}', /^PLAN_FORMAT: .*major version 1; got "2.0"/],
    ['a version that looks like it', '{"format_version":"10.0"}', /^PLAN_FORMAT/],
    ['a state that holds nothing', '{"format_version":"1.0"}', /^PLAN_EMPTY: .*holds nothing/],
    [
      'changes that are no list',
      planJson([], { resource_changes: {} }),
      /^PLAN_SHAPE: resource_changes: expected a list/,
    ],
    [
      'an action of a later version',
      planJson([{ address: 'a.b', actions: ['explode'] }]),
      /^PLAN_SHAPE: resource_changes\[0\]\.change\.actions: expected no-op.*got "explode"/,
    ],
    ['a resource without an address', planJson([], { resource_changes: [{ change: {} }] }), /^PLAN_SHAPE: /],
  ])('%s', (_what, text, expected) => {
    expect(said(text)).toMatch(expected);
  });

  it('quotes nothing of a text that does not parse: it may hold a secret', () => {
    expect(said('{"format_version":"1.2","token":"hunter2" oops')).not.toMatch(/hunter2|oops|token/);
  });

  it('takes any minor version, unknown keys, and a byte order mark', () => {
    expect(said(planJson([], { format_version: '1.99', later: [{}] }))).toBe('read');
    expect(said(`\ufeff${planJson([])}`)).toBe('read');
  });
});
