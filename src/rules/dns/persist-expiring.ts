import { outside, own, text } from '../../base/text.js';
import { standingGrants } from '../facts/standing-grants.js';
import { positionOf, when } from '../facts/words.js';
import type { Rule } from '../model.js';
import { baseline } from '../references.js';

/** A month, in which the next renewal of most certificates falls. */
const HORIZON = 30 * 86_400_000;

export const persistExpiring: Rule = {
  id: 'dns/persist-expiring',
  title: 'A standing grant of yours ends soon',
  kind: 'forecast',
  severity: 'medium',
  actor: 'you',
  means:
    'After its `persistUntil` a CA no longer takes a standing grant, and the renewals that rest on it fail.',
  mend: 'Write the record anew with a later end, within what the policy allows, or raise the end in the policy first.',
  references: [baseline('3.2.2.4.22')],
  judge: (view) =>
    standingGrants(view).flatMap(({ at, grants }) => {
      const ends = grants.flatMap((one) => {
        if (one.kind !== 'grant' || one.declared === undefined || one.grant.until === undefined) return [];
        const end = one.grant.until * 1000;
        return end - view.now < HORIZON
          ? [{ end, issuer: one.grant.issuer, account: one.grant.account }]
          : [];
      });
      if (ends.length === 0) return [];
      return [
        {
          subject: at.name,
          title: text`A standing grant for ${outside(at.of)} ends soon`,
          detail: ends
            .sort((a, b) => a.end - b.end)
            .map(
              ({ end, issuer, account }) =>
                text`${outside(issuer)}, account ${outside(account)}: until ${when(end)}.`,
            ),
          mend: [own('Write the record anew with a later persistUntil.')],
          at: positionOf(at.np, 'persist'),
        },
      ];
    }),
};
