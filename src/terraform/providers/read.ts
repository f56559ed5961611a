import { caaOf, readCaaText, type CaaText } from '../presentation.js';
import { textOf, type Attribute, type Side } from '../value.js';
import type { Fault, SigningState, Unseen } from '../model.js';
import type { Value, ZoneReference } from './model.js';

/** What the readers of all providers are made of. */

export function zoneBy(by: ZoneReference['by'], side: Side, attribute: string): ZoneReference {
  const hidden = side.hidden(attribute);
  return { by, attribute, value: side.get(attribute), ...(hidden === undefined ? {} : { hidden }) };
}

export function known(value: string): Attribute {
  return { is: 'known', value };
}

/** Longest TTL (RFC 2181, section 8). */
const MAX_TTL = 0x7fffffff;

/** A number of seconds, `preset` where none is set. */
export function secondsOf(attribute: Attribute, preset?: number): { readonly ttl?: number } {
  const seconds = Number(textOf(attribute) ?? preset);
  return seconds >= 0 && seconds <= MAX_TTL ? { ttl: seconds } : {};
}

/** A value that cannot be had at all. */
export function unseenValue(why: Unseen, attribute: string): Value {
  return {
    unknown: why === 'unknown' ? [attribute] : [],
    sensitive: why === 'sensitive' ? [attribute] : [],
    faults: [],
  };
}

/** A value in presentation form; `type` decides how it is read. */
export function presentedValue(type: Attribute, value: Attribute, attribute: string): Value {
  if (value.is === 'unknown' || value.is === 'sensitive') return unseenValue(value.is, attribute);
  const text = textOf(value);
  if (text === undefined) return brokenValue('expected a text');
  if (textOf(type)?.toUpperCase() !== 'CAA') return { text, unknown: [], sensitive: [], faults: [] };
  return caaValue(readCaaText(text));
}

/** Values of a list or set of presentation strings; `member` names the attribute inside of each block, if they are blocks. */
export function presentedValues(
  type: Attribute,
  side: Side,
  list: string,
  member?: string,
): readonly Value[] {
  const members = side.members(list);
  if (typeof members === 'string') return [unseenValue(members, side.name(list))];
  return members.map((one) =>
    presentedValue(type, member === undefined ? one.get() : one.get(member), one.name(member ?? '')),
  );
}

/** A CAA value in columns. `absent` columns are broken: no provider fills in a tag. */
export function columnsValue(
  side: Side,
  columns: { readonly flags: string; readonly tag: string; readonly value: string },
  /** Flags where none are set. */
  preset = '',
): Value {
  const parts = [columns.flags, columns.tag, columns.value].map((column) => ({
    column,
    attribute: side.get(column),
  }));
  const named = (why: Unseen): string[] =>
    parts.filter(({ attribute }) => attribute.is === why).map(({ column }) => side.name(column));
  const [unknown, sensitive] = [named('unknown'), named('sensitive')];
  const [flags, tag, value] = parts.map(({ attribute }) => attribute);
  const faults: Fault[] = [];
  if (flags?.is === 'known' && !isFlags(flags))
    faults.push({
      code: 'flags',
      detail:
        typeof flags.value === 'object'
          ? 'expected flags to be a number from 0 to 255; got an object, as bindings write it that take the number for a map'
          : 'expected flags to be a number from 0 to 255',
    });
  if (unknown.length + sensitive.length + faults.length > 0) return { unknown, sensitive, faults };
  return caaValue(
    caaOf(
      textOf(flags ?? { is: 'absent' }) ?? preset,
      textOf(tag ?? { is: 'absent' }) ?? '',
      textOf(value ?? { is: 'absent' }) ?? '',
    ),
  );
}

function isFlags(attribute: Attribute): boolean {
  const text = textOf(attribute) ?? '';
  return /^[0-9]{1,3}$/.test(text) && Number(text) <= 255;
}

export function caaValue(read: CaaText): Value {
  return read.ok
    ? { caa: read.caa, unknown: [], sensitive: [], faults: [] }
    : { unknown: [], sensitive: [], faults: [read.fault] };
}

export function brokenValue(detail: string): Value {
  return { unknown: [], sensitive: [], faults: [{ code: 'unreadable', detail }] };
}

/** The value with what is wrong with it at this provider. */
export function judgedBy(value: Value, faults: (caa: NonNullable<Value['caa']>) => readonly Fault[]): Value {
  return value.caa === undefined ? value : { ...value, faults: [...value.faults, ...faults(value.caa)] };
}

/** For providers that refuse or drop spaces in CAA values. */
export function spaceFaults({ value }: { readonly value: string }): readonly Fault[] {
  return /\s/.test(value)
    ? [{ code: 'spaces', detail: 'expected a CAA value without spaces: this provider does not keep them' }]
    : [];
}

/** The state of a switch: `on` holds for the values named, `off` for every other. */
export function switchState(attribute: Attribute, on: readonly string[], absent: SigningState): SigningState {
  if (attribute.is === 'unknown' || attribute.is === 'sensitive') return attribute.is;
  if (attribute.is === 'absent') return absent;
  return on.includes((textOf(attribute) ?? '').toLowerCase()) ? 'on' : 'off';
}
