import { outside, own, text } from '../../base/text.js';
import { lookupOf } from '../facts/lookups.js';
import { aboveDomain, inDomain, policyNames } from '../facts/names.js';
import { positionOf } from '../facts/words.js';
import type { DomainView, Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

/** Answers by which a server says that it will not do it: seen, and not for want of an answer. */
const REFUSALS: ReadonlySet<string> = new Set(['servfail', 'refused', 'formerr']);

/**
 * Fires where the failure itself was seen: a DNSSEC failure, or servers that answer for the zone and refuse to
 * answer for CAA. Silence is not seen to be a failure of theirs: that is `survey/unreachable`, which is unknown.
 */
export const lookupFails: Rule = {
  id: 'caa/lookup-fails',
  title: 'The CAA lookup fails, so no CA may issue',
  kind: 'drift',
  severity: 'high',
  actor: 'dns-provider',
  means:
    'A CA must not issue if it cannot find out whether there is a CAA set: every renewal fails. A DNSSEC failure is never permission. Over another failure a CA ' +
    'may issue if the domain is unsigned, so that an attacker who can disturb the lookup gets around the set.',
  mend: 'Have the name servers answer questions for type CAA (257) with records or with a proper "no data"; re-sign the zone if signatures are at fault.',
  references: [rfc(8659, '3'), baseline('3.2.2.8')],
  judge: (view) =>
    policyNames(view.domain).flatMap((np) => {
      const path = view.deployed(np.name).climb;
      if (path.kind !== 'failed') return [];
      const lookup = lookupOf(view.seen, path.failedAt, 'CAA');
      const bogus = path.why === 'bogus';
      // What is broken above is one finding for all domains below it: dnssec/ancestor-bogus.
      if (bogus && aboveDomain(view.domain, lookup?.reason?.zone ?? path.failedAt)) return [];
      if (!bogus && !(REFUSALS.has(path.reason) && zoneAnswers(view))) return [];
      const ours = inDomain(view.domain, path.failedAt);
      const detail = lookup?.reason?.detail;
      return [
        {
          subject: np.name,
          actor: ours ? ('dns-provider' as const) : ('ancestor' as const),
          title: text`No CA may issue for ${outside(np.name)}: the CAA lookup at ${outside(path.failedAt)} fails (${outside(path.reason)})`,
          detail: [
            ...(detail === undefined ? [] : [text`${outside(detail)}`]),
            bogus
              ? own(
                  'The answer does not validate. A CA that validates, as all public ones must, refuses every renewal.',
                )
              : own(
                  'The servers answer other questions for the zone and refuse this one. CAs refuse renewals; over an unsigned zone some may issue all the same, whatever the CAA set says.',
                ),
          ],
          mend: [
            bogus
              ? own('Mend the chain of trust; the finding dnssec/bogus says what is broken.')
              : text`Ask each name server of the zone for ${outside(path.failedAt)} CAA, and have its operator mend the answer.`,
          ],
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};

/** Whether the zone's servers were seen to answer at all. */
function zoneAnswers({ domain, seen }: DomainView): boolean {
  return ['SOA', 'NS', 'DNSKEY'].some((type) => lookupOf(seen, domain.name, type)?.answer !== undefined);
}
