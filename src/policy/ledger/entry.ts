import { isIP } from 'node:net';
import type { Complaints } from '../complaints.js';
import type { Located } from '../locate.js';
import type { LedgerEntry, SourcePosition } from '../model.js';
import { readDomainName } from '../names.js';
import { described, listOf, record, required, scalar, word, type Shape } from '../shape.js';
import { hostName, instant, sha256 } from '../values.js';

/** An IP address in one spelling: IPv6 in lower case, zeros as short as they can be. What is no address stays as it is. */
export function canonicalAddress(text: string): string {
  if (isIP(text) !== 6 || text.includes('%')) return text;
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

/** The name as ledgers keep it; `undefined` if no ledger can hold it. */
export function certificateNameOf(text: string): string | undefined {
  const parsed = parseCertificateName(text);
  return 'value' in parsed ? parsed.value : undefined;
}

function parseCertificateName(text: string): { readonly value: string } | { readonly wrong: string } {
  if (isIP(text) !== 0) return { value: canonicalAddress(text) };
  const at = text.lastIndexOf('@');
  const prefix = at > 0 ? text.slice(0, at + 1) : text.startsWith('*.') ? '*.' : '';
  if (/[\s\u0000-\u001f\u007f-\uffff]/.test(prefix)) return { wrong: 'holds what no mail address holds' };
  const read = readDomainName(text.slice(prefix.length));
  return 'name' in read ? { value: prefix.toLowerCase() + read.name } : read;
}

/** A name as certificates hold it: a host name, a wildcard, an IP address or a mail address. Kept in lower case. */
export const certificateName: Shape<string> = scalar({
  says: 'a name as it stands in a certificate',
  example: 'www.example.com',
  schema: { examples: ['example.com', '*.example.com', '192.0.2.1'] },
  code: 'name-invalid',
  parse: parseCertificateName,
});

/** A day that a calendar has, kept as `YYYY-MM-DD`. */
const day: Shape<string> = scalar({
  says: 'a day, YYYY-MM-DD',
  example: '2026-11-25',
  schema: { format: 'date' },
  code: 'date-invalid',
  parse: (text) => {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
    const real = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
    return real ? { value: text } : { wrong: 'is no day that a calendar has' };
  },
});

/** One line for people. Control characters, line breaks among them, have no place in it. */
const note: Shape<string> = scalar({
  says: 'a reason in one line',
  example: 'renewal of the web server',
  schema: { pattern: '^[^\\u0000-\\u001f\\u007f]*$', maxLength: 500 },
  parse: (text) =>
    /[\u0000-\u001f\u007f]/.test(text) || text.length > 500
      ? { wrong: 'is more than one line of 500 characters' }
      : { value: text },
});

const sortedSet = (values: readonly string[] | undefined): readonly string[] =>
  [...new Set(values ?? [])].sort();

/** The names of an entry: a list, or one name alone. */
const names = listOf(certificateName, { says: 'a list of names', single: true });

const fields = record<LedgerEntry>(
  {
    kind: required(
      described(
        word(['key', 'csr', 'certificate'] as const, 'what is entered: key, csr or certificate'),
        'key: any certificate for it is ours. csr: so is any for its key that names no more than it. certificate: this one is.',
      ),
    ),
    spki: described(sha256, 'SHA-256 of the SubjectPublicKeyInfo; needed for key and csr.'),
    tbs: described(sha256, 'SHA-256 of the TBS without SCT list and poison; needed for certificate.'),
    sha256: described(sha256, 'SHA-256 of the certificate.'),
    names: described(names, 'Names; needed for csr. A key without names may have any.'),
    notBefore: described(instant, 'Start of validity of a certificate.'),
    notAfter: described(instant, 'End of validity of a certificate.'),
    issuer: described(
      listOf(hostName, { says: 'a list of issuer domain names', single: true }),
      'CAA identifiers of the issuer, for display.',
    ),
    added: described(day, 'Day on which it was entered.'),
    note: described(note, 'Why it is ours, in one line.'),
  },
  {
    says: 'an entry of the ledger: kind, and spki or tbs',
    example: `{kind: key, spki: ${sha256.example}}`,
  },
  (get, at) => entryOf(get, at),
);

/** One entry as it stands in a ledger file or in the policy. */
export const ledgerEntry: Shape<LedgerEntry> = {
  ...fields,
  read(value, complaints) {
    const entry = fields.read(value, complaints);
    return entry === undefined || !complete(entry, value, complaints) ? undefined : entry;
  },
};

function entryOf(get: <V>(key: string) => V | undefined, at: SourcePosition): LedgerEntry {
  const given = {
    spkiSha256: get<string>('spki'),
    tbsSha256: get<string>('tbs'),
    sha256: get<string>('sha256'),
    notBefore: get<number>('notBefore'),
    notAfter: get<number>('notAfter'),
    issuer: get<readonly string[]>('issuer'),
    added: get<string>('added'),
    note: get<string>('note'),
  };
  return {
    kind: get<LedgerEntry['kind']>('kind') ?? 'key',
    ...(Object.fromEntries(
      Object.entries(given).filter(([, one]) => one !== undefined),
    ) as Partial<LedgerEntry>),
    names: sortedSet(get<readonly string[]>('names')),
    at,
  };
}

/** What an entry of its kind needs: a digest, and of a request its names. Without them it would stand for nothing, or for all. */
function complete(entry: LedgerEntry, { at }: Located, complaints: Complaints): boolean {
  const needs = entry.kind === 'certificate' ? 'tbs' : 'spki';
  const digest = entry.kind === 'certificate' ? entry.tbsSha256 : entry.spkiSha256;
  const miss = (key: string, example: string): false => {
    complaints.add({
      code: 'missing',
      at: at.endLine === at.line ? at : { ...at, endLine: at.line, endColumn: at.column + 1 },
      message: `expected the key ${key} in an entry of kind ${entry.kind}; it is missing. Enter it anew with \`caa-guard ledger add\``,
      example: `${key}: ${example}`,
    });
    return false;
  };
  if (digest === undefined) return miss(needs, sha256.example);
  if (entry.kind === 'csr' && entry.names.length === 0) return miss('names', '[www.example.com]');
  return true;
}
