import { outside, own, text } from '../../base/text.js';
import type { LedgerEntry } from '../../policy/model.js';
import type { IssuanceEvidence } from '../../survey/evidence.js';
import { showsAll } from '../facts/source-answers.js';
import { list, when } from '../facts/words.js';
import type { DiffLine, DomainView, Draft, Rule } from '../model.js';
import { rfc } from '../references.js';

/** A log has a day to include what it promised, and an index a while to read it. */
const LAG = 2 * 86_400_000;
const SHOWN = 10;

/**
 * A source that says that there is nothing and one that does not look give the same answer. So each is held to what is
 * known to exist: the unexpired certificates in the ledger, which somebody of ours saw when they were issued, and the
 * canary, for which a certificate is issued every day.
 */
export const sourceBlind: Rule = {
  id: 'ct/source-blind',
  title: 'A source of certificates does not show what is known to exist',
  kind: 'unknown',
  severity: 'high',
  actor: 'network',
  means:
    'The source was read to the end and left out a certificate that exists. It does not see, or does not show, and so its silence about rogue certificates means nothing.',
  mend: 'Look the certificate up at the source by hand. If it is missing there for good, use another source; if the ledger is wrong about it, correct the ledger.',
  references: [rfc(9162, '8.2')],
  judge: (view) => [...ledgerUnseen(view), ...canariesUnseen(view)],
};

function ledgerUnseen(view: DomainView): readonly Draft[] {
  const expected = view.domain.own.ledger.filter((entry) => isAbout(view, entry));
  if (expected.length === 0) return [];
  return view.seen.issuance.filter(showsAll).flatMap((source) => {
    const shown = digestsOf(source);
    const missing = expected.filter(({ tbsSha256 }) => tbsSha256 !== undefined && !shown.has(tbsSha256));
    const [first] = missing;
    if (first === undefined) return [];
    return [
      {
        subject: source.source,
        title: text`${outside(source.source)} does not show ${missing.length} of ${expected.length} certificates of ${outside(view.domain.name)} that are known to exist`,
        detail: [
          own('They are in the ledger, are good today, and were issued two days ago or earlier.'),
          text`What else ${outside(source.source)} does not show is not known: a certificate that is not ours may be among it.`,
        ],
        diff: missing.slice(0, SHOWN).map(lineOf),
        mend: [
          text`Look them up at ${outside(source.source)} by hand. Until it shows them, use another source besides.`,
        ],
        at: first.at,
      },
    ];
  });
}

/** A certificate that every source has to show by now, if it was asked for all of its names. */
function isAbout(view: DomainView, { kind, notBefore, notAfter, names }: LedgerEntry): boolean {
  const at = view.evidence.startedAt;
  if (kind !== 'certificate' || notBefore === undefined || notAfter === undefined) return false;
  const { name, includeSubdomains } = view.domain;
  const asked = (one: string): boolean => one === name || (includeSubdomains && one.endsWith(`.${name}`));
  return notBefore + LAG <= at && notAfter > at && names.some(asked);
}

function digestsOf({ certificates }: IssuanceEvidence): ReadonlySet<string> {
  return new Set(certificates.map(({ facts }) => facts.tbsSha256));
}

function lineOf({ tbsSha256 = '', names, notBefore, note }: LedgerEntry): DiffLine {
  const why = note === undefined ? [] : text`: ${outside(note)}`;
  const issued = notBefore === undefined ? [] : text`, issued ${when(notBefore)}`;
  return {
    op: '-',
    text: text`certificate with TBS ${outside(tbsSha256)}`,
    note: text`${list(names.slice(0, 3))}${issued}${why}`,
  };
}

/** Once for the run: a canary says something about the source, whatever the domain. */
function canariesUnseen({ evidence }: DomainView): readonly Draft[] {
  return (evidence.canaries ?? []).flatMap(({ source, name, newest, failure }) =>
    newest !== undefined
      ? []
      : [
          {
            zone: '',
            subject: `${source}, ${name}`,
            title: text`${outside(source)} shows no certificate for ${outside(name)}, for which one is issued every day`,
            detail: [
              failure === undefined
                ? own('It answered, and without any. Whether it shows those of your domains is not known.')
                : text`${outside(failure.code)}: ${outside(failure.detail)}. Whether it shows those of your domains is not known.`,
            ],
            mend: [text`Ask ${outside(source)} for ${outside(name)} by hand; use another source besides.`],
          },
        ],
  );
}
