import type { Issuer, IssuerGroup, IssuerKey, IssuerTable } from './model.js';
import { SHIPPED_ISSUERS } from './shipped.js';

export interface IssuerTableOptions {
  /** Default: those that ship with caa-guard. */
  readonly groups?: readonly IssuerGroup[];
  /** Rows beside them: CAs of one's own, or of a lab. */
  readonly extra?: readonly Issuer[];
}

/**
 * A table of issuing keys. A row is found by the digest of the key where that is known: it proves itself. Else by the
 * authority key identifier, which anybody can write into a certificate that nobody trusts: whether that key really signed
 * is for SCTs and chains to prove.
 */
export function issuerTable({ groups = SHIPPED_ISSUERS, extra = [] }: IssuerTableOptions = {}): IssuerTable {
  const all: readonly IssuerGroup[] =
    extra.length === 0 ? groups : [...groups, { source: 'named by the caller', date: '', issuers: extra }];
  const byKeyId = new Map<string, Issuer[]>();
  const bySpki = new Map<string, Issuer[]>();
  for (const issuer of all.flatMap(({ issuers }) => issuers)) {
    if (issuer.keyId !== undefined) put(byKeyId, issuer.keyId, issuer);
    if (issuer.spkiSha256 !== undefined) put(bySpki, issuer.spkiSha256, issuer);
  }
  const find = ({ authorityKeyId, issuerSpkiSha256 }: IssuerKey): readonly Issuer[] => {
    const proven = issuerSpkiSha256 === undefined ? undefined : bySpki.get(issuerSpkiSha256);
    if (proven !== undefined) return proven;
    const said = authorityKeyId === undefined ? [] : (byKeyId.get(authorityKeyId) ?? []);
    // a row of another key is not of this one, whatever the certificate says
    return issuerSpkiSha256 === undefined
      ? said
      : said.filter(({ spkiSha256 }) => spkiSha256 === undefined || spkiSha256 === issuerSpkiSha256);
  };
  return {
    groups: all,
    find,
    caaDomains(key) {
      const rows = find(key);
      return rows.length === 0 ? undefined : [...new Set(rows.flatMap(({ caaDomains }) => caaDomains))];
    },
  };
}

function put(map: Map<string, Issuer[]>, key: string, issuer: Issuer): void {
  const rows = map.get(key);
  if (rows === undefined) map.set(key, [issuer]);
  else rows.push(issuer);
}

const SHIPPED = issuerTable();

/** CAA identifiers of the CA that issued a certificate, by the table that ships with caa-guard; `undefined` if it has none. */
export function caaDomainsOf(key: IssuerKey): readonly string[] | undefined {
  return SHIPPED.caaDomains(key);
}
