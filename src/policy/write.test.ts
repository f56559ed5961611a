import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDomain } from './canonical.js';
import { asLoaded, domainPolicies, policies } from './testing/arbitrary.js';
import { policyFrom } from './testing/load.js';
import { weakenings } from './weakenings.js';
import { writePolicy } from './write.js';

describe('a policy that is written', () => {
  it('reads back to the same demands', async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (generated) => {
        const policy = { ...generated, domains: generated.domains.map(asLoaded) };
        const back = await policyFrom(writePolicy(policy));
        expect(back.domains.map(canonicalDomain).sort()).toEqual(policy.domains.map(canonicalDomain).sort());
        expect(back.failOn).toEqual(policy.failOn);
        expect(back.waivers.map(({ at: _at, ...rest }) => rest)).toEqual(
          policy.waivers.map(({ at: _at, ...rest }) => rest),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('never reads back looser, even if no file could have said it so', async () => {
    await fc.assert(
      fc.asyncProperty(domainPolicies(), async (domain) => {
        const policy = { version: 1 as const, domains: [domain], waivers: [], failOn: {}, files: [] };
        expect(weakenings(policy, await policyFrom(writePolicy(policy)))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves out what goes without saying', async () => {
    const policy = await policyFrom('version: 1\ndomains: {example.com: {issue: none, sealed: false}}');
    expect(writePolicy(policy)).toBe('version: 1\ndomains:\n  example.com:\n    issue: none\n');
  });

  it('says of a CA that the table does not know that it is meant', async () => {
    const policy = await policyFrom(
      'version: 1\ndomains: {example.com: {issue: [{ca: ca.example.net, unlisted: true}]}}',
    );
    expect(writePolicy(policy)).toContain('unlisted: true');
  });
});
