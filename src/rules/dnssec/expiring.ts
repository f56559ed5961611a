import { outside, own, text, type Text } from '../../base/text.js';
import { signedSets, type SignedSet } from '../facts/signatures.js';
import { positionOf, when } from '../facts/words.js';
import type { DomainPolicy } from '../../policy/model.js';
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
    const soon = signedSets(view).filter((one) => isSoon(one, domain, now));
    const [first] = soon;
    if (first === undefined) return [];
    const hours = Math.floor((first.expiration - now) / 3_600_000);
    return [
      {
        subject: domain.name,
        title:
          hours < 0
            ? text`Signatures of ${outside(domain.name)} have expired`
            : text`Signatures of ${outside(domain.name)} expire in ${hours} hours`,
        detail: [
          ...soon.map((one) => text`${one.set}: until ${when(one.expiration)}, ${share(one, now)}.`),
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

/** Below this share of its lifetime a signature should have been made anew: signers do so with a quarter or more left. */
const LEAST_SHARE = 0.25;

/**
 * Nearer than the horizon. Servers that sign on the fly make signatures good for a day or two, always nearer than the
 * usual horizon: unless the policy names one, most of the lifetime has to be over as well.
 */
function isSoon(
  { inception, expiration }: SignedSet,
  { dnssec, positions }: DomainPolicy,
  now: number,
): boolean {
  const left = expiration - now;
  if (left >= dnssec.expiryHorizon * 1000) return false;
  const declared = positions['dnssec.expiryHorizon'] !== undefined;
  return declared || left < (expiration - inception) * LEAST_SHARE;
}

function share({ inception, expiration }: SignedSet, now: number): Text {
  const percent = Math.max(0, Math.round((100 * (expiration - now)) / Math.max(1, expiration - inception)));
  return text`${percent} % of its lifetime left`;
}
