import { join, outside, own, text, type Text } from '../../base/text.js';
import type { IssuanceEvidence } from '../../survey/evidence.js';
import type { Issued } from '../facts/certificates.js';
import { namesWords } from '../facts/certificate-words.js';
import { showsAll } from '../facts/source-answers.js';
import { positionOf, when } from '../facts/words.js';
import type { DomainView, DiffLine, Draft, Rule } from '../model.js';
import { rfc } from '../references.js';

/** A log has a day to include what it promised, and an index a while to read it. */
const LAG = 2 * 86_400_000;
const SHOWN = 20;

/**
 * Only sources that undertake to show all that is unexpired are blamed for what they leave out, and only where they were
 * read to the end: one that stopped early is `survey/unreachable`.
 */
export const sourcesDisagree: Rule = {
  id: 'ct/sources-disagree',
  title: 'A source of certificates leaves out what another one shows, or contradicts itself',
  kind: 'unknown',
  severity: 'high',
  actor: 'network',
  means:
    'Both were read to the end, and the certificate is old enough for both to have it. A source that leaves out one certificate may leave out the one that matters, so what it does not show means nothing until this is understood.',
  mend: 'Look the certificate up at the source by hand. If it is missing there for good, do not rely on that source alone, and tell its operator.',
  references: [rfc(9162, '8.2')],
  judge: (view) => [...leftOut(view), ...contradicted(view)],
};

function leftOut(view: DomainView): readonly Draft[] {
  return view.seen.issuance.filter(showsAll).flatMap((source) => {
    const missing = view.issued().filter((issued) => omitted(view, source, issued));
    if (missing.length === 0) return [];
    const others = [...new Set(missing.flatMap((one) => one.sources))].sort();
    return [
      {
        subject: source.source,
        title: text`${outside(source.source)} leaves out ${missing.length} of the certificates that ${join(others.map(outside), ' and ')} ${own(others.length === 1 ? 'shows' : 'show')} for ${outside(view.domain.name)}`,
        detail: [
          own('Each is good today, was issued two days ago or earlier, and so should be shown.'),
          own('What else it does not show is not known.'),
        ],
        diff: missing.slice(0, SHOWN).map(lineOf),
        mend: [
          text`Look them up at ${outside(source.source)} by hand; until they are there, do not rely on it alone.`,
        ],
        at: positionOf(view.domain, 'includeSubdomains'),
      },
    ];
  });
}

/** A source that says of a certificate what its bytes do not say is not to be believed in what it leaves out either. */
function contradicted(view: DomainView): readonly Draft[] {
  return view.seen.issuance.flatMap(({ source, contradictions = [] }) =>
    contradictions.length === 0
      ? []
      : [
          {
            subject: `${source}, contradictions`,
            title: text`${outside(source)} says of certificates for ${outside(view.domain.name)} what their bytes do not say`,
            detail: [
              ...contradictions.slice(0, SHOWN).map((one) => text`${outside(one)}`),
              own('What was judged here is the bytes. What else the source says is not to be relied on.'),
            ],
            mend: [text`Tell the operator of ${outside(source)}; use another source besides it.`],
            at: positionOf(view.domain, 'includeSubdomains'),
          },
        ],
  );
}

function omitted(view: DomainView, source: IssuanceEvidence, { facts, names, sources }: Issued): boolean {
  const at = view.evidence.startedAt;
  return (
    !sources.includes(source.source) &&
    facts.notBefore + LAG <= at &&
    facts.notAfter > at &&
    facts.problems.length === 0 &&
    (source.includeSubdomains || names.some((one) => isItself(one, view)))
  );
}

/** A wildcard below the domain does not cover it, and is not shown to whoever asks for the domain alone. */
function isItself({ name, wildcard }: Issued['names'][number], { domain }: DomainView): boolean {
  return !wildcard && name.toCanonicalString() === domain.name;
}

function lineOf(issued: Issued): DiffLine {
  const { facts } = issued;
  const note: Text = text`${namesWords(issued, 3)}, issued ${when(facts.notBefore)}`;
  return { op: '-', text: text`certificate ${outside(facts.sha256)}`, note };
}
