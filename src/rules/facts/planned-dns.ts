import { DnsName } from '../../base/name.js';
import type {
  LookupEvidence,
  PlanRecordEvidence,
  PlanSetEvidence,
  PlanZoneEvidence,
} from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { lookupOf, octetsFrom, wireName } from './lookups.js';
import { aboveDomain } from './names.js';

/** Before the change, after it, or what stands at every moment of it. */
export type PlanPart = 'before' | 'through' | 'after';

/** What one provider holds, by the plan. */
export interface Held {
  readonly zones: readonly PlanZoneEvidence[];
  readonly sets: readonly PlanSetEvidence[];
}

type Records = readonly PlanRecordEvidence[];

/** Whether part of a record cannot be had. */
export function isUnseen({ rdata }: PlanRecordEvidence): boolean {
  return rdata === undefined;
}

/**
 * DNS as the zones of one provider would answer it, out of the plan, and, where the plan says nothing, out of what was
 * looked up. What neither tells is not there. With `partly`, sets of which some records cannot be had are taken as far
 * as they can; else they are not there either.
 */
export class PlannedDns {
  readonly #sets = new Map<string, PlanSetEvidence>();
  readonly #zones = new Map<string, PlanZoneEvidence>();

  constructor(
    private readonly view: DomainView,
    held: Held,
  ) {
    for (const zone of held.zones) this.#zones.set(zone.key, zone);
    for (const set of held.sets) {
      const key = `${set.type} ${set.owner}`;
      const other = this.#sets.get(key);
      // Of a zone and the one below it, the lower one answers.
      if (other === undefined || this.#nameOf(other.zone).length < this.#nameOf(set.zone).length)
        this.#sets.set(key, set);
    }
  }

  setAt(type: string, name: string): PlanSetEvidence | undefined {
    return this.#sets.get(`${type} ${name}`);
  }

  /** Whether all that stands at the name is in the plan. */
  isWhole(name: string, part: PlanPart): boolean {
    if (part === 'before') return false;
    const zone = this.#zoneAround(name);
    return zone !== undefined && (zone.created || zone.exhaustive);
  }

  /** The CAA lookup of a name, aliases followed; `undefined` where it cannot be told. */
  caa(name: string, part: PlanPart, partly = false): LookupEvidence | undefined {
    const set = this.setAt('CAA', name);
    const records = set?.[part] ?? [];
    if (records.length > 0) return this.#answer(name, 'CAA', set, records, partly);
    const alias = this.setAt('CNAME', name)?.[part][0];
    if (alias !== undefined) return this.#throughAlias(name, alias, part, partly);
    if (set !== undefined || this.isWhole(name, part))
      return none(name, 'CAA', this.#zoneAround(name)?.name ?? name);
    const deployed = lookupOf(this.view.seen, name, 'CAA');
    if (deployed !== undefined) return deployed;
    // What lies above the domain is not the owner's: a set there would be chance.
    return aboveDomain(this.view.domain, name) ? none(name, 'CAA', name) : undefined;
  }

  /** A lookup of another type, where the plan speaks of it. */
  other(name: string, type: string, part: PlanPart): LookupEvidence | undefined {
    const set = this.setAt(type, name);
    const records = set?.[part] ?? [];
    if (records.length > 0) return this.#answer(name, type, set, records, false);
    return set === undefined ? undefined : none(name, type, this.#nameOf(set.zone));
  }

  /** The lookup that tells who answers a validation: an alias and a delegation count as well. */
  validation(name: string, part: PlanPart): readonly LookupEvidence[] {
    const alias = this.setAt('CNAME', name)?.[part][0];
    if (alias !== undefined) {
      const target = targetOf(alias);
      if (target === undefined) return [];
      const own = this.#zoneAround(target)?.name;
      const lookup = none(name, 'TXT', own ?? target);
      return [
        {
          ...lookup,
          answer: { ...lookup.answer, owner: target, aliases: [{ from: name, to: target, via: 'CNAME' }] },
        },
      ];
    }
    const servers = this.other(name, 'NS', part);
    if (servers?.answer?.kind === 'records') return [servers, none(name, 'TXT', name)];
    const texts = this.other(name, 'TXT', part);
    return texts === undefined ? [] : [texts];
  }

  #throughAlias(
    name: string,
    alias: PlanRecordEvidence,
    part: PlanPart,
    partly: boolean,
  ): LookupEvidence | undefined {
    const target = targetOf(alias);
    const set = target === undefined ? undefined : this.setAt('CAA', target);
    const records = set?.[part] ?? [];
    if (target === undefined) return undefined;
    const aliases = [{ from: name, to: target, via: 'CNAME' as const }];
    if (records.length === 0) {
      if (set === undefined && !this.isWhole(target, part)) return undefined;
      const lookup = none(name, 'CAA', this.#zoneAround(target)?.name ?? target);
      return { ...lookup, answer: { ...lookup.answer, owner: target, aliases } };
    }
    const found = this.#answer(name, 'CAA', set, records, partly);
    return found?.answer === undefined
      ? found
      : { ...found, answer: { ...found.answer, owner: target, aliases } };
  }

  #answer(
    name: string,
    type: string,
    set: PlanSetEvidence | undefined,
    records: Records,
    partly: boolean,
  ): LookupEvidence | undefined {
    const seen = records.flatMap(({ rdata }) => rdata ?? []);
    if (seen.length < records.length && !partly) return undefined;
    const zone = set === undefined ? name : this.#nameOf(set.zone);
    return {
      name,
      type,
      state: 'secure',
      answer: {
        owner: name,
        zone,
        aliases: [],
        kind: 'records',
        ttl: set?.ttl ?? 0,
        rdatas: [...new Set(seen)].sort(),
        signatures: [],
      },
    };
  }

  #nameOf(key: string): string {
    return this.#zones.get(key)?.name ?? '';
  }

  #zoneAround(name: string): PlanZoneEvidence | undefined {
    const at = DnsName.parse(name);
    return [...this.#zones.values()]
      .filter((zone) => !zone.deleted && at.isAtOrBelow(DnsName.parse(zone.name)))
      .sort((a, b) => b.name.length - a.name.length)[0];
  }
}

function none(
  name: string,
  type: string,
  zone: string,
): LookupEvidence & { readonly answer: NonNullable<LookupEvidence['answer']> } {
  return {
    name,
    type,
    state: 'secure',
    answer: { owner: name, zone, aliases: [], kind: 'nodata', ttl: 0, rdatas: [], signatures: [] },
  };
}

function targetOf({ rdata }: PlanRecordEvidence): string | undefined {
  return rdata === undefined ? undefined : wireName(octetsFrom(rdata))?.toCanonicalString();
}
