import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { DomainPolicy, Policy } from '../../../src/policy/model.js';
import { ACCOUNT, AT, policies, relatedDomains } from '../../../src/policy/testing/arbitrary.js';
import { weakenings } from '../../../src/policy/weakenings.js';
import { judge } from '../../../src/rules/judge.js';
import type { Finding, Judgement } from '../../../src/rules/model.js';
import { certificate, evidenceOf, issued, NOW } from '../../../src/rules/testing/builder.js';
import { judgeChange } from '../../../src/rules/three-way/three-way.js';
import type { Evidence } from '../../../src/survey/evidence.js';
import { world } from './support.js';

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const RULE = { reviewers: ['alice'], count: 1, lock: false, at: AT };
const NAMES = ['example.com', 'example.org', 'www.shop.example.com'];
const RECORDS = [
  '0 issue letsencrypt.org',
  `0 issue letsencrypt.org;accounturi=${ACCOUNT}1;validationmethods=dns-01`,
  '0 issue pki.goog',
  '0 issue ;',
  '0 issuewild ;',
  '0 iodef mailto:a@example.com',
  '128 unheard of',
];

const worlds: fc.Arbitrary<Evidence> = fc
  .tuple(
    ...NAMES.map((name, zone) =>
      fc
        .tuple(fc.subarray(RECORDS), fc.subarray([name, `x.${name}`]))
        .map(([set, named]) =>
          world(name, set, [issued(named.map((one, i) => certificate(10 * zone + i + 1, [one])))]),
        ),
    ),
  )
  .map((domains) => evidenceOf(...domains));

const one = (domain: DomainPolicy): Policy => ({
  version: 1,
  domains: [domain],
  waivers: [],
  failOn: {},
  files: [],
});

/** A policy and a change of it: mostly a small one, now and then of anything. */
const changes: fc.Arbitrary<readonly [base: Policy, head: Policy]> = fc.oneof(
  { weight: 3, arbitrary: relatedDomains.map(([base, head]) => [one(base), one(head)] as const) },
  { weight: 1, arbitrary: fc.tuple(policies, policies) },
);

const withRule = (policy: Policy): Policy => ({ ...policy, approval: RULE });
const thing = ({ rule, subject }: Finding): string => `${rule} ${subject}`;
const failing = ({ findings }: Judgement): ReadonlySet<string> =>
  new Set(findings.filter(({ fails }) => fails).map(thing));

function change(
  base: Policy,
  head: Policy,
  evidence: Evidence,
  approvedBy: readonly string[] = [],
): Judgement {
  return judgeChange({
    base: { kind: 'policy', policy: base },
    head,
    evidence,
    approval: { vouched: approvedBy },
    fork: false,
    now: NOW,
  });
}

describe('whatever is changed, and however the world stands', () => {
  it('a loosening that nobody approved fails, and hides nothing that the base finds', () => {
    fc.assert(
      fc.property(changes, worlds, ([base, head], evidence) => {
        const judgement = change(base, head, evidence);
        const loosened = weakenings(base, head);
        expect(judgement.change?.weakened).toBe(loosened.length);
        if (loosened.length === 0) return;
        expect(judgement.outcome).toBe('drift');
        const told = failing(judgement);
        for (const found of failing(judge(base, evidence, NOW))) expect(told).toContain(found);
      }),
      { numRuns: 60 },
    );
  });

  it('one that is approved fails for what both policies find, and for nothing else', () => {
    fc.assert(
      fc.property(changes, worlds, ([before, after], evidence) => {
        const [base, head] = [withRule(before), withRule(after)];
        const [now, then] = [failing(judge(base, evidence, NOW)), failing(judge(head, evidence, NOW))];
        const told = failing(change(base, head, evidence, ['alice']));
        for (const found of told) {
          expect(now).toContain(found);
          // A waiver that the change brings excuses nothing that the base finds.
          if (head.waivers.length === 0) expect(then).toContain(found);
        }
        for (const found of now) if (then.has(found)) expect(told).toContain(found);
      }),
      { numRuns: 60 },
    );
  });

  it('what waits for the merge fails nothing, and is what the change alone finds', () => {
    fc.assert(
      fc.property(changes, worlds, ([base, head], evidence) => {
        const waits = change(base, head, evidence).findings.filter(({ stage }) => stage === 'pending');
        expect(waits.filter(({ fails }) => fails)).toEqual([]);
        const now = failing(judge(base, evidence, NOW));
        for (const found of waits) expect(now).not.toContain(thing(found));
      }),
      { numRuns: 60 },
    );
  });

  it('what loosens nothing ends no finding that a certificate is not as it has to be', () => {
    const kind = ({ rule, subject }: Finding): string | undefined => {
      // A kind that the change forbids is told by another rule.
      if (rule === 'ct/forbidden-issuer' || rule === 'ct/forbidden-kind') return subject.split(' ')[0];
      return rule === 'ct/sealed-issuance' || rule === 'ct/unknown-certificate'
        ? `${rule} ${subject}`
        : undefined;
    };
    let changed = 0;
    fc.assert(
      fc.property(relatedDomains, worlds, ([before, after], evidence) => {
        const [base, head] = [one(before), one(after)];
        if (weakenings(base, head).length > 0) return;
        changed++;
        const found = (policy: Policy) =>
          judge(policy, evidence, NOW).findings.flatMap((each) => (each.fails ? (kind(each) ?? []) : []));
        const then = new Set(found(head));
        for (const each of found(base)) expect(then).toContain(each);
      }),
      { numRuns: 400 },
    );
    expect(changed).toBeGreaterThan(100);
  });

  it('no change gives what the policy alone gives', () => {
    fc.assert(
      fc.property(policies, worlds, (policy, evidence) => {
        const { change: about, ...judgement } = change(policy, policy, evidence);
        expect(about).toEqual({ kind: 'same', weakened: 0, approved: true, pending: 0, notLookedAt: [] });
        expect(judgement).toEqual(judge(policy, evidence, NOW));
      }),
      { numRuns: 60 },
    );
  });

  it('what a fork adds is found nowhere', () => {
    fc.assert(
      fc.property(policies, policies, worlds, (base, head, evidence) => {
        const judgement = judgeChange({
          base: { kind: 'policy', policy: base },
          head,
          evidence,
          approval: {},
          fork: true,
          now: NOW,
        });
        const known = base.domains.map(({ name }) => name);
        expect(judgement.domains.map(({ zone }) => zone)).toEqual([...known].sort());
        const added = head.domains.filter(({ name }) => !known.includes(name)).map(({ name }) => name);
        expect(judgement.change?.notLookedAt.filter((name) => added.includes(name))).toEqual(added.sort());
        const others = judgement.findings.filter(
          ({ zone, stage }) => added.includes(zone) && stage !== 'weakened',
        );
        expect(others).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
