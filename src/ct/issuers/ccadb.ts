import { readCsv } from './csv.js';
import type { Issuer } from './model.js';

/** The report: every CA certificate in the Common CA Database with the CAA identifiers that its CA recognises. */
export const CCADB_REPORT = 'https://ccadb.my.salesforce-sites.com/ccadb/AllCAAIdentifiersReportCSVV2';

const COLUMNS = ['Subject', 'Subject Key Identifier (Hex)', 'Recognized CAA Domains'] as const;

/** A row of the report that no issuer came from, and why. `subject` is hostile text. */
export interface SkippedRow {
  /** From 1, the header not counted. */
  readonly row: number;
  readonly subject: string;
  readonly why: string;
}

export interface CcadbReading {
  readonly issuers: readonly Issuer[];
  readonly skipped: readonly SkippedRow[];
}

/** What CAs write to say that there is nothing. */
const NOTHING = new Set(['none', 'n/a', 'na', 'not applicable', '-', '']);
const KEY_ID = /^(?:[0-9a-f]{2}){8,64}$/;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads CCADB's report of CAA identifiers (CSV, by the names of its columns). Its cells were written by many hands: one
 * that is no plain list of domain names is not guessed at, and its row is given as skipped. Gives a sentence where the
 * text is no such report.
 */
export function issuersFromCcadb(text: string): CcadbReading | { readonly wrong: string } {
  const csv = readCsv(text);
  if ('problem' in csv)
    return { wrong: `expected CCADB's report of CAA identifiers in CSV; line ${csv.line}: ${csv.problem}` };
  const [header = [], ...rows] = csv.rows;
  const places = COLUMNS.map((name) => header.findIndex((cell) => cell.trim() === name));
  const missing = COLUMNS.filter((_, i) => (places[i] ?? -1) < 0);
  if (missing.length > 0)
    return { wrong: `expected CCADB's report of CAA identifiers; it has no column ${missing.join(', ')}` };
  const issuers = new Map<string, Issuer>();
  const skipped: SkippedRow[] = [];
  for (const [i, row] of rows.entries()) {
    const [subject = '', keyId = '', domains = ''] = places.map((place) => row[place] ?? '');
    const read =
      row.length === header.length
        ? readRow(subject, keyId, domains)
        : 'it has not as many cells as the header';
    if (typeof read === 'string') skipped.push({ row: i + 1, subject: subject.slice(0, 300), why: read });
    else merge(issuers, read);
  }
  return { issuers: [...issuers.values()].sort(byKey), skipped };
}

function readRow(
  subject: string,
  keyId: string,
  domains: string,
): (Issuer & { readonly keyId: string }) | string {
  const id = keyId.trim().toLowerCase().replaceAll(':', '');
  if (!KEY_ID.test(id)) return 'it has no subject key identifier in hex';
  const caaDomains = domainsIn(domains);
  if (typeof caaDomains === 'string') return caaDomains;
  const parts = nameParts(subject);
  const owner = parts.get('O') ?? parts.get('CN') ?? subject.trim();
  return { keyId: id, name: parts.get('CN') ?? owner, owner, caaDomains };
}

/** Separated by semicolons, commas, spaces or line breaks. */
function domainsIn(cell: string): readonly string[] | string {
  if (NOTHING.has(cell.trim().toLowerCase())) return 'it names no CAA identifier';
  const parts = cell
    .toLowerCase()
    .split(/[;,\s]+/)
    .filter((part) => !NOTHING.has(part));
  const odd = parts.find((part) => !DOMAIN.test(part));
  if (odd !== undefined)
    return `its CAA identifiers are no plain list of domain names: ${JSON.stringify(odd.slice(0, 80))}`;
  return parts.length === 0 ? 'it names no CAA identifier' : [...new Set(parts)].sort();
}

/** `CN=R12; O=Let's Encrypt; C=US`, also with commas: the first of each. */
function nameParts(subject: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of subject.split(subject.includes(';') ? ';' : ',')) {
    const at = part.indexOf('=');
    const key = part.slice(0, Math.max(at, 0)).trim().toUpperCase();
    const value = part.slice(at + 1).trim();
    if (at > 0 && value !== '' && !parts.has(key)) parts.set(key, value.slice(0, 200));
  }
  return parts;
}

/** A key may have several certificates (cross-signs): what any of its rows recognises counts. */
function merge(issuers: Map<string, Issuer>, issuer: Issuer & { readonly keyId: string }): void {
  const before = issuers.get(issuer.keyId);
  const caaDomains = [...new Set([...(before?.caaDomains ?? []), ...issuer.caaDomains])].sort();
  issuers.set(issuer.keyId, { ...(before ?? issuer), caaDomains });
}

function byKey(a: Issuer, b: Issuer): number {
  return (a.keyId ?? '') < (b.keyId ?? '') ? -1 : 1;
}
