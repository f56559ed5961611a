import { outside, own, text } from '../../base/text.js';
import { when } from '../facts/words.js';
import type { DomainView, Draft, Rule } from '../model.js';
import { rfc } from '../references.js';

/** A log has a day to include what it promised (RFC 6962, section 3); an index needs a while on top. */
const OLD = 26 * 3_600_000;
/** The canary is issued once a day, and a certificate may be dated back by an hour. */
const CANARY_OLD = 50 * 3_600_000;

export const sourceStale: Rule = {
  id: 'ct/source-stale',
  title: 'A source of certificates is not current',
  kind: 'unknown',
  severity: 'high',
  actor: 'network',
  means:
    'What was issued since then does not show at this source, so a quiet run says nothing about it. Indexes lag behind the logs, and replicas freeze; a rogue certificate is used within hours.',
  mend: 'Run again later; if it stays, use another source besides, and tell the operator.',
  references: [rfc(9162, '8.2')],
  judge: (view) => [...old(view), ...oldCanaries(view)],
};

/** The source itself says up to when it is current. */
function old(view: DomainView): readonly Draft[] {
  const at = view.evidence.startedAt;
  return view.seen.issuance.flatMap(({ source, asOf }) =>
    asOf === undefined || at - asOf <= OLD
      ? []
      : [
          {
            zone: '',
            subject: source,
            title: text`${outside(source)} shows the state of ${when(asOf)}, and nothing since`,
            detail: [own('What was issued later could not be seen there.')],
            mend: [text`Run again later; if it stays, use another source besides ${outside(source)}.`],
          },
        ],
  );
}

/** What is issued every day for the canary is not shown of late. */
function oldCanaries({ evidence }: DomainView): readonly Draft[] {
  return (evidence.canaries ?? []).flatMap(({ source, name, newest }) =>
    newest === undefined || evidence.startedAt - newest <= CANARY_OLD
      ? []
      : [
          {
            zone: '',
            subject: source,
            title: text`The newest certificate for ${outside(name)} that ${outside(source)} shows is of ${when(newest)}`,
            detail: [
              text`A certificate for ${outside(name)} is issued every day, so what was issued since then is missing there.`,
            ],
            mend: [text`Run again later; if it stays, use another source besides ${outside(source)}.`],
          },
        ],
  );
}
