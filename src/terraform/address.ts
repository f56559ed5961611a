/** A resource address taken apart: `module.dns["a"].cloudflare_dns_record.caa[0]`. */
export interface ResourceAddress {
  /** Modules on the way down, without their keys: `['dns']`. */
  readonly modules: readonly string[];
  /** The module as it is written, with its keys; `''` for the root. */
  readonly module: string;
  /** `cloudflare_dns_record.caa`, or `data.cloudflare_zone.z`. */
  readonly resource: string;
  /** `[0]`, `["a"]`; `''` where there is one instance. */
  readonly key: string;
}

/**
 * The steps of an address: names, each with the key that follows it. Dots and brackets inside of a quoted key are part
 * of the key; `\"` and `\\` are escapes there. `undefined` for what is no address.
 */
export function stepsOf(
  address: string,
): readonly { readonly name: string; readonly key: string }[] | undefined {
  const steps: { name: string; key: string }[] = [];
  const step = /([^.[\]"]+)((?:\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\])*)(\.|$)/suy;
  while (step.lastIndex < address.length) {
    const found = step.exec(address);
    if (found === null) return undefined;
    steps.push({ name: found[1] ?? '', key: found[2] ?? '' });
    if (found[3] === '') break;
  }
  return steps.length === 0 || step.lastIndex !== address.length ? undefined : steps;
}

export function readAddress(address: string): ResourceAddress | undefined {
  const steps = stepsOf(address);
  if (steps === undefined) return undefined;
  const modules: string[] = [];
  let at = 0;
  while (steps[at]?.name === 'module' && steps[at + 1] !== undefined) {
    modules.push(steps[at + 1]?.name ?? '');
    at += 2;
  }
  const module = steps
    .slice(0, at)
    .map(({ name, key }) => name + key)
    .join('.');
  const rest = steps.slice(at);
  const data = rest[0]?.name === 'data';
  if (rest.length !== (data ? 3 : 2)) return undefined;
  return {
    modules,
    module,
    resource: rest.map(({ name }) => name).join('.'),
    key: rest[rest.length - 1]?.key ?? '',
  };
}
