import type { GrantingTag } from '../../caa/index.js';
import { domainWeakenings, type Weakening } from '../../policy/weakenings.js';
import type { DomainPolicy, Issuance, NamePolicy } from '../../policy/model.js';
import type { DomainView } from '../model.js';
import { effectFor, type Deployed } from './deployed.js';

/**
 * Every way in which what stands after allows more than what stood before, for one name: both sets are read as the
 * policies that they amount to, and held against each other as policies are. `undefined` where one of them is not known.
 */
export function loosenedFor(
  np: NamePolicy,
  before: Deployed,
  after: Deployed,
  { domain }: DomainView,
): readonly Weakening[] | undefined {
  if (before.climb.kind === 'failed' || after.climb.kind === 'failed') return undefined;
  const [from, to] = [before, after].map((one) => policyOf(np, one, domain));
  return from === undefined || to === undefined ? undefined : domainWeakenings(from, to);
}

/** The policy that a CAA set amounts to: who may issue, and which contacts it opens. */
function policyOf(np: NamePolicy, deployed: Deployed, domain: DomainPolicy): DomainPolicy {
  const issuance = (tag: GrantingTag): Issuance => {
    if (deployed.strict.blockedBy.length > 0) return [];
    const effect = effectFor(deployed, tag);
    if (effect.kind === 'unrestricted') return 'unrestricted';
    return effect.grants.map(({ issuer, account, methods }) => ({
      ca: issuer,
      accounts: account === 'any' ? 'any' : [account],
      methods,
      at: np.at,
    }));
  };
  const { iodef: _, ...rest } = domain;
  return {
    ...rest,
    name: np.name,
    names: [],
    at: np.at,
    positions: np.positions,
    issue: issuance('issue'),
    issuewild: issuance('issuewild'),
    issuemail: issuance('issuemail'),
    issuevmc: issuance('issuevmc'),
    contacts: deployed.strict.properties.flatMap((one) =>
      one.kind === 'other' && (one.tag === 'contactemail' || one.tag === 'contactphone') ? [one.value] : [],
    ),
    sealed: false,
    windows: [],
    persist: [],
    challenges: [],
  };
}
