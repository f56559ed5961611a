import { own, text, type Text } from '../../base/text.js';
import { certificateLines } from '../facts/certificate-words.js';
import type { Issued } from '../facts/certificates.js';
import { byNewest, heldNames } from '../facts/held.js';
import { showsAll } from '../facts/source-answers.js';
import { list, positionOf, when } from '../facts/words.js';
import type { DomainView, Draft, Rule } from '../model.js';
import { baseline } from '../references.js';

const DAY = 86_400_000;
/** A certificate of ours that ended longer ago is one that was given up. */
const GIVEN_UP = 30 * DAY;
/** ACME clients renew when a third of the lifetime is left; at a sixth, one has missed it for long. */
const SHARE_LEFT = 1 / 6;

/** Empty where no source was read to the end: then whether one follows is not known, and that is a finding of its own. */
function newestOfOurs(view: DomainView): ReturnType<typeof byNewest> {
  return view.seen.issuance.some(showsAll) ? byNewest(heldNames(view)) : [];
}

export const expiring: Rule = {
  id: 'ct/expiring',
  title: 'The newest certificate of ours for a name ends soon, and none follows',
  kind: 'forecast',
  severity: 'high',
  actor: 'you',
  means:
    'Less than a sixth of its lifetime is left, when ACME clients renew with a third left. Either the renewal fails (a CAA record that refuses it, a validation that does not get through), or it was forgotten. ' +
    'It is the other half of the question whose certificate it is: where a renewal of yours is missing, somebody may be in its way.',
  mend: 'Run the renewal by hand and read what the CA says. `caa-guard explain NAME --ca CA --account URI --method METHOD` says what CAA does to it.',
  references: [baseline('6.3.2')],
  judge: (view) =>
    newestOfOurs(view).flatMap(({ issued, names }) => {
      const { notBefore, notAfter } = issued.facts;
      if (notAfter <= view.now || notAfter - view.now > (notAfter - notBefore) * SHARE_LEFT) return [];
      return [
        ending(
          view,
          issued,
          text`The newest certificate of ours for ${list(names)} ends on ${when(notAfter)}, and none follows`,
          [
            text`${days(notAfter - view.now)} are left of ${days(notAfter - notBefore)}. No source shows a newer one of ours for ${own(names.length === 1 ? 'it' : 'them')}.`,
          ],
        ),
      ];
    }),
};

export const notRenewed: Rule = {
  id: 'ct/not-renewed',
  title: 'The newest certificate of ours for a name has ended, and none followed',
  kind: 'forecast',
  severity: 'high',
  actor: 'you',
  means:
    'No source shows a certificate of ours that is good today for a name that had one until a short while ago. Whoever still serves that name serves an expired certificate, or one that is not known here. ' +
    'After thirty days the name counts as given up.',
  mend: 'Renew it, or take the name out of DNS. If it is served with another certificate, declare that one.',
  references: [baseline('6.3.2')],
  judge: (view) =>
    newestOfOurs(view).flatMap(({ issued, names }) => {
      const { notAfter } = issued.facts;
      if (notAfter > view.now || view.now - notAfter > GIVEN_UP) return [];
      return [
        ending(
          view,
          issued,
          text`The newest certificate of ours for ${list(names)} ended on ${when(notAfter)}, and none followed`,
          [text`That was ${days(view.now - notAfter)} ago. No source shows a newer one of ours.`],
        ),
      ];
    }),
};

function ending(view: DomainView, issued: Issued, title: Text, detail: readonly Text[]): Draft {
  const np = issued.names[0]?.np ?? view.domain;
  return {
    subject: issued.facts.sha256,
    title,
    detail,
    diff: certificateLines(issued).map((line) => ({ ...line, op: ' ' as const })),
    mend: [own('Run the renewal by hand, and read what the CA says.')],
    at: positionOf(np, 'issue'),
  };
}

/** `3 days`, or hours below two days. */
function days(span: number): Text {
  const hours = Math.floor(span / 3_600_000);
  return hours < 48
    ? text`${hours} ${own(hours === 1 ? 'hour' : 'hours')}`
    : text`${Math.floor(hours / 24)} days`;
}
