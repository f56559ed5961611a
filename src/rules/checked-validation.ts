import { outside, own, text, type Text } from '../base/text.js';
import { lookupOf } from './facts/lookups.js';
import { policyNames } from './facts/names.js';
import { standingGrants } from './facts/standing-grants.js';
import { validationNames } from './facts/validation-names.js';
import { list } from './facts/words.js';
import type { DomainView } from './model.js';

/** Who answers validations by DNS, and which addresses could not be looked at. */
export function validationWords(view: DomainView): readonly Text[] {
  const names = validationNames(view).filter(({ lookup }) => lookup.answer !== undefined);
  if (names.length === 0) return [];
  const declared = names.filter(({ leads }) => leads?.declared === true).length;
  const grants = standingGrants(view)
    .flatMap((one) => one.grants)
    .filter((one) => one.kind === 'grant' && one.declared !== undefined).length;
  const elsewhere = declared === 0 ? [] : text`, ${declared} elsewhere as declared`;
  return [
    text`Validation by DNS: ${names.length} names asked${elsewhere}; ${grants} declared standing ${own(grants === 1 ? 'grant' : 'grants')}.`,
    ...unseenAddresses(view),
  ];
}

/** That a name leads nowhere is a weakness; that it could not be looked at is no reason to call the run blind. */
function unseenAddresses({ domain, seen }: DomainView): readonly Text[] {
  const unseen = policyNames(domain).flatMap(({ name }) =>
    ['A', 'AAAA'].some((type) => lookupOf(seen, name, type)?.state === 'indeterminate') ? [name] : [],
  );
  if (unseen.length === 0) return [];
  const first = ['A', 'AAAA']
    .flatMap((type) => lookupOf(seen, unseen[0] ?? '', type) ?? [])
    .find(({ state }) => state === 'indeterminate');
  return [
    text`Not known, whether ${list(unseen.slice(0, 10))}${own(unseen.length > 10 ? ' and more' : '')} lead to something that is there (${outside(first?.reason?.code ?? 'unknown')}).`,
  ];
}
