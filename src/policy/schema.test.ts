import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PACKAGED } from './packaged.js';
import { policySchema } from './schema.js';
import { policies } from './testing/arbitrary.js';
import { problemsOf } from './testing/load.js';
import fc from 'fast-check';
import { writePolicy } from './write.js';

const validate = new Ajv2020({ strictTypes: false, validateFormats: false }).compile(policySchema());
const DOMAIN = 'version: 1\ndomains:\n  example.com:\n    ';

describe('the JSON Schema', () => {
  const accepts = (text: string): boolean => validate(parse(text));

  it.each(Object.entries(PACKAGED))('accepts the packaged policy %s', (_name, text) => {
    expect(accepts(text)).toBe(true);
  });

  it('accepts whatever is written', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(accepts(writePolicy(policy))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    `${DOMAIN}issue: none`,
    `${DOMAIN}issue: unrestricted`,
    `${DOMAIN}issue: letsencrypt.org`,
    `${DOMAIN}issue: [letsencrypt.org, {ca: pki.goog, methods: dns-01}]`,
    `${DOMAIN}issue: {ca: ca.example.net, unlisted: true}`,
    `${DOMAIN}issue: none\n    dnssec: {required: true, algorithms: [13, ED25519], expiryHorizon: 90}`,
    `${DOMAIN}issue: none\n    names: {shop.example.com: {issue: pki.goog}}`,
    `${DOMAIN}issue: none\n    certificates: {ledger: [{kind: key, spki: ${'ab'.repeat(32)}, added: "2026-11-25"}]}`,
    `${DOMAIN}issue: none\n    certificates: {attestations: [{repository: a/b, workflow: .github/workflows/c.yml}]}`,
    'version: 1\nextends: caa-guard:strict\ndefaults: {issue: none}\nlocked: [dnssec]\ndomains: {example.com: }',
  ])('accepts what the loader accepts: %s', async (text) => {
    expect(await problemsOf(text)).toEqual([]);
    expect(accepts(text)).toBe(true);
  });

  it.each([
    `${DOMAIN}isue: none`,
    `${DOMAIN}issue: []`,
    `${DOMAIN}issue: [{account: "https://acme.example/1"}]`,
    `${DOMAIN}issue: [{ca: letsencrypt.org, account: "http://acme.example/1"}]`,
    `${DOMAIN}issue: [{ca: letsencrypt.org, methods: [dns01]}]`,
    `${DOMAIN}issue: none\n    sealed: yes please`,
    `${DOMAIN}issue: none\n    dnssec: {required: 1}`,
    `${DOMAIN}issue: none\n    dnssec: {ds: ["1 13 2"]}`,
    `${DOMAIN}issue: none\n    certificates: {keys: [abc]}`,
    `${DOMAIN}issue: none\n    certificates: {ledger: [{kind: keys}]}`,
    `${DOMAIN}issue: none\n    certificates: {attestations: [{repository: a, workflow: .github/workflows/c.yml}]}`,
    `${DOMAIN}issue: none\n    certificates: {providers: [{provider: aws, ca: [], names: example.com}]}`,
    `${DOMAIN}issue: none\n    names: {shop.example.com: {nameservers: ns1.example.net}}`,
    `${DOMAIN}issue: none\nfailOn: {weakness: grave}`,
    `${DOMAIN}issue: none\nlocked: [isue]`,
    `${DOMAIN}issue: none\nwaivers: [{rule: caa/missing}]`,
    'version: 2\ndomains: {example.com: {issue: none}}',
    'domains: {example.com: {issue: none}}',
  ])('refuses what the loader refuses: %s', async (text) => {
    expect(await problemsOf(text)).not.toEqual([]);
    expect(accepts(text)).toBe(false);
  });
});
