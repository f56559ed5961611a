import type { DomainView } from '../model.js';
import type { Issued } from './certificates.js';

/** The newest of our certificates for one name. */
export interface Held {
  /** As certificates write it: `*.example.com`. */
  readonly name: string;
  readonly newest: Issued;
}

/**
 * For each guarded name that stands in certificates of ours: the one among them that ends last. Sorted by name. Names
 * that only others have certificates for are not in it.
 */
export function heldNames(view: DomainView): readonly Held[] {
  const held = new Map<string, Issued>();
  for (const issued of view.issued()) {
    if (issued.known === undefined) continue;
    for (const { name, wildcard, kind } of issued.names) {
      if (kind !== 'dns') continue;
      const plain = `${wildcard ? '*.' : ''}${name.toCanonicalString()}`;
      const other = held.get(plain);
      if (other === undefined || other.facts.notAfter < issued.facts.notAfter) held.set(plain, issued);
    }
  }
  return [...held].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, newest]) => ({ name, newest }));
}

/** Names by the certificate that is their newest, in the order of the certificates' ends. */
export function byNewest(
  held: readonly Held[],
): readonly { readonly issued: Issued; readonly names: readonly string[] }[] {
  const groups = new Map<Issued, string[]>();
  for (const { name, newest } of held) groups.set(newest, [...(groups.get(newest) ?? []), name]);
  return [...groups]
    .map(([issued, names]) => ({ issued, names }))
    .sort(
      (a, b) =>
        a.issued.facts.notAfter - b.issued.facts.notAfter ||
        (a.issued.facts.sha256 < b.issued.facts.sha256 ? -1 : 1),
    );
}
