/**
 * What a reader made of octets from outside: the value, or what was wrong with them in our own words, which hold nothing
 * from outside. A log that cannot be read is data, never a throw.
 */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export const read = <T>(value: T): Read<T> => ({ ok: true, value });
export const unreadable = (problem: string): { readonly ok: false; readonly problem: string } => ({
  ok: false,
  problem,
});
