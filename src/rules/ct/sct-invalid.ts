import { outside, own, text, words, wordsBy, type Text } from '../../base/text.js';
import { certificateLines, namesWords } from '../facts/certificate-words.js';
import { logName, provenFor, type Proven } from '../facts/proofs.js';
import { positionOf, when } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

const FAULTS = wordsBy({
  signature: 'its signature is not the log’s for this certificate and its issuer',
  algorithm: 'it is signed with an algorithm that the log’s key is not for',
  future: 'it is of a time that has not come',
});

export const sctInvalid: Rule = {
  id: 'ct/sct-invalid',
  title: 'A certificate carries an SCT that its log did not give for it',
  kind: 'drift',
  severity: 'high',
  actor: 'ca',
  means:
    'An SCT is a log’s promise to publish the certificate, signed by the log. One that the log did not sign for this certificate promises nothing: clients that look refuse it, and the certificate may stand in no log at all.',
  mend: 'If it is yours, have the CA issue it anew, and tell it why. If not, treat it as any certificate that is not yours.',
  references: [rfc(6962, '3.2'), rfc(6962, '3.3')],
  judge: (view) =>
    provenFor(view).flatMap(({ issued, proof }) => {
      const invalid = proof.scts.filter(({ signature }) => signature === 'invalid');
      if (invalid.length === 0) return [];
      return [
        {
          subject: issued.facts.sha256,
          title: text`A certificate for ${namesWords(issued)} carries ${invalid.length} of ${proof.scts.length} SCTs that their logs did not give for it`,
          detail: invalid.map(faultWords),
          diff: certificateLines(issued),
          mend: [own('If it is yours, have the CA issue it anew. If not, ask the CA where it is logged.')],
          at: positionOf(issued.names[0]?.np ?? view.domain, 'issue'),
        },
      ];
    }),
};

function faultWords(sct: Proven['proof']['scts'][number]): Text {
  const fault = FAULTS.get(sct.fault ?? 'signature') ?? words('it does not verify');
  return text`${outside(logName(sct))}, ${when(sct.timestamp)}: ${fault}.`;
}
