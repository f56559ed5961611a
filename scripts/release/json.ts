/** What stands at a path of parsed JSON of which nothing is known; `undefined` where there is nothing. */
export function valueAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

/** The same, where it is text. */
export function textAt(value: unknown, ...names: readonly string[]): string | undefined {
  const found = valueAt(value, ...names);
  return typeof found === 'string' ? found : undefined;
}
