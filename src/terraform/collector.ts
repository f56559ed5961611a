import { changesSomething, isUntouched, joined, plainChange, standsThrough } from './changes.js';
import type { ResourceChange } from './document.js';
import type {
  PlannedChange,
  PlannedRecord,
  PlannedSet,
  PlannedSigning,
  PlannedZone,
  RecordType,
  SigningState,
  TerraformPlan,
  Unplaced,
  Unseen,
} from './model.js';
import { placeRecords, placeZone, unseenOf, type Records } from './place.js';
import type { ReaderOf } from './providers/index.js';
import type { Statement, Value } from './providers/model.js';
import { afterSide, beforeSide } from './sides.js';
import type { Side } from './value.js';
import type { Zones } from './zones.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };
type Part = 'before' | 'after';
type Parts = readonly (Part | 'through')[];
type OpenSet = Mutable<PlannedSet> & { emptied?: true };
type OpenSigning = Mutable<PlannedSigning> & { readonly states: Readonly<Record<Part, SigningState[]>> };

/** Puts together, resource by resource, what stands before and after. */
export class Collector {
  readonly unplaced: Unplaced[] = [];
  readonly #zones = new Map<string, Mutable<PlannedZone>>();
  readonly #sets = new Map<string, OpenSet>();
  readonly #signing = new Map<string, OpenSigning>();

  constructor(private readonly zones: Zones) {}

  take(change: ResourceChange, reader: ReaderOf): void {
    const { actions } = change;
    const forgets = actions.includes('forget') || (reader.leftBehind && actions.includes('delete'));
    const before = beforeSide(change);
    // What is forgotten stands on as it is; beside it may stand what is created.
    const kept = forgets ? before : undefined;
    const after = actions.includes('delete') && !actions.includes('create') ? undefined : afterSide(change);
    const context = { change: plainChange(change, forgets), reader };
    if (before !== undefined && after !== undefined && isUntouched(change))
      return this.#side(after, ['before', 'after', 'through'], context);
    if (before !== undefined) this.#side(before, ['before'], context);
    if (kept !== undefined) this.#side(kept, ['after', 'through'], context);
    if (after !== undefined && !(forgets && !actions.includes('create')))
      this.#side(after, standsThrough(actions) ? ['after', 'through'] : ['after'], context);
  }

  result(): Pick<TerraformPlan, 'zones' | 'sets' | 'signing' | 'unplaced'> {
    return {
      zones: [...this.#zones.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
      sets: [...this.#sets.entries()]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { emptied, ...set }]) => (emptied === true ? { ...set, through: [] } : set)),
      signing: [...this.#signing.entries()]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { states, ...one }]) => ({
          ...one,
          before: joined(states.before),
          after: joined(states.after),
        })),
      unplaced: this.unplaced,
    };
  }

  #side(side: Side, parts: Parts, context: Context): void {
    for (const said of context.reader.read(side)) {
      if (said.is === 'zone') this.#zone(said, parts, context);
      else if (said.is === 'exclusive') this.#exclusive(said, parts, context);
      else if (said.is === 'signing') this.#sign(said, parts, context);
      else this.#records(said, parts, context);
    }
  }

  #records(said: Records, parts: Parts, context: Context): void {
    const { change, reader } = context;
    const placed = placeRecords(said, change, reader.provider, this.zones);
    if (placed.kind === 'elsewhere') return;
    if (placed.kind === 'unplaced') return this.#unplace(placed.unplaced, change);
    const { zone, owner, type, typeUnseen } = placed;
    if (!this.zones.matters(owner)) return;
    const set = this.#set(this.#planned(reader.provider, zone).key, owner, type);
    const records = said.values.map((value): PlannedRecord => ({
      address: change.address,
      ...(typeUnseen === undefined ? value : untyped(typeUnseen)),
    }));
    for (const part of parts) set[part].push(...records);
    if (said.ttl !== undefined) set.ttl = Math.min(said.ttl, set.ttl ?? said.ttl);
    note(set.changes, change);
    // A set that one resource deletes whole is gone for a moment, whatever another one puts there.
    if (said.whole && parts.includes('before') && change.actions[0] === 'delete') set.emptied = true;
  }

  #zone(said: Extract<Statement, { is: 'zone' }>, parts: Parts, { change, reader }: Context): void {
    const zone = placeZone(said);
    if (zone === undefined || said.private || !this.zones.matters(zone)) return;
    const one = this.#planned(reader.provider, zone);
    note(one.changes, change);
    if (parts.includes('before'))
      one.deleted = change.actions.includes('delete') && !change.actions.includes('create');
    else if (change.actions.includes('create')) one.created = true;
  }

  #exclusive(said: Extract<Statement, { is: 'exclusive' }>, parts: Parts, { change, reader }: Context): void {
    if (!parts.includes('after') || change.actions.includes('delete')) return;
    const zone = this.zones.find(reader.provider, said.zone, change.address);
    if (zone !== undefined && !zone.private && this.zones.matters(zone.name))
      this.#planned(reader.provider, zone.name).exhaustive = true;
  }

  #sign(said: Extract<Statement, { is: 'signing' }>, parts: Parts, { change, reader }: Context): void {
    const zone = this.zones.find(reader.provider, said.zone, change.address);
    if (zone?.private === true) return;
    if (zone === undefined) {
      const { attribute, value } = said.zone;
      const unseen = unseenOf(value);
      const { address, actions } = change;
      return this.#unplace(
        {
          address,
          actions,
          what: 'DNSSEC',
          why: 'zone',
          attribute,
          ...(unseen === undefined ? {} : { unseen }),
        },
        change,
      );
    }
    if (!this.zones.matters(zone.name)) return;
    const { key } = this.#planned(reader.provider, zone.name);
    const id = `${key} ${said.how}`;
    const one = this.#signing.get(id) ?? {
      zone: key,
      domain: zone.name,
      how: said.how,
      before: 'none',
      after: 'none',
      changes: [],
      states: { before: [], after: [] },
    };
    this.#signing.set(id, one);
    for (const part of parts) if (part !== 'through') one.states[part].push(said.state);
    note(one.changes, change);
  }

  /** What is not touched, and of which it is not known where it stands, is not this plan's affair. */
  #unplace(one: Unplaced, change: PlannedChange): void {
    if (this.zones.isPlan && !changesSomething(change)) return;
    if (!this.unplaced.some((other) => other.address === one.address && other.why === one.why))
      this.unplaced.push(one);
  }

  #planned(provider: string, name: string): Mutable<PlannedZone> {
    const key = `${provider}/${name}`;
    const one = this.#zones.get(key) ?? {
      key,
      provider,
      name,
      created: false,
      deleted: false,
      exhaustive: false,
      changes: [],
    };
    this.#zones.set(key, one);
    return one;
  }

  #set(zone: string, owner: string, type: RecordType): OpenSet {
    const id = `${zone} ${owner} ${type}`;
    const set = this.#sets.get(id) ?? { zone, owner, type, before: [], after: [], through: [], changes: [] };
    this.#sets.set(id, set);
    return set;
  }
}

interface Context {
  readonly change: PlannedChange;
  readonly reader: ReaderOf;
}

/** Where the type itself cannot be had, no value was read as one of it. */
function untyped(why: Unseen): Value {
  const [unknown, sensitive] = why === 'unknown' ? [['type'], []] : [[], ['type']];
  return { unknown, sensitive, faults: [] };
}

function note(changes: PlannedChange[], change: PlannedChange): void {
  if (!changes.some(({ address, deposed }) => address === change.address && deposed === change.deposed))
    changes.push(change);
}
