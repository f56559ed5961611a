import { outside, own, text } from '../../base/text.js';
import type { DsPin } from '../../policy/model.js';
import { announced } from '../facts/announced.js';
import { presentDs, sameDs } from '../facts/dnssec.js';
import { positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const cdsChange: Rule = {
  id: 'dnssec/cds-change',
  title: 'The zone announces a new DS that the policy does not plan',
  kind: 'forecast',
  severity: 'high',
  actor: 'dns-provider',
  means:
    'A parent that follows CDS and CDNSKEY records will change the DS at its next look, often within a day, without anybody asking you. It is how key rollovers are automated; and how somebody who controls the ' +
    'DNS provider for an hour makes his key the one that counts.',
  mend: 'If the rollover is yours, list its DS under `dnssec.plannedDs`. If not, have the records removed before the parent looks.',
  references: [rfc(7344, '4'), rfc(8078, '2')],
  judge: (view) => {
    const { domain } = view;
    const change = announced(view);
    if (change.kind !== 'set') return [];
    const planned = (one: DsPin): boolean =>
      [...(domain.dnssec.ds ?? []), ...domain.dnssec.plannedDs].some((pin) => sameDs(pin, one));
    const added = change.added.filter((one) => !planned(one));
    // What is pinned goes away as planned once a planned successor has come.
    const removed = added.length === 0 && change.added.length > 0 ? [] : change.removed;
    if (added.length + removed.length === 0) return [];
    const pinned = domain.dnssec.ds !== undefined;
    return [
      {
        subject: domain.name,
        ...(pinned ? {} : { severity: 'low' as const }),
        title: text`${outside(domain.name)} asks its parent for another DS set than ${own(pinned ? 'the policy plans' : 'it has')}`,
        detail: [
          own(
            'A parent that follows CDS and CDNSKEY will change the DS at its next look, within hours or a day.',
          ),
          ...(pinned
            ? []
            : [own('The policy pins no DS set, so that this may be a rollover as it should be.')]),
        ],
        diff: sortedLines([
          ...added.map((one): DiffLine => line('+', one)),
          ...removed.map((one): DiffLine => line('-', one)),
        ]),
        mend: [
          own(
            'If the rollover is yours, list its DS under dnssec.plannedDs; if not, have the CDS and CDNSKEY records removed now.',
          ),
        ],
        at: positionOf(domain, 'dnssec.ds', 'dnssec'),
      },
    ];
  },
};

function line(op: '+' | '-', one: DsPin): DiffLine {
  return {
    op,
    text: text`DS ${outside(presentDs(one))}`,
    note: own(op === '+' ? 'announced, not planned' : 'at the parent, announced no more'),
  };
}
