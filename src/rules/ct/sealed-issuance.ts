import { own, text } from '../../base/text.js';
import type { NamePolicy } from '../../policy/model.js';
import { certificateLines, issuerWords, namesWords } from '../facts/certificate-words.js';
import { deploySteps, positionOf, when } from '../facts/words.js';
import type { Rule } from '../model.js';
import { baseline } from '../references.js';

/** CAs date a certificate back by up to an hour, against clocks that are slow. */
const BACKDATED = 3_600_000;

/**
 * A certificate known to be ours is not judged: it may be from before the seal, and its key is in our hands. What is
 * judged is the start of validity, which is the only time of issue that a certificate states. What only a provider
 * speaks for is judged: a seal leaves no room for whoever looks like the provider.
 */
export const sealedIssuance: Rule = {
  id: 'ct/sealed-issuance',
  title: 'A certificate was issued while the policy is sealed and no window was open',
  kind: 'drift',
  severity: 'critical',
  actor: 'ca',
  means:
    'The policy says that nobody may issue outside of declared windows, and somebody got a certificate. Either the deployed CAA set was not sealed at that moment, or the CA went by an older answer ' +
    '(it may for eight hours), or it did not honour CAA.',
  mend: 'If it is yours, declare its key under `certificates.keys` and the window that it was issued in. If not, have it revoked, and look whether the set was sealed then.',
  references: [baseline('3.2.2.8'), baseline('4.9.1')],
  judge: (view) =>
    view.issued().flatMap((issued) => {
      if (issued.how !== undefined && issued.how.weaker === undefined) return [];
      const at = issued.facts.notBefore;
      const against = issued.names.filter(({ np, kind }) => kind === 'dns' && np.sealed && !inWindow(np, at));
      const [first] = against;
      if (first === undefined) return [];
      return [
        {
          subject: issued.facts.sha256,
          title: text`A certificate for ${namesWords({ ...issued, names: against })} was issued on ${when(at)}, while the policy was sealed`,
          detail: [
            text`${issuerWords(issued)} issued it, and none of the ${first.np.windows.length} declared windows was open then.`,
            own(
              'It is not known to be ours. A certificate from before the seal is reported as well, until it is declared under own.',
            ),
          ],
          diff: certificateLines(issued),
          mend: [
            own(
              'If it is yours, declare its key under certificates.keys, and the window under windows. If not, have the CA revoke it.',
            ),
            ...deploySteps(first.np, view.now),
          ],
          at: positionOf(first.np, 'windows', 'sealed'),
        },
      ];
    }),
};

function inWindow(np: NamePolicy, at: number): boolean {
  return np.windows.some(({ from, to }) => from - BACKDATED <= at && at < to);
}
