import { ISSUE_TAGS, type Grant, type IssueTag, type NamePolicy } from '../../policy/model.js';
import type { DomainView } from '../model.js';
import { policyNames } from './names.js';

/** Every grant of the policy of a domain. */
export function grantsOf(
  view: DomainView,
  tags: readonly IssueTag[] = ISSUE_TAGS,
): readonly { readonly np: NamePolicy; readonly tag: IssueTag; readonly grant: Grant }[] {
  return policyNames(view.domain).flatMap((np) =>
    tags.flatMap((tag) => grantsUnder(np, tag).map((grant) => ({ np, tag, grant }))),
  );
}

/** Grants by the name that they are for, so that a rule gives one finding a name. */
export function grantsByName(
  view: DomainView,
  tags: readonly IssueTag[],
  concerns: (grant: Grant) => boolean,
): readonly { readonly np: NamePolicy; readonly grants: readonly Grant[] }[] {
  return policyNames(view.domain).flatMap((np) => {
    const grants = tags.flatMap((tag) => grantsUnder(np, tag).filter(concerns));
    return grants.length === 0 ? [] : [{ np, grants }];
  });
}

function grantsUnder(np: NamePolicy, tag: IssueTag): readonly Grant[] {
  const issuance = np[tag];
  return issuance === undefined || issuance === 'unrestricted' ? [] : issuance;
}
