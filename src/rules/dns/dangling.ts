import { DnsName } from '../../base/name.js';
import { join, outside, own, text, type Text } from '../../base/text.js';
import type { LookupEvidence } from '../../survey/evidence.js';
import { lookupOf, rdatasOf, wireName } from '../facts/lookups.js';
import { inDomain, policyNames } from '../facts/names.js';
import { validationNames } from '../facts/validation-names.js';
import { positionOf } from '../facts/words.js';
import type { Draft, DomainView, Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

export const dangling: Rule = {
  id: 'dns/dangling',
  title: 'A guarded name leads to something that is not there, and that somebody else can claim',
  kind: 'weakness',
  severity: 'high',
  actor: 'you',
  means:
    'An alias into a cloud or a CDN whose other end was given up can often be claimed by the next customer there; a name server whose domain has lapsed can be registered by anybody. Who claims it answers for your name, ' +
    'passes `http-01` or more, and gets a certificate from a CA that you allow. That the target does not exist is what shows in DNS; a target that was given up and still resolves does not show here.',
  mend: 'Remove the record that leads there, or claim the target yourself.',
  references: [rfc(1034, '4.3.2'), baseline('3.2.2.4.19')],
  judge: (view) => [...aliases(view), ...servers(view)],
};

/** Names of the policy, and those at which validations are answered, that are aliases to names of others that are not there. */
function aliases(view: DomainView): readonly Draft[] {
  const looked = [
    ...policyNames(view.domain).map((np) => ({ np, lookup: lookupOf(view.seen, np.name, 'A') })),
    ...validationNames(view).map(({ np, lookup, leads }) => ({
      np,
      // Challenges come and go: only a domain that nobody holds can be claimed.
      lookup: leads?.by === 'alias' && isUnregistered(lookup) ? lookup : undefined,
    })),
  ];
  return looked.flatMap(({ np, lookup }) => {
    const { answer } = lookup ?? {};
    if (lookup === undefined || answer?.kind !== 'nxdomain' || answer.aliases.length === 0) return [];
    if (inDomain(view.domain, answer.owner)) return [];
    const way = [...answer.aliases.map(({ from }) => from), answer.owner];
    return [
      {
        subject: lookup.name,
        severity: isUnregistered(lookup) ? ('critical' as const) : ('high' as const),
        title: text`${outside(lookup.name)} is an alias to ${outside(answer.owner)}, which does not exist`,
        detail: [text`The way there: ${join(way.map(outside), ' -> ')}.`, claimWords(lookup)],
        mend: [
          text`Remove the alias at ${outside(answer.aliases.at(-1)?.from ?? lookup.name)}, or claim its target.`,
        ],
        at: positionOf(np, 'name'),
      },
    ];
  });
}

/** Name servers of the domain whose names do not exist. */
function servers(view: DomainView): readonly Draft[] {
  const names = rdatasOf(lookupOf(view.seen, view.domain.name, 'NS')).flatMap(
    (rdata) => wireName(rdata)?.toCanonicalString() ?? [],
  );
  return [...new Set(names)].sort().flatMap((server) => {
    const lookup = lookupOf(view.seen, server, 'A');
    if (lookup?.answer?.kind !== 'nxdomain' || inDomain(view.domain, server)) return [];
    return [
      {
        subject: server,
        severity: isUnregistered(lookup) ? ('critical' as const) : ('high' as const),
        title: text`${outside(server)}, a name server of ${outside(view.domain.name)}, does not exist`,
        detail: [
          claimWords(lookup),
          own('Who brings the name back to life is a name server of the domain, and answers what he likes.'),
        ],
        mend: [text`Remove ${outside(server)} from the name servers, at the registrar and in the zone.`],
        at: positionOf(view.domain, 'nameservers'),
      },
    ];
  });
}

/** A top-level domain denies the name: then its registered domain is not there either. */
function isUnregistered({ answer }: LookupEvidence): boolean {
  return answer?.kind === 'nxdomain' && DnsName.parse(answer.zone).labels.length <= 1;
}

function claimWords(lookup: LookupEvidence): Text {
  const zone = lookup.answer?.zone ?? '.';
  return isUnregistered(lookup)
    ? text`${outside(zone)} itself says that there is no such domain: anybody can register it.`
    : text`${outside(zone)} says that there is no such name. Whether its owner gives it to the next one who asks is for him to say.`;
}
