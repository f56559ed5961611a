import { join, outside, own, text, type Text } from '../../base/text.js';
import { decideOn, climb, profileOf } from '../../caa/index.js';
import { certificateLines, issuerWords, namesWords } from '../facts/certificate-words.js';
import type { Issued } from '../facts/certificates.js';
import { caaAnswer, effectFor } from '../facts/deployed.js';
import { expectedIssuance, expectedRecords, presentExpected } from '../facts/expected.js';
import { reportingWords, revocationWords } from '../facts/hints.js';
import { lookupOf } from '../facts/lookups.js';
import { positionOf, when } from '../facts/words.js';
import type { DomainView, Rule } from '../model.js';
import { baseline, JABBER_RU, rfc } from '../references.js';

/** An account that nobody declares: what CAA says to it, it says to an attacker. */
const SOMEBODY = 'https://somebody-else.invalid/account';

/**
 * Expired certificates count: that one was issued is what matters, and a certificate that ended last month was good
 * for interception until then. They are `high`, and say that they have ended. A source that keeps silent about expired
 * certificates makes them vanish; then there is nothing to judge here.
 */
export const unknownCertificate: Rule = {
  id: 'ct/unknown-certificate',
  title: 'A certificate for a guarded name that is not known to be ours',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'Certificate Transparency shows a certificate for one of your names, and nothing says that it is yours: not its key, not its request, not the certificate itself, not a workflow of yours that attests it, nor a provider. Whoever holds its key ' +
    'can pass for you to everybody who trusts the CA. **The CA does not matter**: the certificates for jabber.ru came from the owner’s own CA. Expired certificates are reported ' +
    'too, as `high`: they were good for interception until they ended. Where it could not be seen whether a workflow of yours attests the certificate, the finding is `unknown`.',
  mend:
    'If it is yours, enter it with `caa-guard ledger add`, declare its key under `certificates.keys`, or itself under `certificates.certificates`; and register the request before the next renewal, or let the workflow ' +
    'that renews attest it. If not: have the CA revoke it, and find out how validation was passed.',
  references: [JABBER_RU, rfc(9162), baseline('4.9.1')],
  judge: (view) => {
    if (!view.domain.own.exhaustive) return [];
    return view
      .issued()
      .filter(({ known }) => known === undefined)
      .map((issued) => {
        const { facts } = issued;
        const expired = facts.notAfter < view.now;
        const np = issued.names[0]?.np ?? view.domain;
        return {
          subject: facts.sha256,
          ...(issued.unseen === undefined ? {} : { kind: 'unknown' as const }),
          severity: expired ? ('high' as const) : ('critical' as const),
          title:
            issued.unseen === undefined
              ? text`A certificate for ${namesWords(issued)} is not known to be ours`
              : text`Whether a certificate for ${namesWords(issued)} is ours could not be seen`,
          detail: [
            text`${issuerWords(issued)} issued it on ${when(facts.notBefore)}. Neither its key nor the certificate is declared in the policy or entered in a ledger of it.`,
            ...issued.nearly.map(({ why }) => why),
            ...(issued.unseen === undefined
              ? []
              : [text`Whether a workflow of ours attests it could not be seen: ${issued.unseen}.`]),
            expired
              ? text`It ended on ${when(facts.notAfter)}. Until then whoever holds its key could pass for you.`
              : text`Until ${when(facts.notAfter)} whoever holds its key can pass for you to everybody who trusts that CA.`,
            ...revocationWords(issued.hints),
            ...prevention(view, issued),
          ],
          diff: certificateLines(issued),
          mend: [
            text`If it is yours, enter it in the ledger with caa-guard ledger add, or declare its key in the policy, certificates.keys: ${outside(facts.spkiSha256)}`,
            text`If it is not, report it to ${issuerWords(issued)} as issued without authorisation, with the serial number above, and ask by which account and method it was validated.${reportingWords(issued.hints)}`,
            text`So that it does not happen again, deploy: ${records(view, issued)}`,
          ],
          at:
            issued.nearly.find(({ at }) => at !== undefined)?.at ??
            positionOf(np, 'certificates.keys', 'certificates'),
        };
      });
  },
};

/** What the CAA set that is deployed now says to another account of the CA that issued. */
function prevention(view: DomainView, issued: Issued): readonly Text[] {
  const [first] = issued.names;
  const [ca] = issued.issuerCas;
  if (first === undefined || ca === undefined) return [];
  const profile = profileOf(ca);
  const name = first.name.toCanonicalString();
  const path = climb(name, (one) => caaAnswer(lookupOf(view.seen, one, 'CAA')), profile);
  const asked =
    path.kind === 'failed'
      ? climb(first.np.name, (one) => caaAnswer(lookupOf(view.seen, one, 'CAA')), profile)
      : path;
  const methods = ['http-01', 'tls-alpn-01', 'dns-01'] as const;
  const verdicts = methods.map((method) =>
    decideOn(asked, {
      name,
      wildcard: first.wildcard,
      kind: first.kind === 'email' ? 'smime' : 'server',
      issuers: issued.issuerCas,
      account: SOMEBODY,
      method,
      profile,
    }),
  );
  const [one] = verdicts;
  if (one === undefined || one.verdict === 'indeterminate')
    return [own('What the deployed CAA set says to such a request could not be seen.')];
  const open = methods.filter((_, i) => verdicts[i]?.verdict === 'allowed');
  if (open.length === 0) {
    const names = issuerNamed(view, first.np.name, issued.issuerCas);
    return [
      text`The CAA set deployed now ${
        names
          ? text`admits no account of ${outside(ca)} but those it names`
          : text`does not admit ${outside(ca)} at all`
      }. So the certificate was issued before that set stood (or within eight hours of it, for which a CA may go by what it saw before)${own(
        names ? ', by an account that the set admits,' : '',
      )} or against it.`,
    ];
  }
  return [
    text`The CAA set deployed now would let it be issued again: any account at ${outside(ca)} may, validated by ${join(
      open.map((method) => own(method)),
      ', ',
    )}. A record with accounturi would have made the CA refuse every account but yours.`,
  ];
}

/** Whether the set deployed for a name grants anything to one of these CAs. */
function issuerNamed(view: DomainView, name: string, cas: readonly string[]): boolean {
  const effect = effectFor(view.deployed(name), 'issue');
  return effect.kind === 'restricted' && effect.grants.some(({ issuer }) => cas.includes(issuer));
}

/** The records that the policy asks for, or the shape of a bound one if the policy binds nothing. */
function records(view: DomainView, issued: Issued): Text {
  const np = issued.names[0]?.np ?? view.domain;
  const issue = expectedIssuance(np, 'issue', view.now);
  const bound =
    issue !== undefined && issue !== 'unrestricted' && issue.every(({ accounts }) => accounts !== 'any');
  if (bound)
    return text`${outside(
      expectedRecords(np, view.now)
        .map((one) => presentExpected(np.name, one))
        .join(' and '),
    )}`;
  const ca = issued.issuerCas[0] ?? 'ca.example';
  return text`${outside(`${np.name}. CAA 0 issue "${ca};accounturi=`)}the URI of your account${outside(';validationmethods=dns-01"')}`;
}
