import { RECORD_TYPES, type PlannedChange, type RecordType, type Unplaced, type Unseen } from './model.js';
import { absoluteName, ownerOf } from './names.js';
import type { Statement } from './providers/model.js';
import { textOf, type Attribute } from './value.js';
import type { Zones } from './zones.js';

export type Records = Extract<Statement, { is: 'records' }>;

/** Where a record set belongs. `elsewhere`: it concerns nobody here. */
export type Placed =
  | {
      readonly kind: 'placed';
      readonly zone: string;
      readonly owner: string;
      readonly type: RecordType;
      /** The type cannot be had: it may be CAA, and is taken for that. */
      readonly typeUnseen?: Unseen;
    }
  | { readonly kind: 'unplaced'; readonly unplaced: Unplaced }
  | { readonly kind: 'elsewhere' };

const ELSEWHERE: Placed = { kind: 'elsewhere' };
/** Types by which certificates are got: it is said where they cannot be placed. */
const GRAVE: ReadonlySet<string> = new Set(['CAA', 'DS']);

export function placeRecords(said: Records, change: PlannedChange, provider: string, zones: Zones): Placed {
  const typed = typeOf(said.type);
  if (typed === undefined) return ELSEWHERE;
  const zone = zones.find(provider, said.zone, change.address);
  if (zone?.private === true) return ELSEWHERE;
  const unplaced = (why: Unplaced['why'], attribute: string, unseen?: Unseen): Placed =>
    GRAVE.has(typed.type) && (zone === undefined || zones.matters(zone.name))
      ? {
          kind: 'unplaced',
          unplaced: {
            address: change.address,
            actions: change.actions,
            what: typed.typeUnseen === undefined ? typed.type : '?',
            why,
            attribute,
            ...(unseen === undefined ? {} : { unseen }),
          },
        }
      : ELSEWHERE;
  const { name } = said;
  if (name.is === 'unknown' || name.is === 'sensitive') return unplaced('name', 'name', name.is);
  const given = textOf(name) ?? '';
  const owner = ownerOf(given, said.form, zone?.name) ?? hinted(given, said, zones);
  if (owner === undefined) return unplaced('zone', said.zone.attribute, unseenOf(said.zone.value));
  const at = zone?.name ?? zones.hint(owner) ?? owner;
  return { kind: 'placed', zone: at, owner, ...typed };
}

/** The name of a zone, if it is to be had. */
export function placeZone(said: Extract<Statement, { is: 'zone' }>): string | undefined {
  return absoluteName(textOf(said.name) ?? '');
}

export function unseenOf(attribute: Attribute): Unseen | undefined {
  return attribute.is === 'unknown' || attribute.is === 'sensitive' ? attribute.is : undefined;
}

function typeOf(type: Attribute): { readonly type: RecordType; readonly typeUnseen?: Unseen } | undefined {
  const unseen = unseenOf(type);
  if (unseen !== undefined) return { type: 'CAA', typeUnseen: unseen };
  const text = (textOf(type) ?? '').toUpperCase();
  const found = RECORD_TYPES.find((one) => one === text);
  return found === undefined ? undefined : { type: found };
}

/**
 * Without a zone, the absolute name that the provider has worked out counts, and a name that lies below one that matters
 * is believed to be absolute.
 */
function hinted(given: string, { form, absolute }: Records, zones: Zones): string | undefined {
  const candidates = [
    textOf(absolute ?? { is: 'absent' }) ?? '',
    ...(form === 'relative' || given === '@' ? [] : [given]),
  ];
  for (const candidate of candidates) {
    const name = candidate === '' ? undefined : absoluteName(candidate);
    if (name !== undefined && zones.hint(name) !== undefined) return name;
  }
  return undefined;
}
