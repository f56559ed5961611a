import { describe, expect, it } from 'vitest';
import { renderText } from '../base/text.js';
import { policyFrom } from './testing/load.js';
import { strengthenings, weakenings } from './weakenings.js';

const DIGEST = 'ab'.repeat(32);
/** A policy for example.com with these clauses, and one more domain if named. */
const policy = (clauses: string, more = ''): string =>
  `version: 1\ndomains:\n  example.com: {issue: none, ${clauses}}\n${more}`;

async function told(from: string, to: string): Promise<readonly string[]> {
  const [before, after] = [await policyFrom(from), await policyFrom(to)];
  return weakenings(before, after).map(
    ({ clause, subject, words }) => `${clause} ${subject}: ${renderText(words, (value) => value)}`,
  );
}

describe('a name that a policy looks at by itself', () => {
  const named = policy('names: {shop.example.com: {}, mail.example.com: {}}');
  const left = 'names shop.example.com: shop.example.com is not looked at by itself any more';

  it('is missed where it is left out, though the clauses above hold for it', async () => {
    expect(await told(named, policy('names: {mail.example.com: {}}'))).toEqual([left]);
    expect(await told(named, named)).toEqual([]);
  });

  it('is said to be looked at where it comes', async () => {
    const [before, after] = [await policyFrom(policy('sealed: false')), await policyFrom(named)];
    expect(weakenings(before, after)).toEqual([]);
    expect(strengthenings(before, after).map(({ clause, subject }) => [clause, subject])).toEqual([
      ['names', 'mail.example.com'],
      ['names', 'shop.example.com'],
    ]);
  });

  it('is still looked at where it becomes a domain', async () => {
    const carved = policy('names: {mail.example.com: {}}', '  shop.example.com: {issue: none}\n');
    expect(await told(named, carved)).toEqual([]);
  });

  it('goes with its domain, which alone is told', async () => {
    const both = policy('names: {shop.example.com: {}}', '  example.org: {issue: none}\n');
    expect(await told(both, 'version: 1\ndomains: {example.org: {issue: none}}')).toEqual([
      'domains example.com: example.com is not guarded any more',
    ]);
  });
});

describe('which certificates are ours, where not every one has to be', () => {
  const open = (what: string, more = 'sealed: false'): string =>
    policy(`certificates: {exhaustive: false${what}}, ${more}`);

  it('matters where one is named that is then accepted of any CA', async () => {
    expect(await told(open(''), open(`, certificates: [${DIGEST}]`))).toEqual([
      `certificates.certificates example.com: certificate ${DIGEST} is taken as ours; before: not`,
    ]);
  });

  it('matters for keys below a seal alone, which ours do not break', async () => {
    expect(await told(open(''), open(`, keys: [${DIGEST}]`))).toEqual([]);
    for (const seal of ['sealed: true', 'names: {shop.example.com: {sealed: true}}'])
      expect(await told(open('', seal), open(`, keys: [${DIGEST}]`, seal))).toEqual([
        `certificates.keys example.com: certificates with key ${DIGEST} are taken as ours; before: not`,
      ]);
  });

  it('is told besides, where the same change says that not every one has to be', async () => {
    const words = await told(policy('sealed: false'), open(`, certificates: [${DIGEST}]`));
    expect(words.map((one) => one.split(' ')[0])).toEqual([
      'certificates.exhaustive',
      'certificates.certificates',
    ]);
  });
});
