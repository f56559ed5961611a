import { describe, expect, it } from 'vitest';
import { iterativeIfRooted } from './support/iterative.js';
import { replay, type MakeFetcher } from './support/replay.js';
import type { Scenario } from './support/rpl.js';
import { readVectors } from './support/vectors.js';

const CACHE =
  'asks what a shared cache does (aggressive use of NSEC, answers put together from earlier ones)';
const ANY = 'asks for ANY, which is no RRset and cannot be validated as one';

/** Scenarios that do not concern a validator of single lookups, each with its reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'val_any.rpl': ANY,
  'val_any_cname.rpl': ANY,
  'val_any_negcache.rpl': ANY,
  'val_cnameqtype_qmin.rpl': `${CACHE}: CNAME questions that no server of this world answers`,
  'val_dnameqtype_qmin.rpl': `${CACHE}: DNAME questions that no server of this world answers`,
  'val_cnametoinsecure.rpl': `${CACHE}: the proof for the DS comes in the answer to another question`,
  'val_negcache_nodata.rpl': CACHE,
  'val_negcache_nxdomain.rpl': CACHE,
  'val_negcache_ttl_prefetch.rpl': CACHE,
  'val_referd.rpl': `${CACHE}: a question without RD is answered with a referral from the cache`,
  'val_rrsig.rpl': 'asks for RRSIG, which is no RRset and is never signed',
  'val_ds_gost.crpl':
    'needs GOST (12), which must not be supported (RFC 9904) and which OpenSSL does not have',
  'val_faildnskey_ok.rpl':
    'switches hardening off (harden-dnssec-stripped: no): a failed DNSKEY question makes a zone insecure',
};

const text = readVectors('dnssec/unbound-val-scenarios.json');
const scenarios =
  text === undefined ? [] : (JSON.parse(text) as { readonly scenarios: readonly Scenario[] }).scenarios;

describe.skipIf(scenarios.length === 0).each<[string, MakeFetcher | undefined]>([
  ['through a fetcher that takes every answer it finds', undefined],
  ['through the iterative fetcher', iterativeIfRooted],
])("Unbound's validation scenarios, %s", (_title, makeFetcher) => {
  let passed = 0;
  const replayed = scenarios.filter(({ file }) => LEFT_OUT[file] === undefined);
  it.each(replayed.map((scenario) => [scenario.file, scenario.title, scenario] as const))(
    '%s: %s',
    async (_file, _name, scenario) => {
      for (const { step, question, expected, got, detail } of await replay(scenario, makeFetcher))
        expect(got, `step ${step}, ${question}: ${detail}`).toBe(expected);
      passed += 1;
    },
  );
  it('are counted', () => {
    const left = scenarios.length - replayed.length;
    process.stdout.write(`validation scenarios: ${passed} of ${scenarios.length} pass, ${left} left out\n`);
  });
});
