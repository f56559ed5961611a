import { outside, own, text } from '../../base/text.js';
import { announced } from '../facts/announced.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const cdsDelete: Rule = {
  id: 'dnssec/cds-delete',
  title: 'The zone asks its parent to take DNSSEC away',
  kind: 'forecast',
  severity: 'critical',
  actor: 'dns-provider',
  means:
    'A CDS or CDNSKEY record of algorithm 0 tells the parent to remove every DS. When it has done so, everything still resolves, and every answer can be forged: the CAA set with it.',
  mend: 'Have the record removed before the parent looks, and find out who published it: "disable DNSSEC" in a provider’s panel does.',
  references: [rfc(8078, '4')],
  judge: (view) => {
    const { domain } = view;
    if (announced(view).kind !== 'delete') return [];
    return [
      {
        subject: domain.name,
        ...(domain.dnssec.required ? {} : { severity: 'medium' as const }),
        title: text`${outside(domain.name)} asks its parent to remove the DS: DNSSEC is about to be turned off`,
        detail: [
          own(
            'A parent that follows it removes the DS at its next look, within hours or a day. Nothing will fail, so nobody will notice.',
          ),
        ],
        mend: [
          own('Have the CDS and CDNSKEY records of algorithm 0 removed, and find out who published them.'),
        ],
        at: positionOf(domain, 'dnssec.required', 'dnssec'),
      },
    ];
  },
};
