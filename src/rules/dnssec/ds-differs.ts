import { outside, own, text } from '../../base/text.js';
import { presentDs, readDs, sameDs } from '../facts/dnssec.js';
import { lookupOf, rdatasOf } from '../facts/lookups.js';
import { positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const dsDiffers: Rule = {
  id: 'dnssec/ds-differs',
  title: 'The DS set at the parent is neither the pinned one nor a planned successor',
  kind: 'drift',
  severity: 'critical',
  actor: 'registrar',
  means:
    'Whoever can add a DS at the parent can sign the zone with a key of his own, and serve CAA records and validation answers that validate. ' +
    'A DS that is gone leaves the zone without its chain of trust, or with a chain through one key alone.',
  mend: 'If the change is yours, declare it under `dnssec.ds` or `dnssec.plannedDs`; if not, treat the registrar account as taken over.',
  references: [rfc(4034, '5'), rfc(6781, '4.1'), rfc(7344)],
  judge: (view) => {
    const { ds: pinned, plannedDs } = view.domain.dnssec;
    const lookup = lookupOf(view.seen, view.domain.name, 'DS');
    if (pinned === undefined || lookup?.answer === undefined) return [];
    const deployed = rdatasOf(lookup).flatMap((rdata) => readDs(rdata) ?? []);
    const allowed = [...pinned, ...plannedDs];
    const extra = deployed.filter((ds) => !allowed.some((one) => sameDs(one, ds)));
    const planned = deployed.some((ds) => plannedDs.some((one) => sameDs(one, ds)));
    const absent = pinned.filter((ds) => !deployed.some((one) => sameDs(one, ds)));
    // In a planned rollover the old DS goes once the new one is there.
    const gone = planned && extra.length === 0 ? [] : absent;
    if (extra.length + gone.length === 0) return [];
    return [
      {
        subject: view.domain.name,
        title: text`The DS set of ${outside(view.domain.name)} at its parent is not the one that the policy pins`,
        detail: [
          ...(extra.length > 0
            ? [
                own(
                  'A DS is there that the policy does not know: whoever holds that key can sign the whole zone.',
                ),
              ]
            : []),
          ...(deployed.length === 0
            ? [own('There is no DS at all: the zone counts as unsigned, and answers can be forged.')]
            : gone.length > 0
              ? [own('A pinned DS is gone: the key that it stands for no longer counts.')]
              : []),
        ],
        diff: sortedLines([
          ...extra.map((ds): DiffLine => ({ op: '+', text: text`DS ${outside(presentDs(ds))}` })),
          ...gone.map((ds): DiffLine => ({ op: '-', text: text`DS ${outside(presentDs(ds))}` })),
        ]),
        mend: [
          text`At the registrar, let the DS set of ${outside(view.domain.name)} be exactly:`,
          ...pinned.map((ds) => text`${outside(`${view.domain.name}. DS ${presentDs(ds)}`)}`),
          own('If the change is a rollover of yours, list the new DS under dnssec.plannedDs in the policy.'),
        ],
        at: positionOf(view.domain, 'dnssec.ds', 'dnssec'),
      },
    ];
  },
};
