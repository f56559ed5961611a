import { describe, expect, it } from 'vitest';
import { BOUND, certificate, issued, OUR_KEY, seenOf, type DomainSpec } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

const THEIRS = '66'.repeat(32);
const judged = (
  own: NonNullable<DomainSpec['own']>,
  ...certificates: readonly ReturnType<typeof certificate>[]
) => check({ own }, seenOf([], [issued(certificates)]));

describe('certificates that concern a domain', () => {
  it('are each one of its own where their TBS cannot be read: nothing hides behind another that is broken', () => {
    const broken = [1, 2].map((seed) =>
      certificate(seed, ['example.com'], { tbsSha256: '', spkiSha256: THEIRS, problems: ['it is cut off'] }),
    );
    const subjects = judged({}, ...broken)
      .findings.filter(({ rule }) => rule === 'ct/unknown-certificate')
      .map(({ subject }) => subject);
    expect(subjects.sort()).toEqual(broken.map(({ facts }) => facts.sha256).sort());
  });

  it('are not told of as unreadable where the policy names them, and are where only their key is ours', () => {
    const odd = certificate(1, ['example.com'], { problems: ['a name cannot be read'] });
    expect(ruleIds(judged({}, odd))).toEqual(['ct/unreadable']);
    expect(ruleIds(judged({ certificates: [odd.facts.sha256] }, odd))).toEqual([]);
  });

  it('are not those of a request of ours if they hold a name that it does not, of whatever kind', () => {
    const entry = { kind: 'csr', spkiSha256: OUR_KEY, names: ['example.com'], at: BOUND.at } as const;
    const plain = certificate(1, ['example.com']);
    const names = [...plain.facts.names, { from: 'san', kind: 'uri', value: 'urn:somebody' } as const];
    const more = certificate(1, [], { names });
    expect(ruleIds(judged({ keys: [], ledger: [entry] }, plain))).toEqual([]);
    expect(said(only(judged({ keys: [], ledger: [entry] }, more), 'ct/unknown-certificate'))).toContain(
      'does not name urn:somebody',
    );
  });
});
