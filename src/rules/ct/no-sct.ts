import { outside, own, text, type Text } from '../../base/text.js';
import { certificateLines, namesWords } from '../facts/certificate-words.js';
import { isStale, provenFor, type Proven } from '../facts/proofs.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

/**
 * Judged by Chrome's policy, which says in data what counts; what Apple makes of the same SCTs is told beside it. With a
 * list of logs that is out of date only a certificate without any SCT is one.
 */
export const noSct: Rule = {
  id: 'ct/no-sct',
  title: 'A certificate without SCTs that count',
  kind: 'drift',
  severity: 'high',
  actor: 'ca',
  means:
    'Browsers refuse a certificate that too few logs have promised to publish. A CA that issues one all the same has either made a mistake, or has issued something that was not meant to be seen: mail servers and XMPP clients do not ask for SCTs.',
  mend: 'If it is yours, have the CA issue it anew. If not, treat it as any certificate that is not yours, and ask the CA where it was logged.',
  references: [
    rfc(6962, '3.3'),
    {
      label: 'Chrome’s Certificate Transparency policy',
      url: 'https://googlechrome.github.io/CertificateTransparency/ct_policy.html',
    },
  ],
  judge: (view) =>
    provenFor(view).flatMap(({ issued, proof }) => {
      const why = shortcomings(proof, isStale(view));
      if (why.length === 0) return [];
      return [
        {
          subject: issued.facts.sha256,
          title:
            proof.scts.length === 0
              ? text`A certificate for ${namesWords(issued)} carries no SCT`
              : text`A certificate for ${namesWords(issued)} carries ${proof.scts.length} ${own(proof.scts.length === 1 ? 'SCT, which is' : 'SCTs, which are')} not enough`,
          detail: [...why, ...proof.problems.map((problem) => text`${outside(problem)}.`)],
          diff: certificateLines(issued),
          mend: [
            own('If it is yours, have the CA issue it anew; if not, ask the CA in which logs it stands.'),
          ],
          at: positionOf(issued.names[0]?.np ?? view.domain, 'issue'),
        },
      ];
    }),
};

function shortcomings({ scts, policies }: Proven['proof'], stale: boolean): readonly Text[] {
  if (scts.length === 0) return [own('No log has promised to publish it, as far as it says itself.')];
  const chrome = policies.find(({ policy }) => policy === 'Chrome');
  if (stale || chrome?.outcome !== 'missed') return [];
  return policies
    .filter(({ outcome }) => outcome === 'missed')
    .flatMap(({ policy, reasons }) => reasons.map((reason) => text`${outside(policy)}: ${outside(reason)}.`));
}
