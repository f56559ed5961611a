import { RrType, type Message, type ReasonCode } from '../model.js';
import { readNsec, readNsec3 } from '../wire/rdata.js';
import { WorkLimit } from './budget.js';
import type { DenialRecords } from './denial.js';
import type { ProvenNsec } from './nsec.js';
import { chainKey, takeNsec3, type Nsec3Chain } from './nsec3.js';
import { withSignatures } from './response.js';
import { verifyRrset, type VerifyContext } from './signatures.js';
import type { ZoneKeys } from './zonekeys.js';

export interface VerifiedDenial {
  readonly records: DenialRecords;
  /** Seconds for which the proof may be used. */
  readonly ttl: number;
  /** Why the first SOA, NSEC or NSEC3 set that did not verify did not. */
  readonly fault?: { readonly code: ReasonCode; readonly detail: string };
}

/** What a negative answer of a signed zone consists of. Each has to be signed (RFC 4035, section 3.1.3). */
const SIGNED_TYPES: ReadonlySet<number> = new Set([RrType.SOA, RrType.NSEC, RrType.NSEC3]);

/**
 * Verifies the SOA, NSEC and NSEC3 records in the authority section with a zone's keys, all at once, and keeps those
 * that may be used as proof. NSEC records made from a wildcard are left out: they speak for the wildcard's owner only.
 */
export async function verifyDenial(
  message: Message,
  zone: ZoneKeys,
  context: VerifyContext,
): Promise<VerifiedDenial> {
  const sets = withSignatures(message, message.authority).filter(
    (set) => SIGNED_TYPES.has(set.type) && set.class === 1 && set.name.isAtOrBelow(zone.zone),
  );
  // an honest denial has five at most; those without a signature cost no verification, but many of them cost time
  const most = context.budget.limits.verifications;
  if (sets.length > most)
    throw new WorkLimit(`${sets.length} sets in one denial, of which ${most} are looked at`);
  const verdicts = await Promise.all(sets.map((set) => verifyRrset(set, zone, context)));
  const nsec: ProvenNsec[] = [];
  const chains = new Map<string, Nsec3Chain>();
  let [ttl, tooManyIterations] = [Infinity, false];
  let fault: VerifiedDenial['fault'];
  sets.forEach((set, i) => {
    const verdict = verdicts[i];
    if (verdict?.ok !== true) {
      if (verdict !== undefined) fault ??= { code: verdict.code, detail: verdict.detail };
      return;
    }
    if (verdict.wildcard !== undefined) return;
    ttl = Math.min(ttl, verdict.ttl);
    for (const record of set.records) {
      const plain = readNsec(record);
      if (plain !== undefined) nsec.push({ owner: set.name, ...plain });
      const hashed = readNsec3(record);
      const proven = hashed && takeNsec3(set.name, hashed, zone.zone);
      if (hashed === undefined || proven === undefined) continue;
      if (hashed.iterations > context.budget.limits.nsec3Iterations) tooManyIterations = true;
      else chainFor(chains, hashed).records.push(proven);
    }
  });
  const records = { zone: zone.zone, nsec, nsec3: [...chains.values()], tooManyIterations };
  return { records, ttl, ...(fault === undefined ? {} : { fault }) };
}

function chainFor(chains: Map<string, Nsec3Chain>, nsec3: Parameters<typeof chainKey>[0]): Nsec3Chain {
  const key = chainKey(nsec3);
  const chain = chains.get(key) ?? {
    salt: nsec3.salt,
    iterations: nsec3.iterations,
    records: [],
    hashes: new Map(),
  };
  chains.set(key, chain);
  return chain;
}
