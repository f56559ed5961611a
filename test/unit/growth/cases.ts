import type { Policy, Waiver } from '../../../src/policy/model.js';
import { readLock } from '../../../src/policy/lock/read.js';
import { writeLock } from '../../../src/policy/lock/write.js';
import {
  caa,
  certificate,
  issued,
  namePolicy,
  policyOf,
  records,
} from '../../../src/rules/testing/builder.js';
import type { DomainEvidence, Evidence, ProofEvidence } from '../../../src/survey/evidence.js';
import { adrift, evidenceFor, namesOf, policyFor, seenAt } from './world.js';

/** A policy for so many, and evidence of them. */
type Case = (many: number) => readonly [Policy, Evidence];

const THEIRS = { spkiSha256: '66'.repeat(32) };

const waiversOf = (many: number): readonly Waiver[] =>
  namesOf(many).map((subject) => ({
    rule: 'caa/undeclared-issuer',
    subject,
    reason: 'a test',
    owner: 'we',
    expires: { day: '2027-01-01' },
    at: policyOf().domains[0]!.at,
  }));

const lockFor = (many: number) => ({ lock: readLock(writeLock(policyFor(many), 'lock'), 'lock') });

/** A certificate that one log denies, each domain's in its own words. */
function lied(zone: string, i: number): DomainEvidence {
  const one = certificate(i, [zone]);
  const scts: ProofEvidence['scts'] = [
    {
      logId: 'aa'.repeat(32),
      timestamp: 1,
      signature: 'valid',
      inclusion: { state: 'contradicted', why: 'root', detail: `tile ${i}` },
    },
  ];
  const proofs = [{ sha256: one.facts.sha256, scts, problems: [], policies: [] }];
  return { ...seenAt(zone, [], [issued([one])]), proofs };
}

/** Validations of every name are answered at another name of the domain. */
function aliased(names: readonly string[]): DomainEvidence {
  const zone = 'example.com';
  return seenAt(
    zone,
    names.map((name) =>
      records(`_acme-challenge.${name}`, 'TXT', [], {
        zone,
        owner: `x.${zone}`,
        aliases: [{ from: `_acme-challenge.${name}`, to: `x.${zone}`, via: 'CNAME' }],
      }),
    ),
  );
}

/** What may be many, each in a way that once took each with each. */
export const CASES: Readonly<Record<string, Case>> = {
  'domains that are as declared': (many) => [policyFor(many), evidenceFor(many, (zone) => seenAt(zone))],
  'domains that are all adrift': (many) => [policyFor(many), evidenceFor(many, adrift)],
  'domains of which nothing was seen': (many) => [policyFor(many), evidenceFor(0, adrift)],
  'domains with a strange certificate each': (many) => [
    policyFor(many),
    evidenceFor(many, (zone, i) => seenAt(zone, [], [issued([certificate(i, [zone], THEIRS)])])),
  ],
  'domains with a waiver each': (many) => [
    { ...policyFor(many), waivers: waiversOf(many) },
    evidenceFor(many, adrift),
  ],
  'certificates that one log lies about': (many) => [policyFor(many), evidenceFor(many, lied)],
  'domains that are locked': (many) => [
    { ...policyFor(many), ...lockFor(many) },
    evidenceFor(many, (zone) => seenAt(zone)),
  ],
  'domains that are none of them as locked': (many) => [
    { ...policyFor(many, { issue: [] }), ...lockFor(many) },
    evidenceFor(many, (zone) => seenAt(zone)),
  ],
  'domains that are locked, and half of them guarded no more': (many) => [
    { ...policyFor(many / 2), ...lockFor(many) },
    evidenceFor(many, adrift),
  ],
  'names in one domain': (many) => [
    policyOf({ names: namesOf(many, 'example.com').map((name) => namePolicy(name)) }),
    {
      ...evidenceFor(1, () =>
        seenAt(
          'example.com',
          namesOf(many, 'example.com').map((name) => caa(name, ['0 issue evil.example'])),
        ),
      ),
    },
  ],
  'names in one domain, with a strange certificate each': (many) => [
    policyOf({ names: namesOf(many, 'example.com').map((name) => namePolicy(name)) }),
    evidenceFor(1, () =>
      seenAt(
        'example.com',
        [],
        [issued(namesOf(many, 'example.com').map((name, i) => certificate(i, [name], THEIRS)))],
      ),
    ),
  ],
  'names in one domain whose validations are answered elsewhere in it': (many) => [
    policyOf({ names: namesOf(many, 'example.com').map((name) => namePolicy(name)) }),
    evidenceFor(1, () => aliased(namesOf(many, 'example.com'))),
  ],
};
