import type { DnsName } from '../../base/name.js';
import type { ReasonCode, ResourceRecord, RRset } from '../model.js';
import { readRrsig, type Rrsig } from '../wire/rdata.js';
import { typeName } from '../wire/types.js';
import { algorithmName, usableVerifier, type AlgorithmTable } from './algorithms.js';
import type { Budget } from './budget.js';
import { canonicalRdatas, countedLabels, signedData, wildcardOf } from './canonical.js';
import { secondsLeft, timeFault } from './times.js';
import type { ZoneKeys } from './zonekeys.js';

/** Whether an RRset is signed by a zone. `wildcard` is set if it was made from one: then a proof is still missing. */
export type RrsetVerdict =
  | { readonly ok: true; readonly ttl: number; readonly wildcard?: DnsName; readonly rrsig: Rrsig }
  | { readonly ok: false; readonly code: ReasonCode; readonly detail: string };

type Fault = Extract<RrsetVerdict, { ok: false }>;

/** What goes into every verification. */
export interface VerifyContext {
  readonly algorithms: AlgorithmTable;
  readonly budget: Budget;
  /** Milliseconds since 1970; `undefined` leaves times unchecked (replay of recorded worlds only). */
  readonly now: number | undefined;
}

/** The fault nearest to success says the most. */
const TELLING: readonly ReasonCode[] = [
  'signature-invalid',
  'signature-expired',
  'signature-not-yet-valid',
  'key-invalid',
  'dnskey-missing',
  'algorithm-unsupported',
  'labels-wrong',
  'signer-wrong',
  'record-malformed',
];

/** Verifies an RRset with a zone's keys (RFC 4035, section 5.3). One good signature is enough (RFC 6840, 5.11). */
export async function verifyRrset(
  rrset: RRset,
  zone: ZoneKeys,
  context: VerifyContext,
): Promise<RrsetVerdict> {
  const what = (): string => `${typeName(rrset.type)} of ${rrset.name.toCanonicalString()}`;
  if (rrset.signatures.length === 0)
    return {
      ok: false,
      code: 'signature-missing',
      detail: `expected a signature by ${zone.zone.toCanonicalString()} over ${what()}; none came`,
    };
  const faults: Fault[] = [];
  let tried = 0;
  let more = '';
  let rdatas: readonly Uint8Array[] | undefined;
  for (const record of rrset.signatures) {
    const rrsig = readRrsig(record);
    const fault = rrsig === undefined ? malformed() : fieldFault(rrset, rrsig, zone, context);
    if (rrsig === undefined || fault !== undefined) {
      faults.push(fault ?? malformed());
      continue;
    }
    if (tried === context.budget.limits.signaturesPerRrset) {
      more = `; ${rrset.signatures.length} signatures came, and no more than ${tried} are tried`;
      break;
    }
    tried++;
    const data = signedData(rrset, rrsig, record.rdata, (rdatas ??= canonicalRdatas(rrset)));
    const failed = await tryKeys(data, rrsig, zone, context);
    if (failed === undefined) return accepted(rrset, rrsig, record, context);
    faults.push(failed);
  }
  const [worst] = faults.sort((a, b) => TELLING.indexOf(a.code) - TELLING.indexOf(b.code));
  return { ...(worst ?? malformed()), detail: `${what()}: ${(worst ?? malformed()).detail}${more}` };
}

/** The checks that need no cryptography (RFC 4035, section 5.3.1). */
function fieldFault(rrset: RRset, rrsig: Rrsig, zone: ZoneKeys, context: VerifyContext): Fault | undefined {
  const fault = (code: ReasonCode, detail: string): Fault => ({ ok: false, code, detail });
  if (!rrsig.signer.equals(zone.zone) || !rrset.name.isAtOrBelow(rrsig.signer))
    return fault(
      'signer-wrong',
      `expected ${zone.zone.toCanonicalString()} as signer; the signature names ${rrsig.signer.toCanonicalString()}`,
    );
  // Fewer labels than the signer has would make a wildcard above the zone (CVE-2026-44690).
  const most = countedLabels(rrset.name);
  const least = rrsig.signer.labels.length;
  if (rrsig.labels > most || rrsig.labels < least)
    return fault(
      'labels-wrong',
      `expected ${least} to ${most} labels in the signature; it says ${rrsig.labels}`,
    );
  if (usableVerifier(context.algorithms, rrsig.algorithm) === undefined)
    return fault(
      'algorithm-unsupported',
      `algorithm ${algorithmName(context.algorithms, rrsig.algorithm)} is not accepted`,
    );
  const time = context.now === undefined ? undefined : timeFault(rrsig, context.now);
  return time && fault(time.code, time.detail);
}

async function tryKeys(
  data: Uint8Array,
  rrsig: Rrsig,
  zone: ZoneKeys,
  context: VerifyContext,
): Promise<Fault | undefined> {
  const named = (): string =>
    `key ${rrsig.keyTag}, algorithm ${algorithmName(context.algorithms, rrsig.algorithm)}`;
  const candidates = zone.keys.filter(
    ({ dnskey }) => dnskey.keyTag === rrsig.keyTag && dnskey.algorithm === rrsig.algorithm,
  );
  if (candidates.length === 0)
    return {
      ok: false,
      code: 'dnskey-missing',
      detail: `the signature is by ${named()}; ${zone.zone.toCanonicalString()} may sign with ${listed(zone)}`,
    };
  let problem: string | undefined;
  const { keysPerTag } = context.budget.limits;
  for (const key of candidates.slice(0, keysPerTag)) {
    const { imported } = key;
    if (!imported.ok) {
      problem = imported.problem;
      continue;
    }
    context.budget.spendVerification();
    if (await key.verifier.verify(imported.key, data, rrsig.signature)) return undefined;
    context.budget.noteFailure();
  }
  const more =
    candidates.length > keysPerTag
      ? ` (${candidates.length} keys have that tag, and no more than ${keysPerTag} are tried)`
      : '';
  return problem === undefined
    ? {
        ok: false,
        code: 'signature-invalid',
        detail: `the signature by ${named()} does not fit the records${more}`,
      }
    : { ok: false, code: 'key-invalid', detail: `${named()} is ${problem}${more}` };
}

/** RFC 4035, section 5.3.3: the TTL is at most the received, the signature's, the original, and what time is left. */
function accepted(rrset: RRset, rrsig: Rrsig, record: ResourceRecord, { now }: VerifyContext): RrsetVerdict {
  const left = now === undefined ? Infinity : secondsLeft(rrsig, now);
  const ttl = Math.min(rrset.ttl, record.ttl, rrsig.originalTtl, left);
  const wildcard = wildcardOf(rrset.name, rrsig.labels);
  return wildcard === undefined ? { ok: true, ttl, rrsig } : { ok: true, ttl, rrsig, wildcard };
}

function malformed(): Fault {
  return { ok: false, code: 'record-malformed', detail: 'the RRSIG record does not parse' };
}

function listed(zone: ZoneKeys): string {
  const tags = zone.keys.map(({ dnskey }) => `${dnskey.keyTag}/${dnskey.algorithm}`);
  return tags.length === 0
    ? `no usable key (DNSKEY tags ${zone.seen.join(', ') || 'none'})`
    : tags.join(', ');
}
