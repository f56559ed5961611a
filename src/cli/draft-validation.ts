import { DnsName } from '../base/name.js';
import { joinTxt, PERSIST_LABEL, readStandingGrant } from '../caa/index.js';
import { readTarget, RrType } from '../dns/index.js';
import type { PersistGrant, SourcePosition } from '../policy/model.js';
import { fromBase64 } from '../survey/bytes.js';
import type { DomainEvidence } from '../survey/evidence.js';
import { lookupKey } from '../survey/lookup-evidence.js';

/** Names of others to which ACME challenges and standing grants of a domain lead, by alias or by delegation; sorted. */
export function deployedChallenges(seen: DomainEvidence): readonly string[] {
  const targets = ['_acme-challenge', PERSIST_LABEL].flatMap((label) => {
    const name = `${label}.${seen.zone}`;
    const { answer } = seen.lookups[lookupKey(name, 'TXT')] ?? {};
    if (answer === undefined) return [];
    if (answer.aliases.length > 0) return isWithin(answer.owner, seen.zone) ? [] : [answer.owner];
    if (!isWithin(answer.zone, name)) return [];
    const servers = seen.lookups[lookupKey(name, 'NS')]?.answer?.rdatas ?? [];
    return servers.flatMap(
      (rdata) => readTarget({ type: RrType.NS, rdata: fromBase64(rdata) })?.toCanonicalString() ?? [],
    );
  });
  return [...new Set(targets)].sort();
}

/** The standing grants that stand in a domain and can be read. */
export function deployedGrants(seen: DomainEvidence, at: SourcePosition): readonly PersistGrant[] {
  const { answer } = seen.lookups[lookupKey(`${PERSIST_LABEL}.${seen.zone}`, 'TXT')] ?? {};
  return (answer?.rdatas ?? []).flatMap((rdata) => {
    const text = joinTxt(fromBase64(rdata));
    const read = text === undefined ? undefined : readStandingGrant(text);
    if (read?.ok !== true) return [];
    const { issuer: ca, account, wildcard, until } = read.grant;
    return [{ ca, account, wildcard, ...(until === undefined ? {} : { until }), at }];
  });
}

function isWithin(name: string, zone: string): boolean {
  return DnsName.parse(name).isAtOrBelow(DnsName.parse(zone));
}
