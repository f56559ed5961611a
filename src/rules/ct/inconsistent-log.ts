import { outside, own, text, words, wordsBy, type Text } from '../../base/text.js';
import type { LogEvidence } from '../../survey/evidence.js';
import { namesWords } from '../facts/certificate-words.js';
import { logName, provenFor } from '../facts/proofs.js';
import { when } from '../facts/words.js';
import type { DomainView, Draft, Rule } from '../model.js';
import { rfc } from '../references.js';

const WHY = wordsBy({
  'other-leaf': 'another entry stands where it promised this one',
  root: 'its own answers do not lead to the root that it signed',
  tile: 'its tiles do not hash to each other',
  head: 'what it gave as its head it did not sign',
  history: 'what it signed before is not the beginning of what it signs now',
  shrunk: 'it signs fewer entries than it signed before',
  'two-roots': 'it signed two roots for a tree of one size',
});

/** Once for the run: a log that lies, lies to everybody. */
export const inconsistentLog: Rule = {
  id: 'ct/inconsistent-log',
  title: 'A log contradicts what it signed',
  kind: 'drift',
  severity: 'critical',
  actor: 'log-operator',
  means:
    'A log is a tree that only grows, and whose every state it signs. This one showed something that cannot be part of what it signed: it is broken, or it shows different histories to different readers, which is how a certificate is hidden from those who watch.',
  mend: 'Keep the evidence file: signed heads and answers that contradict each other are the proof. Report it to the operator and to the browsers’ CT programmes, and do not count on that log.',
  references: [rfc(6962, '2.1'), rfc(6962, '7.3')],
  judge: (view) => [...ofCertificates(view), ...ofHistories(view)],
};

function ofCertificates(view: DomainView): readonly Draft[] {
  return provenFor(view).flatMap(({ issued, proof }) =>
    proof.scts.flatMap((sct) => {
      const { inclusion } = sct;
      if (inclusion?.state !== 'contradicted') return [];
      const about = text`Asked for the certificate ${outside(issued.facts.sha256)} for ${namesWords(issued)}: ${whyWords(inclusion)}.`;
      return [draft(sct.logId, logName(sct), [about])];
    }),
  );
}

function ofHistories({ evidence }: DomainView): readonly Draft[] {
  return (evidence.logs ?? []).flatMap(({ id, description, head, since }: LogEvidence) => {
    if (since?.consistency.state !== 'contradicted') return [];
    const now = head === undefined ? [] : text`, and ${head.size} on ${when(head.timestamp)}`;
    return [
      draft(id, description, [
        text`It signed ${since.size} entries on ${when(since.timestamp)}${now}: ${whyWords(since.consistency)}.`,
      ]),
    ];
  });
}

function draft(id: string, name: string, detail: readonly Text[]): Draft {
  return {
    zone: '',
    subject: id,
    title: text`The log ${outside(name)} contradicts what it signed`,
    detail: [...detail, text`The log is ${outside(id)}.`],
    mend: [
      own(
        'Keep the evidence file of this run, and report it to the operator and to the browsers’ CT programmes.',
      ),
    ],
  };
}

function whyWords({ why, detail }: { readonly why: string; readonly detail: string }): Text {
  return text`${WHY.get(why) ?? words('its answers do not fit')} (${outside(detail)})`;
}
