import { DnsName } from '../base/name.js';
import { PERSIST_LABEL } from '../caa/index.js';
import { RrType } from '../dns/model.js';
import type { DomainPolicy } from '../policy/model.js';

/** One question of a survey. */
export interface Question {
  readonly name: DnsName;
  readonly type: number;
}

/** The names at which CAA is looked for on behalf of one name, in their order. */
export type Climb = readonly DnsName[];

/**
 * Asked of every domain, at its apex: the chain of trust, what the zone announces of it to its parent, how it denies,
 * the delegation, and which version of the zone it was.
 */
const APEX_TYPES = [
  RrType.DS,
  RrType.DNSKEY,
  RrType.CDS,
  RrType.CDNSKEY,
  RrType.NSEC3PARAM,
  RrType.NS,
  RrType.SOA,
] as const;

/** All that is asked of every domain, but for CAA. */
export function questionsOf(domain: DomainPolicy): readonly Question[] {
  const name = DnsName.parse(domain.name);
  const apex = APEX_TYPES.map((type) => ({ name, type }));
  return [...apex, ...validationQuestions(domain), ...addressQuestions(domain)];
}

/**
 * The names whose CAA decides, for each name of the policy: the name itself, then each parent down to the top-level
 * domain, without the root (RFC 8659, section 3). A wildcard is evaluated at the name that it is a wildcard of.
 */
export function climbs(domain: DomainPolicy): readonly Climb[] {
  const starts = distinct(declaredNames(domain).map(climbStart));
  return starts.map((start) =>
    Array.from({ length: start.labels.length }, (_, above) => start.ancestor(start.labels.length - above)),
  );
}

/** Names of the policy and those above them, down to the apex; nearest to the apex first. */
export function guardedNames(domain: DomainPolicy): readonly DnsName[] {
  const apex = DnsName.parse(domain.name);
  const names = climbs(domain)
    .flat()
    .filter((name) => name.isAtOrBelow(apex));
  return distinct(names).toSorted((a, b) => a.labels.length - b.labels.length);
}

/** Where a CA looks for the answer to a validation by DNS: ACME's `dns-01`, and standing grants. */
const VALIDATION_LABELS = ['_acme-challenge', PERSIST_LABEL];

/**
 * The names that let whoever answers them get certificates: below each guarded name and each one above it in the domain,
 * since a CA may validate any of these in place of the name itself (Baseline Requirements, section 3.2.2.4).
 */
function validationQuestions(domain: DomainPolicy): readonly Question[] {
  return guardedNames(domain).flatMap((name) => VALIDATION_LABELS.flatMap((label) => below(label, name)));
}

/** The addresses of every name of the policy: whether they lead to something that is there. */
function addressQuestions(domain: DomainPolicy): readonly Question[] {
  return declaredNames(domain).flatMap((name) => [
    { name, type: RrType.A },
    { name, type: RrType.AAAA },
  ]);
}

function declaredNames(domain: DomainPolicy): readonly DnsName[] {
  return [domain.name, ...domain.names.map(({ name }) => name)].map((name) => DnsName.parse(name));
}

function climbStart(name: DnsName): DnsName {
  return name.isWildcard ? (name.parent ?? name) : name;
}

/** None where the name would be too long: then no CA can look for it either. */
function below(label: string, name: DnsName): readonly Question[] {
  try {
    return [{ name: name.child(label), type: RrType.TXT }];
  } catch {
    return [];
  }
}

function distinct(names: readonly DnsName[]): readonly DnsName[] {
  return [...new Map(names.map((name) => [name.key, name])).values()];
}
