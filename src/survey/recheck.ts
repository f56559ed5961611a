import { isDeepStrictEqual } from 'node:util';
import { CaaGuardError } from '../base/error.js';
import { grouped } from '../base/grouped.js';
import { DnsName } from '../base/name.js';
import type { CertificateFacts } from '../ct/model.js';
import type { Resolver } from '../dns/model.js';
import { fromBase64 } from './bytes.js';
import type { CertificateEvidence, Evidence, LookupEvidence } from './evidence.js';
import type { CertificateReader } from './issuance.js';
import { toLookupEvidence, typeNumber } from './lookup-evidence.js';
import { RecordedSignatures } from './recorded-signatures.js';

/** A place where the evidence says something else than the bytes in it. Texts may hold outside text. */
export interface Discrepancy {
  /** `example.com/CAA`, or the digest of a certificate. */
  readonly subject: string;
  readonly recorded: string;
  readonly found: string;
}

/** Reads every certificate again from its DER, and compares with what the evidence says of it. */
export function recheckCertificates(evidence: Evidence, reader: CertificateReader): readonly Discrepancy[] {
  return evidence.domains.flatMap(({ issuance }) =>
    issuance.flatMap(({ certificates }) => certificates.flatMap((one) => recheckCertificate(one, reader))),
  );
}

/** Facts that evidence of earlier versions does not hold: nothing is judged by them, so their absence says nothing. */
const SINCE: readonly (keyof CertificateFacts)[] = ['keyKind', 'oddities'];

function recheckCertificate(one: CertificateEvidence, reader: CertificateReader): Discrepancy[] {
  const der = fromBase64(one.der);
  const facts = reader.read(der);
  const subject = `certificate ${facts.sha256}`;
  const keys = Object.keys({ ...facts, ...one.facts }) as (keyof CertificateFacts)[];
  const differing = keys
    .filter((key) => one.facts[key] !== undefined || !SINCE.includes(key))
    .filter((key) => !isDeepStrictEqual(facts[key], one.facts[key]))
    .map((key) => ({ subject, recorded: said(key, one.facts[key]), found: said(key, facts[key]) }));
  const known = reader.issuerCaa(facts, der);
  const table = one.issuerCaa.from === 'table' ? one.issuerCaa.domains : undefined;
  if (isDeepStrictEqual(known, table)) return differing;
  return [
    ...differing,
    { subject, recorded: said('issuer in our table', table), found: said('issuer', known) },
  ];
}

/**
 * Makes every recorded lookup again through `resolver`, which sees nothing but the recorded exchanges, and compares.
 * `retryResolver` is for the second look; its caches must not remember what `resolver` failed to see.
 * Lookups that ended for want of time are not compared: they are unknown, and that is what they stay.
 */
export async function recheckLookups(
  evidence: Evidence,
  resolver: Resolver,
  retryResolver: Resolver = resolver,
): Promise<readonly Discrepancy[]> {
  const lookups = evidence.domains.flatMap((domain) => Object.values(domain.lookups));
  return recheckAll(lookups, resolver, retryResolver, new RecordedSignatures(evidence.exchanges));
}

/** The same for what further resolvers showed; `lookupsAt` gives what sees nothing but the exchanges with one of them. */
export async function recheckVantages(
  evidence: Evidence,
  lookupsAt: (resolver: string) => Resolver,
): Promise<readonly Discrepancy[]> {
  const vantages = evidence.domains.flatMap((domain) => domain.vantages ?? []);
  const signatures = new RecordedSignatures(evidence.exchanges);
  const found: (readonly Discrepancy[])[] = [];
  for (const [resolver, of] of grouped(vantages, (one) => [one.resolver])) {
    const at = lookupsAt(resolver);
    const lookups = of.flatMap((one) => Object.values(one.lookups));
    const wrong = await recheckAll(lookups, at, at, signatures);
    found.push(wrong.map((one) => ({ ...one, subject: `${one.subject} at ${resolver}` })));
  }
  return found.flat();
}

async function recheckAll(
  all: readonly LookupEvidence[],
  resolver: Resolver,
  retryResolver: Resolver,
  signatures: RecordedSignatures,
): Promise<readonly Discrepancy[]> {
  const lookups = all.filter(({ reason }) => reason?.code !== 'time-limit' && reason?.code !== 'internal');
  const found = new Map<LookupEvidence, LookupEvidence>();
  for (const one of lookups) found.set(one, await again(one, resolver));
  // As in the survey: what could not be seen at first was asked once more at the end.
  for (const one of lookups)
    if (found.get(one)?.state === 'indeterminate') found.set(one, await again(one, retryResolver));
  return lookups.flatMap((recorded) => {
    const now = found.get(recorded);
    const subject = `lookup ${recorded.name}/${recorded.type}`;
    if (now !== undefined && !isDeepStrictEqual(comparable(recorded), comparable(now)))
      return [{ subject, recorded: lookupText(recorded, now), found: lookupText(now, recorded) }];
    return foreignSignatures(recorded, now, signatures).map((signature) => ({
      subject,
      recorded: `signature ${signature}`,
      found: 'no such signature in any recorded exchange',
    }));
  });
}

/**
 * Servers that sign on the fly give each a signature of its own, and which server was heard is chance: a signature
 * may differ from the replayed one, but it has to be in one of the answers.
 */
function foreignSignatures(
  recorded: LookupEvidence,
  now: LookupEvidence | undefined,
  signatures: RecordedSignatures,
): string[] {
  const replayed = new Set(now?.answer?.signatures);
  return (recorded.answer?.signatures ?? []).filter((one) => !replayed.has(one) && !signatures.has(one));
}

async function again({ name, type }: LookupEvidence, resolver: Resolver): Promise<LookupEvidence> {
  const number = typeNumber(type);
  if (number === undefined) throw new CaaGuardError('EVIDENCE_SHAPE', `${type} is no RR type`);
  return toLookupEvidence(name, number, await resolver.lookup(DnsName.parse(name), number));
}

/**
 * What has to be the same. Which server was asked first is chance, so the server and the wording of a reason may
 * differ, and of an indeterminate lookup everything but its state; a TTL may differ by what a cache had counted down.
 */
function comparable({ name, type, state, answer, reason }: LookupEvidence): unknown {
  const { code, name: at, type: of, zone } = reason ?? {};
  return {
    lookup: [name, type, state],
    ...(reason === undefined || state === 'indeterminate' ? {} : { reason: [code, at, of, zone] }),
    ...(answer === undefined ? {} : { answer: { ...answer, ttl: 0, signatures: [] } }),
  };
}

/** State and reason where these differ, else what differs in the answer: a sentence that shows it to a person. */
function lookupText(one: LookupEvidence, other: LookupEvidence): string {
  const state = stateText(one);
  const [mine, theirs] = [one.answer, other.answer];
  if (state !== stateText(other) || mine === undefined || theirs === undefined) return state;
  const keys = Object.keys({ ...mine, ...theirs }) as (keyof typeof mine)[];
  const differing = keys.filter((key) => key !== 'ttl' && !isDeepStrictEqual(mine[key], theirs[key]));
  return `${state}, ${differing.map((key) => said(key, without(mine[key], theirs[key]))).join(', ')}`;
}

function stateText({ state, reason }: LookupEvidence): string {
  return reason === undefined ? state : `${state} (${reason.code}: ${reason.detail})`;
}

/** Of a list only what the other has not. */
function without(mine: unknown, theirs: unknown): unknown {
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return mine;
  const others: readonly unknown[] = theirs;
  return mine.filter((one) => !others.some((other) => isDeepStrictEqual(one, other)));
}

function said(what: string, value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return `${what} ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`;
}
