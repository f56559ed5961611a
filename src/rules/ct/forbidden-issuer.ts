import { join, outside, own, text } from '../../base/text.js';
import { ISSUE_TAGS, type Issuance, type IssueTag, type NamePolicy } from '../../policy/model.js';
import type { GuardedName } from '../facts/certificate-names.js';
import { certificateLines, issuerWords, namesWords } from '../facts/certificate-words.js';
import { knownWords } from '../facts/known.js';
import { deploySteps, positionOf, when } from '../facts/words.js';
import type { Rule } from '../model.js';
import { baseline, rfc } from '../references.js';
import { isForbiddenKind } from './forbidden-kind.js';

export const forbiddenIssuer: Rule = {
  id: 'ct/forbidden-issuer',
  title: 'A certificate was issued by a CA that the policy does not authorise',
  kind: 'drift',
  severity: 'critical',
  actor: 'ca',
  means:
    'Either the deployed CAA set let that CA in, or the CA issued against it. In both cases somebody asked a CA that you do not use for a certificate for your name, and got it. ' +
    'If it is known to be yours it is less grave: then somebody of yours did. That a key is pinned, a request registered, a certificate entered in the ledger or attested does not make another CA an authorised one.',
  mend: 'If it is yours, declare the CA in the policy, or the certificate under `certificates.certificates`. If not, have the CA revoke it; if CAA forbade it, report it as misissued.',
  references: [rfc(8659, '4'), baseline('3.2.2.8'), baseline('4.9.1')],
  judge: (view) =>
    view.issued().flatMap((issued) => {
      // A certificate that the policy names itself was accepted by name; one in the ledger was not, however it got there.
      if (issued.how?.named === true || issued.issuerCas.length === 0) return [];
      const against = issued.names.filter((name) => {
        if (isForbiddenKind(name)) return false;
        const wanted = issuanceFor(name.np, name);
        return wanted !== 'unrestricted' && !wanted.some(({ ca }) => issued.issuerCas.includes(ca));
      });
      const [first] = against;
      if (first === undefined) return [];
      const named = { ...issued, names: against };
      const allowed = [...new Set(against.flatMap(({ np }) => casOf(np)))].sort();
      return [
        {
          subject: issued.facts.sha256,
          severity: issued.known === undefined ? ('critical' as const) : ('high' as const),
          title: text`${issuerWords(issued)} issued a certificate for ${namesWords(named)}, which the policy does not authorise it to`,
          detail: [
            text`Issued on ${when(issued.facts.notBefore)}, good until ${when(issued.facts.notAfter)}. The policy authorises ${
              allowed.length === 0 ? own('nobody') : join(allowed.map(outside), ', ')
            }.`,
            issued.how === undefined
              ? own('Whoever holds its key can pass for you.')
              : text`${knownWords(issued.how)}: somebody of ours asked another CA.`,
            own(
              'A certificate from before the policy was deployed is reported as well: what CAA said on that day is not known here.',
            ),
          ],
          diff: certificateLines(issued),
          mend: [
            own(
              'If it is not yours, report it to the CA for revocation; if CAA forbade it when it was issued, as misissued.',
            ),
            ...deploySteps(first.np, view.now),
          ],
          at: positionOf(first.np, tagFor(first), 'issue'),
        },
      ];
    }),
};

function tagFor({ kind, wildcard }: GuardedName): IssueTag {
  return kind === 'email' ? 'issuemail' : wildcard ? 'issuewild' : 'issue';
}

/** Who may issue for a name of a certificate, seals apart: a seal has a rule of its own. */
function issuanceFor(np: NamePolicy, name: GuardedName): Issuance {
  const tag = tagFor(name);
  return np[tag] ?? (tag === 'issuemail' ? 'unrestricted' : np.issue);
}

function casOf(np: NamePolicy): readonly string[] {
  return ISSUE_TAGS.flatMap((tag) => {
    const issuance = np[tag];
    return issuance === undefined || issuance === 'unrestricted' ? [] : issuance.map(({ ca }) => ca);
  });
}
