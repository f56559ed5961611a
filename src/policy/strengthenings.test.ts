import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../base/text.js';
import { policies } from './testing/arbitrary.js';
import { policyFrom } from './testing/load.js';
import { domain } from './testing/words.js';
import { strengthenings, weakenings } from './weakenings.js';

const A1 = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';
const BOUND = `issue: [{ca: letsencrypt.org, account: "${A1}", methods: [dns-01]}]`;

async function said(from: string, to: string): Promise<readonly string[]> {
  const list = strengthenings(await policyFrom(from), await policyFrom(to));
  return list.map(({ clause, words }) => `${clause}: ${renderText(words, (value) => value)}`);
}

describe('a strengthening is told in its own words', () => {
  it.each<[string, string, string, string[]]>([
    [
      'a binding to an account',
      domain('issue: [letsencrypt.org]', 'issuewild: none'),
      domain(BOUND, 'issuewild: none'),
      [
        `issue: letsencrypt.org for any account by any method may not issue (issue) any more; now: only letsencrypt.org for account ${A1} by dns-01`,
      ],
    ],
    [
      'issuance that is restricted at all',
      domain('issue: unrestricted', 'issuewild: none'),
      domain('issue: none', 'issuewild: none'),
      ['issue: not every CA may issue (issue) any more; now: nobody'],
    ],
    [
      'DNSSEC that is required',
      domain(),
      domain('dnssec: {required: true}'),
      ['dnssec.required: the zone may not be unsigned any more; now: DNSSEC required'],
    ],
    [
      'a seal',
      domain(),
      domain('sealed: true'),
      ['sealed: issuance is sealed, open in windows only; before: open at all times'],
    ],
    [
      'reports that are asked for',
      domain(),
      domain('iodef: mailto:a@example.com'),
      ['iodef: reports may not go anywhere any more; now: declared'],
    ],
    [
      'a key that is taken out',
      domain(`certificates: {keys: ["${'ab'.repeat(32)}"]}`),
      domain(),
      [`certificates.keys: certificates with key ${'ab'.repeat(32)} are no longer taken as ours`],
    ],
    [
      'a domain that comes in',
      domain(),
      `${domain()}  example.org: {issue: none}\n`,
      ['domains: example.org is guarded; before: not'],
    ],
    [
      'weaknesses that fail',
      domain(),
      `${domain()}failOn: {weakness: high}\n`,
      ['failOn: weaknesses fail a run from high on; before: none did'],
    ],
  ])('%s', async (_what, from, to, expected) => {
    expect(await said(from, to)).toEqual(expected);
  });

  it('both ways, whatever it is', () => {
    fc.assert(
      fc.property(policies, policies, (from, to) => {
        for (const { words, undone } of weakenings(from, to)) {
          expect(renderText(words, (value) => value)).not.toBe('');
          expect(renderText(undone, (value) => value)).not.toBe('');
          expect(undone).not.toEqual(words);
        }
      }),
    );
  });
});
