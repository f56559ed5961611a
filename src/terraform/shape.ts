import { planError } from './errors.js';
import { isList, isObject, type Json, type JsonObject } from './value.js';

/** Bounds of the work. */
const MOST_RESOURCES = 500_000;
const ACTIONS: ReadonlySet<string> = new Set([
  'no-op',
  'create',
  'read',
  'update',
  'delete',
  'forget',
  // Ephemeral resources; they leave nothing behind.
  'open',
  'renew',
  'close',
]);

/** Longest address or type that is taken, in UTF-16 units: keys of `for_each` are in it. */
const MOST_TEXT = 8_192;

export function isShort(value: Json | undefined): value is string {
  return typeof value === 'string' && value.length <= MOST_TEXT;
}

/** What every resource has. */
export function headOf(
  one: JsonObject,
  path: string,
): {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
} {
  const { address, mode, type } = one;
  if (!isShort(address))
    throw planError('PLAN_SHAPE', `${path}.address: expected a text of at most ${MOST_TEXT} characters`);
  if (!isShort(type))
    throw planError('PLAN_SHAPE', `${path}.type: expected a text of at most ${MOST_TEXT} characters`);
  return { address, mode: mode === 'data' ? 'data' : 'managed', type };
}

export function actionsOf(change: JsonObject, path: string): readonly string[] {
  const actions = change['actions'];
  if (!isList(actions) || actions.length === 0 || actions.length > 2)
    throw planError('PLAN_SHAPE', `${path}.change.actions: expected a list of one or two actions`);
  return actions.map((action) => actionOf(action, `${path}.change.actions`));
}

function actionOf(action: Json, path: string): string {
  if (typeof action === 'string' && ACTIONS.has(action)) return action;
  throw planError(
    'PLAN_SHAPE',
    `${path}: expected ${[...ACTIONS].slice(0, 6).join(', ')}; got ${typeof action === 'string' ? JSON.stringify(action.slice(0, 60)) : 'something else'}. ` +
      'What it does to the zone is not known to this version.',
  );
}

export function sideOf(side: Json | undefined, path: string): JsonObject | null {
  if (side === undefined || side === null) return null;
  if (!isObject(side)) throw planError('PLAN_SHAPE', `${path}: expected an object or null`);
  return side;
}

export function listOf(json: JsonObject, key: string): readonly Json[] {
  const list = json[key];
  if (list === undefined || list === null) return [];
  if (!isList(list)) throw planError('PLAN_SHAPE', `${key}: expected a list`);
  bounded(list.length);
  return list;
}

export function bounded(count: number): void {
  if (count > MOST_RESOURCES)
    throw planError('PLAN_TOO_LARGE', `expected at most ${MOST_RESOURCES} resources; got more`);
}
