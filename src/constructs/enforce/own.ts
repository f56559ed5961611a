type Attributes = Readonly<Record<string, unknown>>;

/** A resource of a construct, as it has to be written. */
export interface Expected {
  readonly type: string;
  /** Logical id in the stack. */
  readonly id: string;
  /** Path of the construct. */
  readonly path: string;
  /** Strings may be tokens. */
  readonly attributes: Attributes;
  /** What a string comes to in the stack that is written. */
  readonly resolve: (value: string) => unknown;
}

/** What may be added to a resource, or changed, without a change of what stands in DNS. */
const FREE: ReadonlySet<string> = new Set([
  '//',
  'provider',
  'depends_on',
  'lifecycle',
  'comment',
  'tags',
  'ttl',
  'allow_overwrite',
  'project',
  'timeouts',
]);

/** Ways in which a resource is written otherwise than it was made. Almost always there are none, and no words are made. */
export function differences(
  { type, id, path, attributes, resolve }: Expected,
  found: Attributes | undefined,
  preventDestroy: boolean,
): readonly string[] {
  const complaints: string[] = [];
  const complain = (words: string): void => void complaints.push(`${type}.${id} (${path}) ${words}`);
  if (found === undefined) {
    complain('is not written: it was taken out, or renamed after it was made');
    return complaints;
  }
  for (const name in attributes)
    if (!FREE.has(name) && !equal(found[name], attributes[name], resolve))
      complain(`has another ${name} than its policy asks for: ${shown(found[name])}`);
  for (const name in found)
    if (!FREE.has(name) && !Object.hasOwn(attributes, name))
      complain(`has ${name}, which its policy does not ask for`);
  for (const words of lifecycle(found['lifecycle'], attributes, preventDestroy)) complain(words);
  return complaints;
}

function lifecycle(found: unknown, attributes: Attributes, preventDestroy: boolean): readonly string[] {
  const block = typeof found === 'object' && found !== null ? (found as Attributes) : {};
  const ignored = block['ignore_changes'];
  const blind =
    ignored === 'all' ||
    (Array.isArray(ignored) &&
      ignored.some(
        (one: unknown) =>
          one === 'all' ||
          Object.keys(attributes).some((name) => !FREE.has(name) && String(one).startsWith(name)),
      ));
  return [
    ...(preventDestroy && block['prevent_destroy'] !== true
      ? [
          'may be destroyed: its prevent_destroy was taken away. Say preventDestroy: false where that is meant',
        ]
      : []),
    ...(blind ? ['ignores changes of what its policy asks for: a later policy would not be applied'] : []),
  ];
}

function equal(found: unknown, meant: unknown, resolve: Expected['resolve']): boolean {
  if (typeof meant === 'string') return found === meant || found === resolve(meant);
  if (typeof found !== 'object' || typeof meant !== 'object' || found === null || meant === null)
    return found === meant;
  if (Array.isArray(found) !== Array.isArray(meant)) return false;
  const [left, right] = [found as Attributes, meant as Attributes];
  const names = Object.keys(right);
  return (
    names.length === Object.keys(left).length &&
    names.every((name) => Object.hasOwn(left, name) && equal(left[name], right[name], resolve))
  );
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value).slice(0, 300);
}
