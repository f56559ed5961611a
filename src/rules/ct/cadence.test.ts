import { describe, expect, it } from 'vitest';
import type { LedgerEntry, OwnCertificates } from '../../policy/model.js';
import type { DomainEvidence } from '../../survey/evidence.js';
import { BOUND, certificate, DAY, issued, NOW, OUR_KEY, seenOf } from '../testing/builder.js';
import { check, only, said } from '../testing/check.js';

const at = BOUND.at;
const NAMES = ['example.com', 'www.example.com'];
const HOUR = 3_600_000;

function entered(daysAgo: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  const notBefore = NOW - daysAgo * DAY;
  const tbsSha256 = Math.round(daysAgo * 1000 + 7)
    .toString(16)
    .padStart(64, 'a');
  return {
    kind: 'certificate',
    tbsSha256,
    names: NAMES,
    notBefore,
    notAfter: notBefore + 90 * DAY,
    at,
    ...more,
  };
}
const came = (seed: number, daysAgo: number, names: readonly string[] = NAMES) =>
  certificate(seed, names, { notBefore: NOW - daysAgo * DAY, notAfter: NOW + 60 * DAY });
const judged = (ledger: readonly LedgerEntry[], ...certificates: readonly ReturnType<typeof certificate>[]) =>
  check({ own: { ledger } }, seenOf([], [issued(certificates)]));

/** Digests of the certificates that are told of. */
const told = (judgement: ReturnType<typeof check>) =>
  judgement.findings.filter(({ rule }) => rule === 'ct/cadence').map(({ subject }) => subject);

describe('ct/cadence', () => {
  const everySixty = [250, 190, 130, 70].map((days) => entered(days));

  it('tells of two certificates within a day where renewals are sixty days apart', () => {
    const finding = only(judged(everySixty, came(1, 10), came(2, 9.8)), 'ct/cadence');
    expect(finding).toMatchObject({ kind: 'weakness', severity: 'low', fails: false });
    expect(said(finding)).toContain('1 for the same names came within the 24 hours before it');
  });

  it('tells of one that comes two days after a renewal', () => {
    expect(said(only(judged(everySixty, came(1, 10), came(2, 8)), 'ct/cadence'))).toContain(
      'came 2 days earlier',
    );
    expect(said(only(judged(everySixty, came(1, 68)), 'ct/cadence'))).toContain('60 days apart as a rule');
  });

  it('tells it of certificates that are not known to be ours, and lets these not speak against ours', () => {
    const theirs = certificate(1, NAMES, { notBefore: NOW - 9.9 * DAY, spkiSha256: '66'.repeat(32) });
    const judgement = judged(everySixty, came(2, 10), theirs, came(3, 9.8));
    const subjects = judgement.findings
      .filter(({ rule }) => rule === 'ct/cadence')
      .map(({ subject }) => subject);
    expect(subjects.sort()).toEqual([theirs.facts.sha256, came(3, 9.8).facts.sha256].sort());
    const before = judged(everySixty, theirs, came(3, 9.8));
    expect(before.findings.filter(({ subject }) => subject === came(3, 9.8).facts.sha256)).toEqual([]);
  });

  it('is quiet where a renewal makes two certificates each time, and tells of the third', () => {
    const pairs = [190, 130, 70].flatMap((days) => [entered(days), entered(days - 0.01)]);
    expect(told(judged(pairs, came(1, 10), came(2, 9.99)))).toEqual([]);
    expect(told(judged(pairs, came(1, 10), came(2, 9.99), came(3, 9.98)))).toEqual([came(3, 0).facts.sha256]);
  });

  it('is quiet about a certificate in the ledger: whoever entered it has looked at it', () => {
    const known = came(1, 10);
    const soon = came(2, 8);
    const ledger = [
      ...everySixty,
      entered(10, { tbsSha256: known.facts.tbsSha256 }),
      entered(8, { tbsSha256: soon.facts.tbsSha256 }),
    ];
    expect(told(judged(ledger, known, soon))).toEqual([]);
  });

  it('holds what follows against a certificate that the policy names itself, which no ledger has', () => {
    const named = came(1, 10);
    const other = came(2, 8);
    const both = check(
      { own: { ledger: everySixty, certificates: [named.facts.sha256] } },
      seenOf([], [issued([named, other])]),
    );
    expect(told(both)).toEqual([other.facts.sha256]);
  });

  it('tells of names together that the ledger has apart', () => {
    const apart = [
      entered(60, { names: ['a.example.com', 'example.com'] }),
      entered(50, { names: ['b.example.com', 'example.com'] }),
    ];
    const finding = only(judged(apart, came(1, 10, ['a.example.com', 'b.example.com'])), 'ct/cadence');
    expect(said(finding)).toContain('a.example.com and b.example.com, and never in one certificate');
    const together = entered(0, {
      kind: 'csr',
      spkiSha256: OUR_KEY,
      names: ['a.example.com', 'b.example.com'],
    });
    expect(told(judged([...apart, together], came(1, 10, ['a.example.com', 'b.example.com'])))).toEqual([]);
    expect(told(judged(apart, came(1, 10, ['a.example.com', 'new.example.com'])))).toEqual([]);
  });

  it('says nothing without a rhythm, of other names, or of what is in the ledger itself', () => {
    expect(told(judged(everySixty.slice(2), came(1, 10), came(2, 9.8)))).toEqual([]);
    expect(told(judged(everySixty, came(1, 10, ['example.com']), came(2, 9.8, ['example.com'])))).toEqual([]);
    const twice = [came(1, 10), came(2, 9.8)];
    const both = twice.map(({ facts }) =>
      entered(10, { tbsSha256: facts.tbsSha256, notBefore: facts.notBefore }),
    );
    expect(told(judged([...everySixty, ...both], ...twice))).toEqual([]);
  });

  /** Each renewal with a new key, as ACME clients make them, and how it becomes known. */
  const ways: readonly [
    string,
    (one: ReturnType<typeof certificate>, nth: number) => Partial<OwnCertificates>,
  ][] = [
    ['a pinned key', ({ facts }) => ({ keys: [facts.spkiSha256] })],
    [
      'a registered request',
      ({ facts }) => ({ ledger: [{ kind: 'csr', spkiSha256: facts.spkiSha256, names: NAMES, at }] }),
    ],
    [
      'the ledger',
      ({ facts }) => ({
        ledger: [
          { kind: 'certificate', tbsSha256: facts.tbsSha256, names: NAMES, notBefore: facts.notBefore, at },
        ],
      }),
    ],
    ['an attestation', () => ({})],
  ];
  it.each(ways)('is quiet for ten renewals at changing intervals, known by %s', (way, known) => {
    const intervals = [60, 58, 62, 45, 60, 30, 33, 29, 60, 47];
    const identity = {
      issuer: 'https://i.example',
      repository: 'a/b',
      workflow: '.github/workflows/c.yml',
      ref: 'refs/heads/main',
    };
    let daysAgo = 484;
    const own = {
      keys: [] as string[],
      ledger: [entered(604), entered(544), entered(484)],
      attestations: way === 'an attestation' ? [{ ...identity, at }] : [],
    };
    const shown: ReturnType<typeof certificate>[] = [];
    intervals.forEach((days, i) => {
      daysAgo -= days;
      const key = (i + 1).toString(16).padStart(64, 'b');
      const one = certificate(i + 1, NAMES, {
        spkiSha256: key,
        notBefore: NOW - daysAgo * DAY,
        notAfter: NOW - daysAgo * DAY + 90 * DAY,
      });
      shown.push(one);
      const more = known(one, i);
      own.keys.push(...(more.keys ?? []));
      own.ledger.push(...(more.ledger ?? []));
      const seen: DomainEvidence = {
        ...seenOf([], [issued(shown)]),
        attestations:
          way === 'an attestation'
            ? shown.map(({ facts }) => ({
                tbsSha256: facts.tbsSha256,
                bundles: [],
                identities: [identity],
                rejected: [],
              }))
            : [],
      };
      const judgement = check({ own }, seen, {}, one.facts.notBefore + HOUR);
      expect(judgement.findings.filter(({ rule }) => rule.startsWith('ct/')).map(({ rule }) => rule)).toEqual(
        [],
      );
    });
    expect(daysAgo).toBe(0);
  });
});
