import { outside, own, text } from '../../base/text.js';
import { certificateLines, namesWords } from '../facts/certificate-words.js';
import type { Issued } from '../facts/certificates.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const issuerUnmapped: Rule = {
  id: 'ct/issuer-unmapped',
  title: 'Nothing says by which CAA identifier an issuer goes',
  kind: 'unknown',
  severity: 'medium',
  actor: 'you',
  means:
    'Whether the policy authorises the issuer of a certificate cannot be said, because neither our table nor the source maps that issuer to a CAA identifier. ' +
    'A certificate that is declared as ours is not asked this.',
  mend: 'Make a newer table with `caa-guard refresh issuers` and give it with `--issuers` (input `issuers`), or update caa-guard. If the certificate is yours, enter it in the ledger, or declare it or its key under `certificates`.',
  references: [rfc(8659, '4.2')],
  judge: (view) =>
    view
      .issued()
      .filter(
        ({ known, issuerCas, names }) => known === undefined && issuerCas.length === 0 && restricted(names),
      )
      .map((issued) => ({
        subject: issued.facts.sha256,
        title: text`Whether ${outside(issued.facts.issuer)} may issue for ${namesWords(issued)} cannot be said`,
        detail: [
          own('No table maps this issuer to a CAA identifier, so the policy cannot be asked about it.'),
        ],
        diff: certificateLines(issued),
        mend: [
          own(
            'Make a newer table with caa-guard refresh issuers and give it with --issuers (the input issuers), or update caa-guard.',
          ),
          own(
            'If the certificate is yours, enter it in the ledger, or declare it or its key under certificates.',
          ),
        ],
        at: positionOf(view.domain, 'issue'),
      })),
};

function restricted(names: Issued['names']): boolean {
  return names.some(
    ({ np, wildcard }) => (wildcard ? (np.issuewild ?? np.issue) : np.issue) !== 'unrestricted',
  );
}
