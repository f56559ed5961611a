import { readAddress } from './address.js';
import type { Document, ResourceChange } from './document.js';
import { absoluteName, selfAndAbove } from './names.js';
import type { Statement, ZoneReference } from './providers/model.js';
import { readerOf } from './providers/index.js';
import { References, type Target } from './references.js';
import { afterSide, beforeSide } from './sides.js';
import { textOf } from './value.js';

/** What is known of a zone before any record is looked at. */
export interface ZoneInfo {
  readonly name: string;
  readonly private: boolean;
}

/** What whoever asks knows beforehand. */
export interface Hints {
  /** Names of zones by the ids that records refer to them by. */
  readonly zones?: Readonly<Record<string, string>>;
  /** Names that matter; an absolute name below one of them is believed to be one. Lower-case A-labels. */
  readonly names?: readonly string[];
}

/** Resources that are gone through for one zone: references may lead everywhere, and in circles. */
const MOST_HOPS = 64;

/** Finds the zone that a resource belongs to: by its name, its id, or by following the expression behind an unknown id. */
export class Zones {
  readonly #byId = new Map<string, ZoneInfo>();
  readonly #byAddress = new Map<string, ZoneInfo>();
  /** By path of modules and resource: every instance. */
  readonly #instances = new Map<
    string,
    { readonly module: string; readonly key: string; readonly change: ResourceChange }[]
  >();
  /** Zones by what the names of their records show; looked for only when nothing else tells. */
  #guessed: Map<string, string> | undefined;
  readonly #changes: readonly ResourceChange[];
  readonly #references: References;
  readonly #zoneHints: ReadonlyMap<string, string>;
  readonly #names: ReadonlySet<string>;
  /** All that lies above a name that matters. */
  readonly #above: ReadonlySet<string>;

  /** False for a state, in which nothing changes. */
  readonly isPlan: boolean;

  constructor(document: Document, hints: Hints) {
    this.isPlan = document.kind === 'plan';
    this.#references = new References(document.configuration);
    this.#zoneHints = new Map(
      Object.entries(hints.zones ?? {}).flatMap(([id, name]) => {
        const absolute = absoluteName(name);
        return absolute === undefined ? [] : [[id, absolute] as const];
      }),
    );
    this.#names = new Set(hints.names);
    this.#above = new Set([...this.#names].flatMap((name) => selfAndAbove(name).slice(1)));
    for (const change of document.known) this.#take(change);
    for (const change of document.changes) this.#take(change);
    this.#changes = document.changes;
  }

  /** The zone; `undefined` where no way leads to its name. */
  find(
    provider: string,
    reference: ZoneReference,
    address: string,
    budget = { left: MOST_HOPS },
  ): ZoneInfo | undefined {
    const { by, value, hidden } = reference;
    if (hidden !== undefined) {
      const id = bareId(hidden);
      const found = this.#byId.get(`${provider} ${id}`) ?? this.#hinted(id);
      if (found !== undefined) return found;
      const named = by === 'id' ? undefined : absoluteName(hidden);
      const dotted = by === 'name' || hidden.includes('.');
      // A name that is not to be shown is taken only where it is one that everybody knows.
      if (named !== undefined && dotted && (value.is === 'known' || this.#names.has(named)))
        return { name: named, private: false };
      const guessed = this.#guesses().get(`${provider} ${id}`);
      if (guessed !== undefined) return { name: guessed, private: false };
    }
    if (budget.left-- <= 0) return undefined;
    for (const target of this.#references.targetsOf(address, reference.attribute)) {
      const found = this.#resolve(target, budget);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Whether a name lies at, below or above one that matters. */
  matters(name: string): boolean {
    return this.#names.size === 0 || this.#above.has(name) || this.hint(name) !== undefined;
  }

  /** The highest name that matters and that an absolute name lies at or below. */
  hint(name: string): string | undefined {
    return selfAndAbove(name).findLast((one) => this.#names.has(one));
  }

  #hinted(id: string): ZoneInfo | undefined {
    const name = this.#zoneHints.get(id);
    return name === undefined ? undefined : { name, private: false };
  }

  #take(change: ResourceChange): void {
    const reader = readerOf(change.type);
    if (reader === undefined) return;
    const at = readAddress(change.address);
    if (at !== undefined) {
      const place = `${at.modules.join('.')}|${at.resource}`;
      const list = this.#instances.get(place) ?? [];
      list.push({ module: at.module, key: at.key, change });
      this.#instances.set(place, list);
    }
    if (!reader.isZone) return;
    for (const side of [beforeSide(change), afterSide(change)]) {
      if (side === undefined) continue;
      for (const said of reader.read(side))
        if (said.is === 'zone') this.#takeZone(reader.provider, change.address, said);
    }
  }

  #takeZone(provider: string, address: string, said: Extract<Statement, { is: 'zone' }>): void {
    const name = absoluteName(textOf(said.name) ?? '');
    if (name === undefined) return;
    const info = { name, private: said.private };
    this.#byAddress.set(address, info);
    for (const id of said.ids) if (id !== undefined && id !== '') this.#byId.set(`${provider} ${id}`, info);
  }

  /**
   * A zone known by its id alone, one of whose records has an absolute name that matters: its other records are taken to
   * belong under that name too.
   */
  #guesses(): ReadonlyMap<string, string> {
    if (this.#guessed !== undefined) return this.#guessed;
    const guessed = new Map<string, string>();
    this.#guessed = guessed;
    for (const change of this.#changes) {
      const reader = readerOf(change.type);
      if (reader === undefined || reader.isZone) continue;
      for (const side of [beforeSide(change), afterSide(change)])
        for (const said of side === undefined ? [] : reader.read(side)) {
          if (said.is !== 'records' || said.zone.by !== 'id' || said.zone.hidden === undefined) continue;
          const hint = this.#hintIn(said);
          const key = `${reader.provider} ${bareId(said.zone.hidden)}`;
          const other = guessed.get(key);
          if (hint !== undefined && (other === undefined || hint.length < other.length))
            guessed.set(key, hint);
        }
    }
    return guessed;
  }

  #hintIn({ name, absolute }: Extract<Statement, { is: 'records' }>): string | undefined {
    for (const one of [name, absolute ?? name]) {
      const read = absoluteName(textOf(one) ?? '');
      const hint = read === undefined ? undefined : this.hint(read);
      if (hint !== undefined) return hint;
    }
    return undefined;
  }

  #resolve(target: Target, budget: { left: number }): ZoneInfo | undefined {
    const all = this.#instances.get(`${target.modules.join('.')}|${target.resource}`) ?? [];
    const here = all.filter(({ module }) => module === target.instance);
    const near = here.length > 0 ? here : all;
    const exact = target.key === '' ? near : near.filter(({ key }) => key === target.key);
    const found = new Map<string, ZoneInfo>();
    for (const { change } of exact.length > 0 ? exact : near) {
      const info = this.#byAddress.get(change.address) ?? this.#zoneOf(change, budget);
      if (info === undefined) return undefined;
      found.set(`${info.name} ${String(info.private)}`, info);
      // Of several that could be meant, none is.
      if (found.size > 1) return undefined;
    }
    return [...found.values()][0];
  }

  /** The zone that another resource belongs to: a key, say, whose `hosted_zone_id` is taken. */
  #zoneOf(change: ResourceChange, budget: { left: number }): ZoneInfo | undefined {
    const reader = readerOf(change.type);
    const side = afterSide(change) ?? beforeSide(change);
    if (reader === undefined || side === undefined || budget.left <= 0) return undefined;
    for (const said of reader.read(side))
      if (said.is !== 'zone') return this.find(reader.provider, said.zone, change.address, budget);
    return undefined;
  }
}

/** Route 53 writes ids of zones with a path before them, or without. */
function bareId(id: string): string {
  return id.replace(/^\/?hostedzone\//, '');
}
