import { isMap, parseDocument } from 'yaml';
import { inert } from '../report/index.js';
import { writePolicy } from '../policy/index.js';
import { yamlText } from './yaml-text.js';
import type { Policy } from '../policy/model.js';
import type { CertificateEvidence, DomainEvidence, Evidence } from '../survey/evidence.js';

/** Certificates proposed for a domain; the newest. */
const MOST_PROPOSED = 200;

/**
 * The first policy as a file: what is deployed as clauses, the certificates that CT shows as comments. What comes from
 * outside stands in comments only in its inert form: a line break in it would begin a clause.
 */
export function draftText(policy: Policy, evidence: Evidence): string {
  const document = parseDocument(writePolicy(policy));
  const day = new Date(evidence.startedAt).toISOString().slice(0, 10);
  document.commentBefore = [
    ` Written by caa-guard init from what was deployed on ${day}.`,
    ' It says what is, and not yet what should be: bind each CA to your account and to dns-01, see docs/policy.md.',
  ].join('\n');
  const domains = document.get('domains');
  for (const seen of evidence.domains) {
    const clauses = isMap(domains) ? domains.get(seen.zone) : undefined;
    const proposal = proposalOf(seen);
    if (isMap(clauses) && proposal.length > 0) clauses.comment = proposal.join('\n');
  }
  return yamlText(document);
}

function proposalOf({ issuance }: DomainEvidence): readonly string[] {
  const byKey = new Map<string, CertificateEvidence[]>();
  for (const one of issuance.flatMap(({ certificates }) => certificates))
    byKey.set(one.facts.spkiSha256, [...(byKey.get(one.facts.spkiSha256) ?? []), one]);
  if (byKey.size === 0) return [];
  const newest = [...byKey].sort(([, a], [, b]) => latest(b) - latest(a));
  return [
    ' Keys of the certificates that Certificate Transparency shows, newest first. None is trusted yet: take the "#" away',
    ' before `certificates`, `keys` and before each key that whoever runs the servers says is yours.',
    'certificates:',
    '  keys:',
    ...newest
      .slice(0, MOST_PROPOSED)
      .flatMap(([key, certificates]) => [`    # ${describe(certificates)}`, `    - ${key}`]),
    ...(newest.length > MOST_PROPOSED ? [` and ${newest.length - MOST_PROPOSED} older keys`] : []),
  ];
}

function latest(certificates: readonly CertificateEvidence[]): number {
  return Math.max(...certificates.map(({ facts }) => facts.notBefore));
}

/** When, by whom and for which names; of the newest certificate with this key. */
function describe(certificates: readonly CertificateEvidence[]): string {
  const [newest] = [...certificates].sort((a, b) => b.facts.notBefore - a.facts.notBefore);
  if (newest === undefined) return '';
  const { facts } = newest;
  const names = [...new Set(facts.names.map(({ value }) => value))].slice(0, 3).map(inert).join(', ');
  return `from ${day(facts.notBefore)} to ${day(facts.notAfter)}, ${names}, issued by ${inert(facts.issuer)}`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
