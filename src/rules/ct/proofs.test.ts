import { describe, expect, it } from 'vitest';
import { renderText } from '../../base/text.js';
import type { Evidence, ProofEvidence } from '../../survey/evidence.js';
import { judge } from '../judge.js';
import {
  certificate,
  DAY,
  evidenceOf,
  issued,
  NOW,
  policyOf,
  seenOf,
  type DomainSpec,
} from '../testing/builder.js';
import { only, ruleIds, said } from '../testing/check.js';

type Sct = ProofEvidence['scts'][number];
type Inclusion = NonNullable<Sct['inclusion']>;

const one = certificate(1, ['example.com']);
const LOGS = ['aa'.repeat(32), 'bb'.repeat(32)] as const;
const sct = (logId: string, more: Partial<Sct> = {}): Sct => ({
  logId,
  log: `log ${logId.slice(0, 2)}`,
  timestamp: NOW - 10 * DAY,
  signature: 'valid',
  ...more,
});
const asChrome = (outcome: 'met' | 'missed' | 'unknown') => ({
  policy: 'Chrome',
  outcome,
  needed: 2,
  counted: outcome === 'met' ? 2 : 1,
  reasons: outcome === 'met' ? [] : ['2 SCTs have to count, 1 do'],
});
const good: ProofEvidence = {
  sha256: one.facts.sha256,
  scts: LOGS.map((id) => sct(id)),
  problems: [],
  policies: [asChrome('met')],
};

function judged(proof: Partial<ProofEvidence>, more: Partial<Evidence> = {}) {
  const seen = { ...seenOf([], [issued([one])]), proofs: [{ ...good, ...proof }] };
  const logList = { from: 'packaged', timestamp: NOW - DAY, logs: 50 } as const;
  return judge(policyOf(), { ...evidenceOf(seen), logList, ...more }, NOW);
}
const withInclusion = (...states: readonly Inclusion[]) =>
  judged({ scts: states.map((inclusion, i) => sct(LOGS[i] ?? '', { inclusion })) });
const unseen: Inclusion = {
  state: 'unseen',
  failure: { code: 'timeout', detail: 'no answer within 20 s', url: 'https://log.example/' },
};
const included: Inclusion = { state: 'included', index: 7, size: 9 };

/** What the report says of SCTs and logs where it tells what was looked at. */
const checked = (judgement: ReturnType<typeof judged>): string =>
  (judgement.domains[0]?.checked ?? [])
    .map((words) => renderText(words, (value) => value))
    .filter((words) => words.startsWith('SCTs'))
    .join('\n');

describe('what the report says was proven', () => {
  it('counts signed SCTs, and says where logs were not asked', () => {
    expect(checked(judged({}))).toBe(
      'SCTs of 1 certificate: 2 of 2 signed by their logs; whether their logs hold the entries was not asked.',
    );
  });
  it('counts entries proven to be in their logs, apart from those that are not due or not seen', () => {
    expect(checked(withInclusion(included, included))).toBe(
      'SCTs of 1 certificate: 2 of 2 signed by their logs; 2 of 2 entries proven to be in their logs.',
    );
    expect(checked(withInclusion(included, unseen))).toContain(
      '; 1 of 2 entries proven to be in their logs, 1 could not be seen.',
    );
    expect(checked(withInclusion({ state: 'pending', until: NOW + 1 }, included))).toContain('1 not due yet');
  });
  it('counts no SCT as signed that is not', () => {
    const scts = [
      sct(LOGS[0], { signature: 'invalid', fault: 'signature' }),
      sct(LOGS[1], { signature: 'unknown-log' }),
    ];
    expect(checked(judged({ scts }))).toContain(
      '0 of 2 signed by their logs, 1 not signed by the log that they name, 1 of logs that the list of logs does not have.',
    );
    expect(checked(judged({ scts: [] }))).toBe('SCTs of 1 certificate: there are none.');
  });
  it('says that SCTs were not verified, and nothing where no certificate was asked for', () => {
    expect(checked(judge(policyOf(), evidenceOf(seenOf([], [issued([one])])), NOW))).toBe(
      'SCTs were not verified.',
    );
    expect(checked(judge(policyOf(), evidenceOf(seenOf([], [])), NOW))).toBe('');
  });
});

describe('SCTs and logs', () => {
  it('are no finding where all is well, and where nothing was asked of them', () => {
    expect(ruleIds(judged({}))).toEqual([]);
    expect(ruleIds(judge(policyOf(), evidenceOf(seenOf([], [issued([one])])), NOW))).toEqual([]);
  });

  it('ct/no-sct finds a certificate without any, and one whose SCTs do not suffice, with the reason', () => {
    const none = only(judged({ scts: [], policies: [asChrome('missed')] }), 'ct/no-sct');
    expect(none).toMatchObject({ kind: 'drift', severity: 'high', actor: 'ca' });
    expect(said(none)).toContain('carries no SCT');
    const few = only(judged({ policies: [asChrome('missed')] }), 'ct/no-sct');
    expect(said(few)).toContain('Chrome: 2 SCTs have to count, 1 do');
    const open = { ...asChrome('unknown'), policy: 'Apple', reasons: ['it is not known whether it asks'] };
    const both = only(judged({ policies: [asChrome('missed'), open] }), 'ct/no-sct');
    expect(said(both)).not.toContain('Apple');
  });

  it('ct/no-sct does not count SCTs by a list that is out of date, nor where the outcome is open', () => {
    expect(ruleIds(judged({ policies: [asChrome('unknown')] }))).toEqual([]);
    const logList = { from: 'packaged', timestamp: NOW - 71 * DAY, logs: 50 } as const;
    expect(ruleIds(judged({ policies: [asChrome('missed')] }, { logList }))).toEqual([]);
  });

  it('ct/sct-invalid names the log that did not give the SCT', () => {
    const found = only(
      judged({ scts: [sct(LOGS[0], { signature: 'invalid', fault: 'signature' }), sct(LOGS[1])] }),
      'ct/sct-invalid',
    );
    expect(found).toMatchObject({ kind: 'drift', severity: 'high' });
    expect(said(found)).toContain('1 of 2 SCTs');
    expect(said(found)).toContain('log aa');
  });

  it('ct/not-included names the log, when the entry was due, and the head that is without it', () => {
    const missing: Inclusion = {
      state: 'not-included',
      due: NOW - 9 * DAY,
      size: 1234,
      headAt: NOW - 3_600_000,
    };
    const found = only(withInclusion(missing, included), 'ct/not-included');
    expect(found).toMatchObject({ kind: 'drift', severity: 'high', actor: 'log-operator' });
    expect(said(found)).toContain('of 1234 entries, is without it');
    expect(said(found)).toContain(LOGS[0]);
  });

  it('an entry that is not due yet is no finding', () => {
    expect(ruleIds(withInclusion({ state: 'pending', until: NOW + 3_600_000 }, included))).toEqual([]);
  });

  it('ct/inconsistent-log tells once for the run of a log that contradicts itself', () => {
    const broken: Inclusion = { state: 'contradicted', why: 'root', detail: 'its proof does not lead there' };
    const found = only(withInclusion(broken, included), 'ct/inconsistent-log');
    expect(found).toMatchObject({ zone: '', severity: 'critical', subject: LOGS[0], actor: 'log-operator' });
  });

  it('ct/inconsistent-log tells of a log whose history is another one than in the last run', () => {
    const consistency = { state: 'contradicted', why: 'history', detail: 'its proof does not fit' } as const;
    const logs = [
      {
        id: LOGS[0],
        description: 'log aa',
        head: { size: 20, root: '', timestamp: NOW, signature: '' },
        since: { size: 10, root: '', timestamp: NOW - DAY, signature: '', consistency },
      },
    ];
    const found = only(judged({}, { logs }), 'ct/inconsistent-log');
    expect(said(found)).toContain('It signed 10 entries');
    expect(said(found)).toContain('what it signed before is not the beginning');
  });

  it('ct/log-list-old tells of an old list where SCTs of unknown logs are, and fails nothing', () => {
    const scts = [sct(LOGS[0], { signature: 'unknown-log' }), sct(LOGS[1])];
    const logList = { from: 'packaged', timestamp: NOW - 71 * DAY, logs: 50 } as const;
    const old = judged({ scts, policies: [asChrome('unknown')] }, { logList });
    expect(only(old, 'ct/log-list-old')).toMatchObject({ zone: '', kind: 'weakness', fails: false });
    expect(old.outcome).toBe('ok');
    expect(ruleIds(judged({}, { logList }))).toEqual([]);
  });

  it('a log that cannot be read is unknown where no other log shows the certificate, and nothing where one does', () => {
    const blind = withInclusion(unseen, unseen);
    expect(blind.outcome).toBe('unknown');
    expect(blind.findings.map(({ rule, zone }) => [rule, zone])).toEqual([
      ['survey/unreachable', ''],
      ['survey/unreachable', ''],
    ]);
    expect(ruleIds(withInclusion(unseen, included))).toEqual([]);
  });

  describe('that were not looked at', () => {
    // two for the same names, of which one was not looked at
    const other = certificate(2, ['example.com'], { notBefore: NOW - DAY });
    const both = (more: Partial<(typeof other)['facts']> = {}, own: DomainSpec['own'] = {}) => {
      const left = { ...other, facts: { ...other.facts, ...more } };
      const seen = { ...seenOf([], [issued([one, left])]), proofs: [good] };
      return judge(policyOf({ own: { keys: [], exhaustive: false, ...own } }), evidenceOf(seen), NOW);
    };

    it('leave the run unknown, with a word in what was looked at', () => {
      const found = only(both(), 'survey/limit');
      expect(found).toMatchObject({ kind: 'unknown', subject: 'SCTs for example.com' });
      expect(said(found)).toContain(`The newest of them is ${other.facts.sha256}`);
      expect(both().outcome).toBe('unknown');
      expect(checked(both())).toContain('SCTs of 1 more were not looked at.');
    });
    it('are no finding of what is known to be ours, has ended, or is a precertificate', () => {
      expect(ruleIds(both({}, { keys: [other.facts.spkiSha256] }))).toEqual([]);
      expect(ruleIds(both({ notAfter: NOW - DAY }))).toEqual([]);
      expect(ruleIds(both({ precertificate: true }))).toEqual([]);
    });
  });

  describe('of which none could be verified', () => {
    const open = (signature: Sct['signature'], own: DomainSpec['own'], more: Partial<Evidence> = {}) => {
      const scts = LOGS.map((id) => sct(id, { signature }));
      const seen = {
        ...seenOf([], [issued([one])]),
        proofs: [{ ...good, scts, policies: [asChrome('unknown')] }],
      };
      const logList = { from: 'packaged', timestamp: NOW - DAY, logs: 50 } as const;
      const evidence = { ...evidenceOf(seen), logList, ...more };
      return judge(policyOf({ own: { keys: [], exhaustive: false, ...own } }), evidence, NOW);
    };

    it('leave open whether the certificate stands in any log', () => {
      const stranger = only(open('unknown-log', {}), 'survey/unreachable');
      expect(stranger).toMatchObject({ kind: 'unknown', subject: `SCTs of ${one.facts.sha256}` });
      expect(said(stranger)).toContain('2 of its 2 SCTs are of logs that the list of logs does not have');
      expect(said(only(open('no-issuer-key', {}), 'survey/unreachable'))).toContain(
        'the key that issued it is not known',
      );
      expect(open('unknown-log', {}).outcome).toBe('unknown');
    });
    it('are no finding of a certificate that is known to be ours', () => {
      expect(ruleIds(open('unknown-log', { keys: [one.facts.spkiSha256] }))).toEqual([]);
    });
    it('are told of once where the list of logs is out of date', () => {
      const logList = { from: 'packaged', timestamp: NOW - 71 * DAY, logs: 50 } as const;
      expect(ruleIds(open('unknown-log', {}, { logList }))).toEqual(['ct/log-list-old']);
    });
  });
});
