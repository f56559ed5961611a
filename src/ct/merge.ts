import type { CertificateFacts } from './model.js';

/** One issuance: precertificate and certificate of the same TBS are one (RFC 6962, section 3.2). */
export interface Merged<T> {
  /** The final certificate if it was seen, else the precertificate. */
  readonly best: T;
  readonly all: readonly T[];
}

/** Groups by the digest of the TBS; in the order in which each was first seen. */
export function mergeByTbs<T extends { readonly facts: CertificateFacts }>(
  seen: readonly T[],
): readonly Merged<T>[] {
  const groups = new Map<string, T[]>();
  for (const one of seen) {
    const group = groups.get(one.facts.tbsSha256);
    if (group === undefined) groups.set(one.facts.tbsSha256, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((all) => {
    const best = all.find(({ facts }) => !facts.precertificate) ?? all[0];
    return best === undefined ? [] : [{ best, all }];
  });
}
