import { outside, own, text } from '../../base/text.js';
import { readSignature } from '../facts/dnssec.js';
import { octetsFrom } from '../facts/lookups.js';
import { concerned } from '../facts/concerned.js';
import { inDomain } from '../facts/names.js';
import { positionOf, when } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const expiring: Rule = {
  id: 'dnssec/expiring',
  title: 'Signatures of the zone expire soon',
  kind: 'forecast',
  severity: 'high',
  actor: 'dns-provider',
  means:
    'A signer renews signatures well before they expire. Signatures closer to their end than the policy’s horizon mean that it has stopped. When the first one ' +
    'expires the zone is bogus: it vanishes for validating resolvers, and no CA may issue.',
  mend: 'Find out why the zone is not re-signed: a stopped signer, a key that is not at hand, a secondary that no longer gets transfers.',
  references: [rfc(4034, '3.1.5'), rfc(6781, '4.4.2')],
  judge: (view) => {
    const { domain, now } = view;
    const expiries = concerned(view).flatMap((lookup) => {
      const { answer } = lookup;
      // The DS set is signed by the parent; sets at the end of an alias elsewhere are signed by others.
      if (lookup.state !== 'secure' || answer === undefined || lookup.type === 'DS') return [];
      if (!inDomain(domain, answer.zone)) return [];
      const ends = answer.signatures.flatMap(
        (signature) => readSignature(octetsFrom(signature), now)?.expiration ?? [],
      );
      // A set stands for as long as one of its signatures does.
      return ends.length === 0 ? [] : [{ set: `${answer.owner} ${lookup.type}`, end: Math.max(...ends) }];
    });
    const soon = expiries
      .filter(({ end }) => end - now < domain.dnssec.expiryHorizon * 1000)
      .sort((a, b) => a.end - b.end || (a.set < b.set ? -1 : 1));
    const [first] = soon;
    if (first === undefined) return [];
    const hours = Math.floor((first.end - now) / 3_600_000);
    return [
      {
        subject: domain.name,
        title:
          hours < 0
            ? text`Signatures of ${outside(domain.name)} have expired`
            : text`Signatures of ${outside(domain.name)} expire in ${hours} hours`,
        detail: [
          ...soon.map(({ set, end }) => text`${outside(set)}: until ${when(end)}.`),
          own(
            'When they have expired the zone is bogus: it vanishes for validating resolvers, and renewals fail.',
          ),
        ],
        mend: [own('Have the zone re-signed, and the signer looked at.')],
        at: positionOf(domain, 'dnssec.expiryHorizon', 'dnssec'),
      },
    ];
  },
};
