import { outside, own, text } from '../../base/text.js';
import { certificateLines, namesWords } from '../facts/certificate-words.js';
import { logName, provenFor } from '../facts/proofs.js';
import { positionOf, when } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const notIncluded: Rule = {
  id: 'ct/not-included',
  title: 'A log has not published what it promised to',
  kind: 'drift',
  severity: 'high',
  actor: 'log-operator',
  means:
    'The log signed a promise (an SCT) to publish the certificate within its maximum merge delay. That time is over, and the tree that the log signs is without it. ' +
    'A certificate that is kept out of the logs is one that nobody who watches them sees.',
  mend: 'Report it: the SCT, the certificate and the signed tree head together prove it. The evidence file has all three.',
  references: [rfc(6962, '3'), rfc(9162, '8.2')],
  judge: (view) =>
    provenFor(view).flatMap(({ issued, proof }) =>
      proof.scts.flatMap((sct) => {
        const { inclusion } = sct;
        if (inclusion?.state !== 'not-included') return [];
        return [
          {
            subject: `${issued.facts.sha256} ${sct.logId}`,
            title: text`${outside(logName(sct))} promised to publish a certificate for ${namesWords(issued)}, and did not`,
            detail: [
              text`Its SCT is of ${when(sct.timestamp)}, so the entry was due on ${when(inclusion.due)}. The tree head that it signed on ${when(inclusion.headAt)}, of ${inclusion.size} entries, is without it.`,
              text`The log is ${outside(sct.logId)}.`,
            ],
            diff: certificateLines(issued),
            mend: [
              own(
                'Report it to the operator of the log and to the browsers’ CT programmes, with the evidence file of this run.',
              ),
            ],
            at: positionOf(issued.names[0]?.np ?? view.domain, 'issue'),
          },
        ];
      }),
    ),
};
