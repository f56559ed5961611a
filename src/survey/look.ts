import { messageOf } from '../base/error.js';
import { RrType, type Resolver } from '../dns/model.js';
import type { LookupEvidence } from './evidence.js';
import { within, type Deadline } from './limits.js';
import { lookupKey, toLookupEvidence, typeName, unseenLookup } from './lookup-evidence.js';
import { mapBounded } from './pool.js';
import type { Climb, Question } from './wanted.js';

/** Lookups so far, by `name/TYPE`. */
export type Lookups = Map<string, { readonly question: Question; readonly seen: LookupEvidence }>;

/** Somebody to ask, until when, and where the answers are kept. */
export interface Looking {
  readonly resolver: Resolver;
  readonly lookups: Lookups;
  readonly until: Deadline;
  /** Told after each lookup. */
  readonly done?: () => void;
}

/** Makes one lookup and keeps it. Never rejects: what was not seen is kept as not seen. */
export async function look(looking: Looking, question: Question): Promise<LookupEvidence> {
  const { resolver, lookups, until } = looking;
  const name = question.name.toCanonicalString();
  const key = lookupKey(name, typeName(question.type));
  const unseen = (): LookupEvidence =>
    lookups.get(key)?.seen ?? unseenLookup(name, question.type, until.why());
  const seen = await within(until, () => lookUp(resolver, question), unseen);
  // After the end of the run an interrupted exchange looks like a failure of the network: it is none.
  const kept = until.signal.aborted && seen.state === 'indeterminate' ? unseen() : seen;
  lookups.set(key, { question, seen: kept });
  looking.done?.();
  return kept;
}

/**
 * CAA along every climb. Each ends at the first set found, as a CA's does (RFC 8659, section 3). It goes on past a
 * failure, where a CA would stop: if the failure is gone at the second look, what lies above is needed.
 */
export async function climbAll(looking: Looking, climbs: readonly Climb[]): Promise<void> {
  const asked = new Map<string, Promise<LookupEvidence>>();
  await mapBounded(climbs, 8, async (climb) => {
    for (const name of climb) {
      const shared = asked.get(name.key) ?? look(looking, { name, type: RrType.CAA });
      asked.set(name.key, shared);
      if ((await shared).answer?.kind === 'records') break;
    }
  });
}

/** Lookups as they stand in evidence: sorted by their keys. */
export function lookupRecord(lookups: Lookups): Readonly<Record<string, LookupEvidence>> {
  const sorted = [...lookups]
    .map(([key, one]) => [key, one.seen] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}

async function lookUp(resolver: Resolver, { name, type }: Question): Promise<LookupEvidence> {
  try {
    return toLookupEvidence(name.toCanonicalString(), type, await resolver.lookup(name, type));
  } catch (thrown) {
    return unseenLookup(name.toCanonicalString(), type, messageOf(thrown), 'internal');
  }
}
