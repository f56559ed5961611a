import { outside, text, type Text } from '../../base/text.js';
import type { CertificateEvidence } from '../../survey/evidence.js';

/** What a source says of a certificate that no certificate can say of itself. Not believed: it is told as the source's word. */
export type Hint = NonNullable<CertificateEvidence['hints']> & { readonly source: string };

/**
 * Whether its CA has revoked it, by each source that says so. Who was told of a revocation and who honours it differ, so
 * neither word makes a certificate harmless.
 */
export function revocationWords(hints: readonly Hint[]): readonly Text[] {
  return hints.flatMap(({ source, revoked }) => {
    if (revoked === undefined) return [];
    return revoked
      ? [
          text`${outside(source)} says that its CA has revoked it. Many clients do not look, and what was done with it before stays done.`,
        ]
      : [text`${outside(source)} says that its CA has not revoked it.`];
  });
}

/** How to report it to its CA, as each source says, to stand behind that it has to be reported; the same words once. */
export function reportingWords(hints: readonly Hint[]): Text {
  const told = new Map<string, string>();
  for (const { source, reporting } of hints)
    if (reporting !== undefined && !told.has(reporting)) told.set(reporting, source);
  return [...told].flatMap(
    ([reporting, source]) => text` How, as ${outside(source)} says: ${outside(reporting)}`,
  );
}
