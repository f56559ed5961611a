import { DnsName } from '../../base/name.js';
import { outside, own, text, type Text } from '../../base/text.js';
import { brokenAt, codesWords, lookupWords } from '../facts/broken.js';
import { aboveDomain } from '../facts/names.js';
import { list } from '../facts/words.js';
import type { DomainView, Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

/** Domains named in the finding; the rest is counted. */
const MOST_NAMED = 20;

export const ancestorBogus: Rule = {
  id: 'dnssec/ancestor-bogus',
  title: 'DNSSEC is broken in a zone above',
  kind: 'drift',
  severity: 'high',
  actor: 'ancestor',
  means:
    'A top-level domain, or another zone above, does not validate: everything below it vanishes for validating resolvers, and no CA may issue. It has happened to large ones (.de on 2026-05-05). ' +
    'It is one finding for all domains below, since there is one thing to mend, and it is not yours.',
  mend: 'Wait, and tell the operator if nobody has. Put off renewals that would fail, and do not take DNSSEC off your own zone: that mends nothing and takes a day to undo.',
  references: [rfc(4035, '5'), baseline('3.2.2.8.1')],
  judge: (view) =>
    [...brokenAt(view)]
      .filter(([at]) => aboveDomain(view.domain, at))
      .map(([at, lookups]) => ({
        zone: '',
        subject: at,
        title: text`DNSSEC is broken at ${outside(at)}, above ${domainsWords(below(view, at))}: ${codesWords(lookups)}`,
        detail: [
          // The lookups of every other domain say the same of it in their own words.
          ...(below(view, at)[0] === view.domain.name ? lookups.slice(0, 1).map(lookupWords) : []),
          own('No CA may issue over a DNSSEC failure, and resolvers that validate give no answers.'),
        ],
        mend: [text`Whoever runs ${outside(at)} must mend it; there is nothing to change in your zones.`],
      })),
};

/** The declared domains below a zone, sorted. */
function below({ policy }: DomainView, at: string): readonly string[] {
  const zone = DnsName.parse(at);
  return policy.domains
    .map(({ name }) => name)
    .filter((name) => DnsName.parse(name).isBelow(zone))
    .sort();
}

function domainsWords(names: readonly string[]): Text {
  const more = names.length - MOST_NAMED;
  return text`${list(names.slice(0, MOST_NAMED))}${more > 0 ? text` and ${more} more` : []}`;
}
