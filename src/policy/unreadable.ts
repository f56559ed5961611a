import { messageOf } from '../base/error.js';

/** Why a file gives nothing, as the end of a sentence; the two usual mistakes without the words of a system call. */
export function unreadableWords(thrown: unknown): string {
  const code = (thrown as { readonly code?: unknown } | undefined)?.code;
  if (code === 'ENOENT') return 'there is none';
  if (code === 'EISDIR') return 'it is a directory, and a file in it has to be named';
  return `it cannot be read: ${messageOf(thrown)}`;
}
