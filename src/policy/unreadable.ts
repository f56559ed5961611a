import { messageOf } from '../base/error.js';

/** Why a file gives nothing, as the end of a sentence; that it is not there is said without the words of a system call. */
export function unreadableWords(thrown: unknown): string {
  return (thrown as { readonly code?: unknown } | undefined)?.code === 'ENOENT'
    ? 'there is none'
    : `it cannot be read: ${messageOf(thrown)}`;
}
