import type {
  DomainEvidence,
  Evidence,
  IssuanceEvidence,
  LookupEvidence,
} from '../../../src/survey/evidence.js';
import type { DomainPolicy, Policy } from '../../../src/policy/model.js';
import {
  BOUND_VALUE,
  caa,
  domainPolicy,
  DS_13,
  evidenceOf,
  issued,
  KEY_13,
  policyOf,
  records,
  type DomainSpec,
} from '../../../src/rules/testing/builder.js';

/** `d0.example`, `d1.example`, ... */
export function namesOf(many: number, below = 'example'): readonly string[] {
  return Array.from({ length: many }, (_, i) => `d${i}.${below}`);
}

/** A policy for so many domains, each as `spec` says. */
export function policyFor(many: number, spec: DomainSpec = {}): Policy {
  return {
    ...policyOf(),
    domains: namesOf(many).map((name): DomainPolicy => domainPolicy({ ...spec, name })),
  };
}

/** Evidence of domains as `seen` shows them. */
export function evidenceFor(many: number, seen: (zone: string, i: number) => DomainEvidence): Evidence {
  return evidenceOf(...namesOf(many).map(seen));
}

/** A domain that is as declared, but for these lookups and what sources show. */
export function seenAt(
  zone: string,
  lookups: readonly LookupEvidence[] = [],
  issuance: readonly IssuanceEvidence[] = [issued()],
): DomainEvidence {
  const all = [
    caa(zone, [`0 issue ${BOUND_VALUE}`], { zone }),
    records(zone, 'DS', [DS_13], { zone: 'example' }),
    records(zone, 'DNSKEY', [KEY_13], { zone }),
    records(zone, 'SOA', [Uint8Array.of(0)], { zone }),
    records(`_acme-challenge.${zone}`, 'TXT', [], { zone }),
    records(`_validation-persist.${zone}`, 'TXT', [], { zone }),
    ...lookups,
  ];
  return { zone, lookups: Object.fromEntries(all.map((one) => [`${one.name}/${one.type}`, one])), issuance };
}

/** Somebody else may issue for it. */
export function adrift(zone: string): DomainEvidence {
  return seenAt(zone, [caa(zone, ['0 issue evil.example'], { zone })]);
}
