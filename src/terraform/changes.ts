import type { ResourceChange } from './document.js';
import type { PlannedChange, SigningState } from './model.js';
import type { Json } from './value.js';

/** What is done, without the values. */
export function plainChange(change: ResourceChange, forgets: boolean): PlannedChange {
  const { address, actions, reason, movedFrom, importing, deposed } = change;
  return {
    address,
    // A deletion that leaves everything behind is no deletion to the zone.
    actions: forgets ? actions.map((action) => (action === 'delete' ? 'forget' : action)) : actions,
    ...(reason === undefined ? {} : { reason }),
    ...(movedFrom === undefined ? {} : { movedFrom }),
    ...(importing === undefined ? {} : { importing }),
    ...(deposed === undefined ? {} : { deposed }),
  };
}

/** Whether the new state of a resource, or the old one, stands at every moment of the change. */
export function standsThrough(actions: readonly string[]): boolean {
  if (actions.includes('create')) return actions.includes('delete') && actions[0] === 'create';
  return !actions.includes('delete');
}

export function changesSomething({ actions }: PlannedChange): boolean {
  return actions.some((action) => action !== 'no-op' && action !== 'read');
}

/** One that is on suffices; what is not known is only known not to matter where another is on. */
export function joined(states: readonly SigningState[]): SigningState {
  const order: readonly SigningState[] = ['on', 'unknown', 'sensitive', 'off'];
  return order.find((state) => states.includes(state)) ?? 'none';
}

/** Whether both sides are the same, marks included, so that one need be read. */
export function isUntouched({ actions, beforeSensitive, afterSensitive }: ResourceChange): boolean {
  return actions.length === 1 && actions[0] === 'no-op' && same(beforeSensitive, afterSensitive);
}

function same(a: Json, b: Json): boolean {
  try {
    return a === b || JSON.stringify(a) === JSON.stringify(b);
  } catch {
    // Nested too deep to be written: then both sides are read.
    return false;
  }
}
