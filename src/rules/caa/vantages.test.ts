import { describe, expect, it } from 'vitest';
import { renderText } from '../../base/text.js';
import type { DomainEvidence, LookupEvidence } from '../../survey/evidence.js';
import { BOUND_VALUE, caa, failed, namePolicy, NOW, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

const HONEST = caa('example.com', [`0 issue ${BOUND_VALUE}`]);
const LOOSE = caa('example.com', ['0 issue letsencrypt.org'], { ttl: 3_600 });
const DENYING = caa('example.com', ['0 issue ;']);
const NONE = caa('example.com', []);
const SILENT = failed('example.com', 'CAA', 'indeterminate', 'timeout');
const BOGUS = failed('example.com', 'CAA', 'bogus', 'signature-missing');

/** The world of `seenOf`, with CAA as each of these resolvers shows it. */
function through(...shown: readonly LookupEvidence[]): DomainEvidence {
  return {
    ...seenOf(),
    vantages: shown.map((one, i) => ({
      resolver: `192.0.2.${i + 1}:53`,
      lookups: { 'example.com/CAA': one, 'com/CAA': caa('com', []) },
    })),
  };
}

function words(seen: DomainEvidence): string {
  return (
    check({}, seen)
      .domains[0]?.checked.map((one) => renderText(one, (value) => value))
      .join('\n') ?? ''
  );
}

describe('caa/vantage-differs', () => {
  it('fires for a resolver that shows a looser set, and says until when a cache explains it', () => {
    const finding = only(check({}, through(HONEST, LOOSE, HONEST)), 'caa/vantage-differs');
    expect(finding).toMatchObject({ kind: 'drift', severity: 'high', subject: 'example.com', fails: true });
    expect(said(finding)).toContain('192.0.2.2:53 shows a set that lets in more than the policy does');
    const until = new Date(NOW - 1000 + 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    expect(said(finding)).toContain(`until ${until} UTC at the latest`);
    expect(said(finding)).toContain('~ CAA 0 issue "letsencrypt.org" # seen: 192.0.2.2:53');
  });

  it('fires where the set is missing there, and where the answer does not validate', () => {
    expect(said(only(check({}, through(HONEST, NONE)), 'caa/vantage-differs'))).toContain('~ no CAA set');
    expect(said(only(check({}, through(HONEST, BOGUS)), 'caa/vantage-differs'))).toContain(
      'does not validate (signature-missing)',
    );
  });

  it('says whether a CA that checks from several networks would still issue to us', () => {
    expect(said(only(check({}, through(HONEST, DENYING)), 'caa/vantage-differs'))).toContain(
      'letsencrypt.org may issue as declared from here, and from 1 of 2 others: enough',
    );
    expect(said(only(check({}, through(DENYING, DENYING, HONEST)), 'caa/vantage-differs'))).toContain(
      'from here, and from 1 of 3 others: too few',
    );
  });

  it('names every name that the set decides for, in one finding', () => {
    const judgement = check(
      { names: [namePolicy('www.example.com')] },
      {
        ...through(HONEST, LOOSE),
        lookups: { ...seenOf().lookups, 'www.example.com/CAA': caa('www.example.com', []) },
        vantages: [HONEST, LOOSE].map((one, i) => ({
          resolver: `192.0.2.${i + 1}:53`,
          lookups: { 'example.com/CAA': one, 'www.example.com/CAA': caa('www.example.com', []) },
        })),
      },
    );
    expect(said(only(judgement, 'caa/vantage-differs'))).toContain(
      'It decides for example.com, www.example.com',
    );
  });

  it('does not fire where the records differ and the same may issue', () => {
    const reordered = caa('example.com', ['0 iodef mailto:a@example.com', `0 issue ${BOUND_VALUE}`]);
    expect(ruleIds(check({}, through(HONEST, reordered)))).toEqual([]);
  });
});

describe('a further resolver that shows nothing', () => {
  it('is a word and no finding while enough others do', () => {
    const seen = through(HONEST, SILENT, HONEST);
    expect(ruleIds(check({}, seen))).toEqual([]);
    expect(words(seen)).toContain('192.0.2.2:53 showed nothing; the others the same');
    expect(words(seen)).toContain('may issue what the policy grants');
  });

  it.each([
    ['two of three', [HONEST, SILENT, SILENT], 2],
    ['the only one', [SILENT], 1],
  ])('is unknown where it is %s: it is no drift', (_, shown, count) => {
    const judgement = check({}, through(...shown));
    expect(judgement.outcome).toBe('unknown');
    expect(judgement.findings.map(({ rule, kind }) => `${rule} ${kind}`)).toEqual(
      Array.from({ length: count }, () => 'survey/unreachable unknown'),
    );
  });

  it('is one finding for the run, however many domains it was asked about', () => {
    const finding = only(check({}, through(SILENT)), 'survey/unreachable');
    expect(finding).toMatchObject({ zone: '', subject: '192.0.2.1:53' });
  });
});

describe('the words on what was looked at', () => {
  it('say that all agree, or that nobody else was asked', () => {
    expect(words(through(HONEST, HONEST))).toContain('all show that the same may issue');
    expect(words(seenOf())).toContain('from this network alone');
  });

  it('do not compare what was not seen from here', () => {
    const seen = { ...through(HONEST), lookups: { ...seenOf().lookups, 'example.com/CAA': SILENT } };
    expect(words(seen)).toContain('not compared');
  });
});
