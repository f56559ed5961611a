/**
 * The vectors in a file of JSON; `none`, of the same shape, where the file is absent: the cases of a suite are listed also
 * where it is skipped.
 */
export function vectorsOf<T>(text: string | undefined, none: T): T {
  return text === undefined ? none : (JSON.parse(text) as T);
}
