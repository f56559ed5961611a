import { DnsName } from '../base/name.js';
import { readTarget, RrType } from '../dns/index.js';
import type { DomainPolicy } from '../policy/model.js';
import { fromBase64 } from './bytes.js';
import type { Lookups } from './look.js';
import { lookupKey } from './lookup-evidence.js';
import type { Question } from './wanted.js';

/** Name servers of a domain whose addresses are looked up. */
const MOST_SERVERS = 16;

/**
 * What the first answers make worth asking: whether the name servers of the domain are names that exist, and to whom a
 * name at which validations are answered is delegated.
 */
export function followUps(domain: DomainPolicy, lookups: Lookups): readonly Question[] {
  return [...serverQuestions(domain, lookups), ...delegationQuestions(lookups)];
}

function serverQuestions({ name }: DomainPolicy, lookups: Lookups): readonly Question[] {
  const { answer } = lookups.get(lookupKey(name, 'NS'))?.seen ?? {};
  if (answer?.kind !== 'records') return [];
  return answer.rdatas
    .flatMap((rdata) => readTarget({ type: RrType.NS, rdata: fromBase64(rdata) }) ?? [])
    .slice(0, MOST_SERVERS)
    .map((server) => ({ name: server, type: RrType.A }));
}

/** A TXT answer that comes from a zone at the very name asked: the name is delegated. */
function delegationQuestions(lookups: Lookups): readonly Question[] {
  return [...lookups.values()].flatMap(({ question: { name, type }, seen: { answer } }) => {
    if (type !== RrType.TXT || answer === undefined || answer.aliases.length > 0) return [];
    return DnsName.parse(answer.zone).isAtOrBelow(name) ? [{ name, type: RrType.NS }] : [];
  });
}
