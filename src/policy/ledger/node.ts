import type { LedgerEntry } from '../model.js';

/** An entry as a ledger file holds it, in the order in which its keys are read. */
export function entryNode(entry: Omit<LedgerEntry, 'at'>): Record<string, unknown> {
  const { kind, spkiSha256, tbsSha256, sha256, names, notBefore, notAfter, issuer, added, note } = entry;
  const all = {
    kind,
    tbs: tbsSha256,
    sha256,
    spki: spkiSha256,
    names: names.length === 0 ? undefined : names,
    notBefore: notBefore === undefined ? undefined : instantText(notBefore),
    notAfter: notAfter === undefined ? undefined : instantText(notAfter),
    issuer: issuer?.length === 0 ? undefined : issuer,
    added,
    note,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** RFC 3339 in UTC, without the milliseconds that certificates do not have. */
function instantText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
