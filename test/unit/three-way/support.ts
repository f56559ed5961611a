import { renderText } from '../../../src/base/text.js';
import { describeProblem } from '../../../src/policy/problem.js';
import type { Policy } from '../../../src/policy/model.js';
import { loadFrom } from '../../../src/policy/testing/load.js';
import type { Finding, Judgement } from '../../../src/rules/model.js';
import {
  ACCOUNT,
  caa,
  evidenceOf,
  NOW,
  OUR_KEY,
  records,
  seenOf,
} from '../../../src/rules/testing/builder.js';
import type { ApprovalFacts } from '../../../src/rules/three-way/approval.js';
import { judgeChange, type Base, type ThreeWay } from '../../../src/rules/three-way/three-way.js';
import type { DomainEvidence, IssuanceEvidence } from '../../../src/survey/evidence.js';

export const HEAD = 'a'.repeat(40);

/** The domain as its owner binds it; what comes behind stands in the same map, so it may say a clause besides. */
export const BOUND = `issue: [{ca: letsencrypt.org, account: "${ACCOUNT}", methods: [dns-01]}]`;
export const UNBOUND = 'issue: [{ca: letsencrypt.org, methods: [dns-01]}]';
const REST = `dnssec: {required: true}, certificates: {keys: ["${OUR_KEY}"]}`;

/** A policy file, a line a domain: what a domain says besides what all of them say. */
export function file(domains: Readonly<Record<string, string>>, rest = ''): string {
  const lines = Object.entries(domains).map(([name, clauses]) => `  ${name}: {${clauses}, ${REST}}\n`);
  return `version: 1\n${rest}domains:\n${lines.join('')}`;
}

export async function policy(text: string, name = 'caa-guard.yaml'): Promise<Policy> {
  const loaded = await loadFrom({ [name]: text });
  if (!loaded.ok) throw new Error(loaded.problems.map(describeProblem).join('\n'));
  return loaded.policy;
}

/** What stands in DNS for a domain, with this CAA set; and the certificates that the logs show. */
export function world(
  zone: string,
  set: readonly string[],
  issuance?: readonly IssuanceEvidence[],
): DomainEvidence {
  const seen = seenOf([caa('example.com', set)], issuance);
  return renamed(seen, zone);
}

export const BOUND_RECORD = `0 issue letsencrypt.org;accounturi=${ACCOUNT};validationmethods=dns-01`;
export const UNBOUND_RECORD = '0 issue letsencrypt.org;validationmethods=dns-01';
export const OTHER_RECORD = '0 issue pki.goog';

/** The same evidence for another domain of the same top-level domain, or below the first. */
function renamed(seen: DomainEvidence, zone: string): DomainEvidence {
  if (zone === 'example.com') return seen;
  const text = JSON.stringify(seen).replaceAll('example.com', zone);
  const read = JSON.parse(text) as DomainEvidence;
  const above = zone.split('.').slice(1).join('.');
  const parent = above === '' ? [] : [records(above, 'CAA', [])];
  return {
    ...read,
    zone,
    lookups: {
      ...Object.fromEntries(parent.map((one) => [`${one.name}/${one.type}`, one])),
      ...read.lookups,
    },
  };
}

export interface Given {
  readonly base: string | Base;
  readonly head: string;
  readonly world: readonly DomainEvidence[];
  readonly approval?: ApprovalFacts;
  readonly more?: Partial<ThreeWay>;
}

export async function judged({
  base,
  head,
  world: seen,
  approval = {},
  more = {},
}: Given): Promise<Judgement> {
  return judgeChange({
    base: typeof base === 'string' ? { kind: 'policy', policy: await policy(base) } : base,
    head: await policy(head),
    evidence: evidenceOf(...seen),
    approval,
    fork: false,
    now: NOW,
    ...more,
  });
}

/** `FAILS weakened policy/weakened example.com` of everything that is drift or is about the change, in order. */
export function told({ findings }: Judgement): readonly string[] {
  return findings
    .filter(({ kind, stage }) => kind === 'drift' || stage === 'weakened')
    .map(({ fails, stage, rule, zone, subject }) =>
      [
        fails ? 'FAILS' : 'passes',
        stage ?? 'before',
        rule,
        zone === '' ? '(run)' : zone,
        ...(subject === zone ? [] : [subject]),
      ].join(' '),
    );
}

export function plain({ title, detail, diff, mend }: Finding): string {
  const said = (one: Finding['title']): string => renderText(one, (value) => value);
  return [said(title), ...detail.map(said), ...diff.map(({ text }) => said(text)), ...mend.map(said)].join(
    '\n',
  );
}

export function approvedBy(...logins: readonly string[]): ApprovalFacts {
  return {
    head: HEAD,
    author: 'mallory',
    reviews: logins.map((reviewer) => ({ reviewer, state: 'approved' as const, commit: HEAD })),
  };
}
