import { RrType } from '../dns/model.js';
import type { DomainPolicy, Policy } from '../policy/model.js';
import type { DomainEvidence, Evidence, IssuanceEvidence } from './evidence.js';
import { lookupKey, typeName } from './lookup-evidence.js';
import { climbs, questionsOf } from './wanted.js';
import { guardedZones } from './zones.js';

/**
 * The part of evidence that a survey for `policy` alone would have taken, where it was taken for `watched`, which speaks of
 * more. So a policy that does not look at a name finds nothing there.
 */
export function askedBy(policy: Policy, watched: Policy, evidence: Evidence): Evidence {
  const wide = new Map(watched.domains.map((domain) => [domain.name, domain]));
  const own = new Map(policy.domains.map((domain) => [domain.name, domain]));
  return {
    ...evidence,
    domains: evidence.domains.map((seen) => {
      const [all, mine] = [wide.get(seen.zone), own.get(seen.zone)];
      return all === undefined || mine === undefined ? seen : cut(seen, mine, all);
    }),
  };
}

function cut(seen: DomainEvidence, mine: DomainPolicy, all: DomainPolicy): DomainEvidence {
  const known = new Set(mine.names.map(({ name }) => name));
  const moreNames = all.names.some(({ name }) => !known.has(name));
  const moreCertificates = looksBelow(all) && !looksBelow(mine);
  if (!moreNames && !moreCertificates) return seen;
  const { servers, vantages } = seen;
  const keys = questionKeys(mine);
  const beyond = new Set([...questionKeys(all)].filter((key) => !keys.has(key)));
  const lookups = without(seen.lookups, beyond);
  const zones = new Set(
    guardedZones(mine, Object.values(lookups)).map(({ zone }) => zone.toCanonicalString()),
  );
  return {
    ...seen,
    lookups,
    issuance: moreCertificates ? seen.issuance.map((one) => ofDomainItself(one, seen.zone)) : seen.issuance,
    ...(servers === undefined ? {} : { servers: servers.filter(({ zone }) => zones.has(zone)) }),
    ...(vantages === undefined
      ? {}
      : { vantages: vantages.map((one) => ({ ...one, lookups: without(one.lookups, beyond) })) }),
  };
}

/** As the survey has it: a name with a policy of its own is guarded, whatever is said of those that have none. */
function looksBelow({ includeSubdomains, names }: DomainPolicy): boolean {
  return includeSubdomains || names.length > 0;
}

/** With the follow-up question about a name at which validations are answered: to whom it is delegated. */
function questionKeys(domain: DomainPolicy): ReadonlySet<string> {
  const caa = climbs(domain)
    .flat()
    .map((name) => lookupKey(name.toCanonicalString(), 'CAA'));
  const others = questionsOf(domain).flatMap(({ name, type }) => {
    const at = name.toCanonicalString();
    return [lookupKey(at, typeName(type)), ...(type === RrType.TXT ? [lookupKey(at, 'NS')] : [])];
  });
  return new Set([...caa, ...others]);
}

function without(lookups: DomainEvidence['lookups'], beyond: ReadonlySet<string>): DomainEvidence['lookups'] {
  return Object.fromEntries(Object.entries(lookups).filter(([key]) => !beyond.has(key)));
}

/** What a source shows to whoever asks for the domain alone; what could not be read may be among it. */
function ofDomainItself(seen: IssuanceEvidence, zone: string): IssuanceEvidence {
  const above = zone.slice(zone.indexOf('.') + 1);
  const isOf = (name: string): boolean => name === zone || name === `*.${above}`;
  return {
    ...seen,
    includeSubdomains: false,
    certificates: seen.certificates.filter(
      ({ facts }) =>
        facts.problems.length > 0 ||
        facts.names.some(({ kind, value }) => kind === 'dns' && isOf(value.toLowerCase())),
    ),
  };
}
