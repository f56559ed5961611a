import { outside, text, type Text } from '../../base/text.js';
import type { DomainView } from '../model.js';
import { concerned } from './concerned.js';
import { readSignature } from './dnssec.js';
import { lookupOf, octetsFrom } from './lookups.js';
import { inDomain } from './names.js';
import { addressWords, askedZones } from './servers.js';

/** A signed record set, and how long its last signature is good; times in Unix milliseconds. */
export interface SignedSet {
  readonly set: Text;
  readonly inception: number;
  readonly expiration: number;
}

/**
 * Every record set of the domain that was seen signed: those that lookups validated, and, where they end earlier, those
 * that single servers gave. A set stands for as long as one of its signatures does. Soonest first.
 */
export function signedSets(view: DomainView): readonly SignedSet[] {
  const validated = concerned(view).flatMap((lookup): readonly (SignedSet & { readonly key: string })[] => {
    const { answer } = lookup;
    // The DS set is signed by the parent; sets at the end of an alias elsewhere are signed by others.
    if (lookup.state !== 'secure' || answer === undefined || lookup.type === 'DS') return [];
    if (!inDomain(view.domain, answer.zone)) return [];
    const key = `${answer.owner} ${lookup.type}`;
    return lastOf(answer.signatures, view.now).map((last) => ({ key, set: text`${outside(key)}`, ...last }));
  });
  const ends = new Map(validated.map(({ key, expiration }) => [key, expiration]));
  return [...validated, ...atServers(view, ends)].sort(
    (a, b) => a.expiration - b.expiration || (JSON.stringify(a.set) < JSON.stringify(b.set) ? -1 : 1),
  );
}

/** What a server that is behind gives: its signatures end before those of the others. */
function atServers(view: DomainView, ends: ReadonlyMap<string, number>): readonly SignedSet[] {
  return askedZones(view).flatMap(({ zone, evidence, answering }) => {
    if (lookupOf(view.seen, view.domain.name, 'DNSKEY')?.state !== 'secure') return [];
    const names = new Set(evidence.answers.map(({ name, type }) => `${name} ${type}`));
    return answering.flatMap((one) =>
      [...names].flatMap((key) => {
        const [name = '', type = ''] = key.split(' ');
        const end = ends.get(key);
        if (end === undefined || !inDomain(view.domain, zone)) return [];
        const last = lastOf(one.answer(name, type)?.response?.signatures ?? [], view.now);
        return last
          .filter(({ expiration }) => expiration < end)
          .map((found) => ({ set: text`${outside(key)} at ${addressWords(one)}`, ...found }));
      }),
    );
  });
}

function lastOf(signatures: readonly string[], now: number): readonly Omit<SignedSet, 'set'>[] {
  const read = signatures.flatMap((one) => readSignature(octetsFrom(one), now) ?? []);
  const [last] = read.sort((a, b) => b.expiration - a.expiration);
  return last === undefined ? [] : [{ inception: last.inception, expiration: last.expiration }];
}
