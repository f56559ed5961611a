import { join, outside, own, text, type Text } from '../base/text.js';
import { corroboration, seenFromMany, type SeenFromMany, type VantageView } from './facts/vantages.js';
import type { DomainView } from './model.js';

/** What looking through further resolvers came to: who showed what, and whether CAs elsewhere would agree. */
export function vantageWords(view: DomainView): readonly Text[] {
  const { vantages = [] } = view.seen;
  if (vantages.length === 0)
    return [own('CAA was looked at from this network alone: no further resolver was asked.')];
  const seen = seenFromMany(view);
  const names = join(
    vantages.map(({ resolver }) => outside(resolver)),
    ', ',
  );
  return [
    text`CAA through ${vantages.length} further ${own(vantages.length === 1 ? 'resolver' : 'resolvers')} (${names}): ${standingWords(seen)}.`,
    ...quorumWords(view, seen),
  ];
}

function standingWords(seen: readonly SeenFromMany[]): Text {
  if (seen.length === 0) return own('not compared, since the set was not seen from here');
  const all = seen.flatMap(({ vantages }) => vantages);
  const of = (standing: VantageView['standing']): readonly string[] => [
    ...new Set(all.filter((one) => one.standing === standing).map(({ resolver }) => resolver)),
  ];
  const [other, unseen] = [of('other'), of('unseen')];
  if (other.length + unseen.length === 0) return own('all show that the same may issue');
  const parts = [
    ...(other.length === 0
      ? []
      : [text`${join(other.map(outside), ', ')} ${own(other.length === 1 ? 'shows' : 'show')} another set`]),
    ...(unseen.length === 0 ? [] : [text`${join(unseen.map(outside), ', ')} showed nothing`]),
    own('the others the same'),
  ];
  return join(parts, '; ');
}

/** One sentence for all that would pass; what would not is named. */
function quorumWords(view: DomainView, seen: readonly SeenFromMany[]): readonly Text[] {
  const all = seen.flatMap((one) => corroboration(view, one).map((two) => ({ ...two, name: one.np.name })));
  if (all.length === 0) return [];
  const refused = all.filter(({ allowed }) => !allowed);
  if (refused.length === 0)
    return [own('A CA that checks from several networks, as these are, may issue what the policy grants.')];
  return refused.map(
    ({ name, grant, corroborated, of }) =>
      text`A CA that checks from several networks would refuse ${outside(grant.ca)} for ${outside(name)}: ${corroborated} of ${of} permit it.`,
  );
}
