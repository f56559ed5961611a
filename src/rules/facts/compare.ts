import type { Authorisation, Effect } from '../../caa/index.js';
import type { Grant, IssueTag, NamePolicy } from '../../policy/model.js';
import { foreignAccount } from './accounts.js';
import { effectFor, hasTag, type Deployed } from './deployed.js';
import { expectedIssuance, sealOf } from './expected.js';

/** A deployed authorisation that goes beyond the grants of the same CA, and how. */
export interface Excess {
  readonly tag: IssueTag;
  readonly authorisation: Authorisation;
  readonly grants: readonly Grant[];
}

/** A request that the policy grants and the deployed set refuses. */
export interface Refusal {
  readonly tag: IssueTag;
  readonly grant: Grant;
  /** The account refused; absent where every account is. */
  readonly account?: string;
  /** The method refused; absent where every method is. */
  readonly method?: string;
}

/** Deployed against declared, by meaning, for one name. */
export interface Comparison {
  /** Tags that the policy restricts and the deployed set does not. */
  readonly open: readonly IssueTag[];
  /** CAs authorised that the policy does not name. */
  readonly undeclared: readonly Excess[];
  /** The CA is right, but a binding of its grants is not deployed. */
  readonly unbound: readonly (Excess & { readonly lost: readonly ('account' | 'method')[] })[];
  /** The CA is right, the account is none of the declared. `usable`: such an account can exist at that CA. */
  readonly otherAccount: readonly (Excess & { readonly usable: boolean })[];
  readonly refused: readonly Refusal[];
}

/** Compares every tag about which the policy says something. */
export function compare(np: NamePolicy, deployed: Deployed, now: number): Comparison {
  const parts = comparedTags(np, deployed).map((tag) => compareTag(np, tag, effectFor(deployed, tag), now));
  const blocked = deployed.strict.blockedBy.length > 0;
  return {
    open: parts.flatMap(({ open }) => open),
    undeclared: parts.flatMap(({ undeclared }) => undeclared),
    unbound: parts.flatMap(({ unbound }) => unbound),
    otherAccount: parts.flatMap(({ otherAccount }) => otherAccount),
    // A critical property that nobody knows refuses everything, and has a rule of its own.
    refused: blocked ? [] : parts.flatMap(({ refused }) => refused),
  };
}

/** Whether the deployed set lets in more than the policy does. */
export function isLooser({ open, undeclared, unbound, otherAccount }: Comparison): boolean {
  return open.length + undeclared.length + unbound.length + otherAccount.length > 0;
}

/** `issuewild` is compared apart only where the policy or the set has something to say of it. */
function comparedTags(np: NamePolicy, deployed: Deployed): readonly IssueTag[] {
  const wild = np.issuewild !== undefined || hasTag(deployed, 'issuewild');
  return [
    'issue',
    ...(wild ? ['issuewild' as const] : []),
    ...(np.issuemail === undefined ? [] : ['issuemail' as const]),
    ...(np.issuevmc === undefined ? [] : ['issuevmc' as const]),
  ];
}

function compareTag(np: NamePolicy, tag: IssueTag, effect: Effect, now: number): Comparison {
  const nothing = { open: [], undeclared: [], unbound: [], otherAccount: [], refused: [] };
  const wanted = expectedIssuance(np, tag, now) ?? expectedIssuance(np, 'issue', now) ?? 'unrestricted';
  if (wanted === 'unrestricted') return nothing;
  if (effect.kind === 'unrestricted') return { ...nothing, open: [tag] };
  const undeclared: Excess[] = [];
  const unbound: (Excess & { lost: ('account' | 'method')[] })[] = [];
  const otherAccount: (Excess & { usable: boolean })[] = [];
  for (const authorisation of effect.grants) {
    const grants = wanted.filter(({ ca }) => ca === authorisation.issuer);
    const excess = { tag, authorisation, grants };
    if (grants.length === 0) undeclared.push(excess);
    else if (
      grants.some((grant) => accountWithin(authorisation, grant) && methodsWithin(authorisation, grant))
    )
      continue;
    else if (authorisation.account !== 'any' && !grants.some((grant) => accountWithin(authorisation, grant)))
      otherAccount.push({ ...excess, usable: foreignAccount(authorisation) === undefined });
    else unbound.push({ ...excess, lost: lostOf(authorisation, grants) });
  }
  // While a window is open the set may still, or again, be sealed: who opens and closes it does so in his own time.
  const judged = sealOf(np, now) === 'window' ? [] : wanted;
  const replaced = new Set(otherAccount.map(({ authorisation }) => authorisation.issuer));
  const refused = judged
    .flatMap((grant) => refusals(grant, tag, effect.grants))
    .filter(({ grant, account }) => account === undefined || !replaced.has(grant.ca));
  return { open: [], undeclared, unbound, otherAccount, refused };
}

function accountWithin({ account }: Authorisation, grant: Grant): boolean {
  return grant.accounts === 'any' || grant.accounts.includes(account);
}

function methodsWithin({ methods }: Authorisation, grant: Grant): boolean {
  const { methods: allowed } = grant;
  return allowed === 'any' || (methods !== 'any' && methods.every((method) => allowed.includes(method)));
}

function lostOf(authorisation: Authorisation, grants: readonly Grant[]): ('account' | 'method')[] {
  const account = !grants.some((grant) => accountWithin(authorisation, grant));
  const method = !grants.some((grant) => methodsWithin(authorisation, grant));
  // Each is within some grant, and both within none: the pair is what is lost.
  return account || method
    ? [...(account ? ['account' as const] : []), ...(method ? ['method' as const] : [])]
    : ['account', 'method'];
}

/** What a grant promises and no record of the set keeps. */
function refusals(grant: Grant, tag: IssueTag, deployed: readonly Authorisation[]): readonly Refusal[] {
  const ofCa = deployed.filter(({ issuer }) => issuer === grant.ca);
  if (ofCa.length === 0) return [{ tag, grant }];
  const accounts = grant.accounts === 'any' ? [undefined] : grant.accounts;
  const methods = grant.methods === 'any' ? [undefined] : grant.methods;
  return accounts.flatMap((account) => {
    const mine = ofCa.filter(
      (one) => account === undefined || one.account === 'any' || one.account === account,
    );
    if (mine.length === 0) return [{ tag, grant, ...(account === undefined ? {} : { account }) }];
    return methods
      .filter(
        (method) =>
          method !== undefined && !mine.some((one) => one.methods === 'any' || one.methods.includes(method)),
      )
      .map((method) => ({
        tag,
        grant,
        ...(account === undefined ? {} : { account }),
        ...(method === undefined ? {} : { method }),
      }));
  });
}
