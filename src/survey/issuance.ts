import { messageOf } from '../base/error.js';
import type { CertificateFacts, Issuance, IssuanceSource, SourceResult } from '../ct/model.js';
import { toBase64 } from './bytes.js';
import { concerns } from './concern.js';
import type { CertificateEvidence, IssuanceEvidence } from './evidence.js';
import { within, type Deadline } from './limits.js';

/** How certificates are read; the ct room's own functions, but for tests. */
export interface CertificateReader {
  /** Facts from the certificate's own bytes. Never throws: what cannot be read is in `problems`. */
  read(der: Uint8Array): CertificateFacts;
  /** CAA identifiers of the issuer, by our table; `undefined` where it has none. */
  issuerCaa(facts: CertificateFacts, der: Uint8Array): readonly string[] | undefined;
}

/** A source that is wrong so often needs no more to be said of it. */
const MOST_CONTRADICTIONS = 20;

/** Asks one source for one domain, and reads every certificate from its own bytes. Never rejects. */
export async function askSource(
  source: IssuanceSource,
  question: { readonly domain: string; readonly includeSubdomains: boolean },
  reader: CertificateReader,
  until: Deadline,
): Promise<IssuanceEvidence> {
  const { domain, includeSubdomains } = question;
  const result = await within<SourceResult>(
    until,
    () => source.query(domain, { includeSubdomains, signal: until.signal }).catch(broken),
    () => stopped('timeout', until.why()),
  );
  return {
    source: source.id,
    complete: result.complete && result.failure === undefined,
    ...(result.failure === undefined
      ? {}
      : { failure: { code: result.failure.code, detail: result.failure.detail } }),
    includeSubdomains,
    ...(source.partial === true ? { partial: true } : {}),
    ...(result.asOf === undefined ? {} : { asOf: result.asOf }),
    ...(result.contradictions === undefined || result.contradictions.length === 0
      ? {}
      : { contradictions: result.contradictions.slice(0, MOST_CONTRADICTIONS) }),
    certificates: certificatesOf(result.issuances, reader).filter(toKeep(source, domain)),
  };
}

/**
 * A source that shows part of what there is may show the same to every domain: then only what concerns this one is kept,
 * and what cannot be read, which may concern anybody.
 */
function toKeep({ partial }: IssuanceSource, domain: string): (one: CertificateEvidence) => boolean {
  if (partial !== true) return () => true;
  const ours = concerns(domain);
  return ({ facts }) => facts.problems.length > 0 || ours(facts);
}

/** Sorted by start of validity, then digest; the same bytes under two ids of the source are one. */
function certificatesOf(issuances: readonly Issuance[], reader: CertificateReader): CertificateEvidence[] {
  const byDigest = new Map<string, CertificateEvidence>();
  for (const issuance of issuances) {
    const one = certificateEvidence(issuance, reader);
    if (!byDigest.has(one.facts.sha256)) byDigest.set(one.facts.sha256, one);
  }
  return [...byDigest.values()].sort(
    ({ facts: a }, { facts: b }) => a.notBefore - b.notBefore || (a.sha256 < b.sha256 ? -1 : 1),
  );
}

function certificateEvidence(issuance: Issuance, reader: CertificateReader): CertificateEvidence {
  const { der, id, caaDomains, chain, hints, entry } = issuance;
  const facts = reader.read(der);
  const known = reader.issuerCaa(facts, der);
  const issuerCaa =
    known !== undefined
      ? { domains: known, from: 'table' as const }
      : {
          domains: caaDomains ?? [],
          from: caaDomains === undefined ? ('none' as const) : ('source' as const),
        };
  const [above] = chain ?? [];
  const issuerKey = issuance.issuerSpkiSha256 ?? (above && reader.read(above).spkiSha256);
  return {
    der: toBase64(der),
    sourceId: id,
    facts,
    issuerCaa,
    ...(issuerKey === undefined ? {} : { issuerSpkiSha256: issuerKey }),
    ...(hints === undefined ? {} : { hints }),
    ...(entry === undefined ? {} : { entry }),
  };
}

function broken(thrown: unknown): SourceResult {
  return stopped('internal', messageOf(thrown));
}

function stopped(code: 'internal' | 'timeout', detail: string): SourceResult {
  return { issuances: [], complete: false, failure: { code, detail }, pages: 0 };
}
