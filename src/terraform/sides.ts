import type { ResourceChange } from './document.js';
import { Side } from './value.js';

/** What stands before; `undefined` where nothing does. */
export function beforeSide(change: ResourceChange): Side | undefined {
  return change.before === null ? undefined : new Side(change.before, {}, change.beforeSensitive);
}

/** What will stand after; `undefined` where nothing does. */
export function afterSide(change: ResourceChange): Side | undefined {
  return change.after === null
    ? undefined
    : new Side(change.after, change.afterUnknown, change.afterSensitive);
}
