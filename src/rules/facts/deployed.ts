import {
  climb,
  LETSENCRYPT,
  meaningOf,
  NO_SET,
  profileOf,
  STRICT,
  type CaaAnswer,
  type Climb,
  type Effect,
  type GrantingTag,
  type SetMeaning,
} from '../../caa/index.js';
import type { NamePolicy } from '../../policy/model.js';
import type { DomainEvidence, LookupEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { cutShort, lookupOf, octetsFrom } from './lookups.js';
import { policyNames } from './names.js';

/** What is deployed for a name: the set that decides, and what it means in each reading. */
export interface Deployed {
  readonly name: string;
  readonly climb: Climb;
  readonly strict: SetMeaning;
  readonly letsencrypt: SetMeaning;
  /** Where the set was found; absent if there is none, or if that could not be seen. */
  readonly foundAt?: string;
}

/** The meaning of a set in either reading. */
export type Meanings = Pick<Deployed, 'strict' | 'letsencrypt'>;

/**
 * What is deployed for `name`, out of the lookups in evidence; a lookup that was not made is a failed one.
 * `known` keeps the meaning of each set by where it was found: many names share one.
 */
export function deployedAt(
  seen: DomainEvidence,
  name: string,
  known = new Map<string, Meanings>(),
): Deployed {
  const path = climb(name, (one) => caaAnswer(lookupOf(seen, one, 'CAA')), STRICT);
  if (path.kind !== 'found') return { name, climb: path, strict: NO_SET, letsencrypt: NO_SET };
  const meanings = known.get(path.foundAt) ?? {
    strict: meaningOf(path.answer.rdatas, STRICT),
    letsencrypt: meaningOf(path.answer.rdatas, LETSENCRYPT),
  };
  known.set(path.foundAt, meanings);
  return { name, climb: path, ...meanings, foundAt: path.foundAt };
}

/** A lookup as the caa room sees answers. */
export function caaAnswer(lookup: LookupEvidence | undefined): CaaAnswer {
  if (lookup === undefined) return { kind: 'failed', why: 'unreachable', reason: 'not-looked-up' };
  const { state, answer } = lookup;
  const reason = lookup.reason?.code ?? 'unknown';
  if (state === 'bogus') return { kind: 'failed', why: 'bogus', reason };
  if (state === 'indeterminate' || answer === undefined) {
    if (cutShort(lookup)) return { kind: 'failed', why: 'limit', reason };
    return { kind: 'failed', why: reason === 'servfail' ? 'servfail' : 'unreachable', reason };
  }
  const aliases = answer.aliases.map(({ from }) => from);
  if (answer.kind !== 'records') return { kind: 'none', why: answer.kind, aliases, trust: state };
  return {
    kind: 'records',
    owner: answer.owner,
    aliases,
    trust: state,
    rdatas: answer.rdatas.map(octetsFrom),
  };
}

/** Every name of the policy with what is deployed for it, where that could be seen. */
export function namesSeen(view: DomainView): readonly { np: NamePolicy; deployed: Deployed }[] {
  return policyNames(view.domain)
    .map((np) => ({ np, deployed: view.deployed(np.name) }))
    .filter(({ deployed }) => deployed.climb.kind !== 'failed');
}

/** One set that decides for names of the policy, with those names. */
export interface DecidingSet {
  readonly foundAt: string;
  readonly deployed: Deployed;
  readonly names: readonly NamePolicy[];
}

/** The distinct sets that decide for the names of the policy. */
export function decidingSets(view: DomainView): readonly DecidingSet[] {
  const sets = new Map<string, { foundAt: string; deployed: Deployed; names: NamePolicy[] }>();
  for (const { np, deployed } of namesSeen(view)) {
    const { foundAt } = deployed;
    if (foundAt === undefined) continue;
    const known = sets.get(foundAt);
    if (known === undefined) sets.set(foundAt, { foundAt, deployed, names: [np] });
    else known.names.push(np);
  }
  return [...sets.values()];
}

/**
 * Who is authorised under a tag when every CA reads the set in its own way: Let's Encrypt's grants are those that
 * Let's Encrypt sees, all others those of the strict reading.
 */
export function effectFor(deployed: Deployed, tag: GrantingTag): Effect {
  const strict = deployed.strict.effect[tag];
  const letsencrypt = deployed.letsencrypt.effect[tag];
  if (strict.kind === 'unrestricted' || letsencrypt.kind === 'unrestricted') return strict;
  return {
    kind: 'restricted',
    grants: [
      ...strict.grants.filter(({ issuer }) => profileOf(issuer) === STRICT),
      ...letsencrypt.grants.filter(({ issuer }) => profileOf(issuer) === LETSENCRYPT),
    ],
    denials: strict.denials,
  };
}

/** Whether the set has records of this very tag: `issuewild` may stand on its own or follow `issue`. */
export function hasTag(deployed: Deployed, tag: GrantingTag): boolean {
  return deployed.strict.properties.some((one) => one.kind === 'grant' && one.tag === tag);
}
