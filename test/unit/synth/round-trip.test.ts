import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SYNTH_FORMATS } from '../../../src/cli/synth-formats.js';
import { parseRecord } from '../../../src/dns/wire/presentation.js';
import type { DomainPolicy } from '../../../src/policy/index.js';
import { zoneLines } from '../../../src/policy/synth/present.js';
import { PROVIDERS } from '../../../src/policy/synth/providers/index.js';
import { domainRecords } from '../../../src/policy/synth/records.js';
import { domainPolicies } from '../../../src/policy/testing/arbitrary.js';
import { caa, NOW, seenOf } from '../../../src/rules/testing/builder.js';
import { check } from '../../../src/rules/testing/check.js';

/** What `check` finds of CAA where exactly the lines of `synth` are deployed, read by the zone reader of the product. */
function found(domain: DomainPolicy): readonly string[] {
  const records = zoneLines(domainRecords(domain, NOW), 300).map((line) => parseRecord(line));
  const lookups = [domain, ...domain.names].map(({ name }) =>
    caa(
      name,
      records.filter((one) => one.name.toCanonicalString() === name).map(({ rdata }) => rdata),
    ),
  );
  const { findings } = check(domain, seenOf(lookups));
  return findings.filter(({ rule, fails }) => fails && rule.startsWith('caa/')).map(({ rule }) => rule);
}

/** Names that are open below one that is not: no record can say that. */
function sayable(domain: DomainPolicy): boolean {
  return domainRecords(domain, NOW).notes.every(
    (note) => !JSON.stringify(note).includes('no CAA record can say'),
  );
}

describe('what synth writes', () => {
  it('is as the policy demands, for every rule on CAA that fails a run', () => {
    let judged = 0;
    fc.assert(
      fc.property(domainPolicies(), (domain) => {
        // Standing grants and contacts are what may be there, and reports none of what a CA decides by.
        if (!sayable(domain)) return;
        judged++;
        expect(found(domain)).toEqual([]);
      }),
      { numRuns: 400 },
    );
    expect(judged).toBeGreaterThan(100);
  });

  it('is drift when one record is left out', () => {
    const [domain] = fc.sample(
      domainPolicies().filter((one) => one.issue !== 'unrestricted' && one.issue.length === 1),
      { numRuns: 1, seed: 7 },
    );
    if (domain === undefined) throw new Error('none');
    const lines = zoneLines(domainRecords(domain, NOW), 300).filter(
      (line) => !/^example\.com\. .* issue /.test(line),
    );
    const records = lines.map((line) => parseRecord(line));
    const lookup = caa(
      'example.com',
      records.filter((one) => one.name.toCanonicalString() === 'example.com').map(({ rdata }) => rdata),
    );
    const { findings } = check({ ...domain, names: [] }, seenOf([lookup]));
    expect(findings.filter(({ rule, fails }) => fails && rule.startsWith('caa/'))).not.toEqual([]);
  });
});

it('the command line names every form that there is', () => {
  expect(SYNTH_FORMATS).toEqual([
    'bind',
    ...PROVIDERS.map(({ key }) => `terraform-${key}`),
    'dnscontrol',
    'octodns',
  ]);
});
