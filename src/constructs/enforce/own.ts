type Attributes = Readonly<Record<string, unknown>>;

/** A resource of a construct, as it has to be written. */
export interface Expected {
  readonly type: string;
  /** Logical id in the stack. */
  readonly id: string;
  /** Path of the construct. */
  readonly path: string;
  readonly attributes: Attributes;
}

/** What may be added to a resource, or changed, without a change of what stands in DNS. */
const FREE = [
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
];

/** Ways in which a resource is written otherwise than it was made. */
export function differences(
  { type, id, path, attributes }: Expected,
  found: Attributes | undefined,
  preventDestroy: boolean,
): readonly string[] {
  const who = `${type}.${id} (${path})`;
  if (found === undefined) return [`${who} is not written: it was taken out, or renamed after it was made`];
  const changed = Object.entries(attributes)
    .filter(([name, value]) => !FREE.includes(name) && !equal(found[name], value))
    .map(([name]) => `${who} has another ${name} than its policy asks for: ${shown(found[name])}`);
  const added = Object.keys(found)
    .filter((name) => !(name in attributes) && !FREE.includes(name))
    .map((name) => `${who} has ${name}, which its policy does not ask for`);
  return [...changed, ...added, ...lifecycle(who, found['lifecycle'], attributes, preventDestroy)];
}

function lifecycle(
  who: string,
  found: unknown,
  attributes: Attributes,
  preventDestroy: boolean,
): readonly string[] {
  const block = typeof found === 'object' && found !== null ? (found as Attributes) : {};
  const ignored = block['ignore_changes'];
  const guarded = Object.keys(attributes).filter((name) => !FREE.includes(name));
  const blind =
    ignored === 'all' ||
    (Array.isArray(ignored) &&
      ignored.some((one: unknown) => one === 'all' || guarded.some((name) => String(one).startsWith(name))));
  return [
    ...(preventDestroy && block['prevent_destroy'] !== true
      ? [
          `${who} may be destroyed: its prevent_destroy was taken away. Say preventDestroy: false where that is meant`,
        ]
      : []),
    ...(blind
      ? [`${who} ignores changes of what its policy asks for: a later policy would not be applied`]
      : []),
  ];
}

function equal(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && equal(value, right.get(key)))
  );
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value).slice(0, 300);
}
