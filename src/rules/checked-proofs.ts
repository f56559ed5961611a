import { join, own, text, type Text } from '../base/text.js';
import { provenFor, unprovenFor } from './facts/proofs.js';
import type { DomainView } from './model.js';

/**
 * What SCTs and logs prove of the certificates that concern the domain, counted. What was not looked at is said too: a
 * certificate that a search service shows, and no log, rests on that service's word.
 */
export function proofWords(view: DomainView): readonly Text[] {
  if (view.seen.issuance.length === 0) return [];
  if (view.seen.proofs === undefined) return [own('SCTs were not verified.')];
  const proven = provenFor(view);
  const scts = proven.flatMap(({ proof }) => proof.scts);
  const left = unprovenFor(view).length;
  const unseen = left === 0 ? [] : [text`SCTs of ${left} more were not looked at.`];
  if (proven.length === 0) return unseen;
  const signed = scts.filter(({ signature }) => signature === 'valid');
  const kept = signed.flatMap(({ inclusion }) => inclusion?.state ?? []);
  return [
    text`SCTs of ${proven.length} ${own(proven.length === 1 ? 'certificate' : 'certificates')}: ${
      scts.length === 0 ? own('there are none') : signaturesWords(scts.map(({ signature }) => signature))
    }${signed.length === 0 ? [] : kept.length === 0 ? own('; whether their logs hold the entries was not asked') : text`; ${keptWords(kept)}`}.`,
    ...unseen,
  ];
}

type Sct = NonNullable<DomainView['seen']['proofs']>[number]['scts'][number];
type State = NonNullable<Sct['inclusion']>['state'];

function signaturesWords(signatures: readonly Sct['signature'][]): Text {
  const of = (one: Sct['signature']): number => signatures.filter((signature) => signature === one).length;
  return counted([
    [of('valid'), text`${of('valid')} of ${signatures.length} signed by their logs`],
    [of('invalid'), text`${of('invalid')} not signed by the log that they name`],
    [of('unknown-log'), text`${of('unknown-log')} of logs that the list of logs does not have`],
    [of('no-issuer-key'), text`${of('no-issuer-key')} open, since the issuing key is not known`],
  ]);
}

function keptWords(states: readonly State[]): Text {
  const of = (one: State): number => states.filter((state) => state === one).length;
  return counted([
    [of('included'), text`${of('included')} of ${states.length} entries proven to be in their logs`],
    [of('pending'), text`${of('pending')} not due yet`],
    [of('not-included'), text`${of('not-included')} overdue`],
    [of('contradicted'), text`${of('contradicted')} contradicted by the log itself`],
    [of('unseen'), text`${of('unseen')} could not be seen`],
  ]);
}

/** The first count always, the others where there are any. */
function counted(counts: readonly (readonly [number, Text])[]): Text {
  return join(
    counts.filter(([count], i) => i === 0 || count > 0).map(([, words]) => words),
    ', ',
  );
}
