import { EXCLUSIVE, isUnknown, RECORDS, SIGNING } from './shapes.js';
import { differences, type Expected } from './own.js';

type Attributes = Readonly<Record<string, unknown>>;

/** A stack as it is written: Terraform's JSON syntax. */
export interface Written {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/** A guarded domain, seen from one stack. */
export interface Guard {
  readonly path: string;
  readonly domain: string;
  readonly dnssec: boolean;
  readonly preventDestroy: boolean;
  /** What identifies its zone, as it is written: `{ zone_id: '${cloudflare_zone.z.id}' }`. */
  readonly zone: Attributes;
  /** What has to be in this stack. */
  readonly resources: readonly Expected[];
}

/**
 * What is wrong with a stack, in words; none if all is as the guarded domains of the app have it. Every CAA record and every
 * DNSSEC resource of a guarded domain has to come from its construct, and has to be written as it was made.
 */
export function judgeConfiguration(written: Written, guards: readonly Guard[]): readonly string[] {
  const own = new Set<string>();
  const complaints: string[] = [];
  for (const guard of guards)
    for (const expected of guard.resources) {
      own.add(`${expected.type}.${expected.id}`);
      const found = written.resource?.[expected.type]?.[expected.id];
      const different = differences(expected, found, guard.preventDestroy);
      if (different.length > 0) complaints.push(...different);
    }
  const index = new Guards(guards);
  for (const [type, all] of Object.entries(written.resource ?? {}))
    for (const [id, attributes] of Object.entries(all))
      if (!own.has(`${type}.${id}`)) complaints.push(...foreign(type, id, attributes, index));
  return complaints;
}

function foreign(type: string, id: string, attributes: Attributes, guards: Guards): readonly string[] {
  const record = RECORDS[type];
  const who = `${type}.${id}`;
  if (record !== undefined) {
    const kind = record.type === undefined ? 'CAA' : attributes[record.type];
    if (kind !== 'CAA' && !isUnknown(kind)) return [];
    const zone = attributes[record.zone];
    const name = attributes[record.name];
    const inZone = record.zoneIs === 'domain' ? guards.ofName(zone) : guards.ofZone(zone);
    if (isUnknown(kind) || isUnknown(name))
      return inZone === undefined
        ? []
        : [
            `${who} is in the zone of ${inZone.domain}, and its ${isUnknown(kind) ? 'type' : 'name'} is not known before apply: it may be a CAA record that ${inZone.path} guards. Say it literally`,
          ];
    const guard = guards.ofOwner(name, record.zoneIs === 'domain' ? zone : inZone?.domain);
    return guard === undefined
      ? []
      : [`${who} is a CAA record of ${guard.domain} that did not come from ${guard.path}. Declare it there`];
  }
  const exclusive = EXCLUSIVE[type];
  if (exclusive !== undefined) {
    const guard = guards.ofZone(attributes[exclusive]);
    return guard === undefined
      ? []
      : [`${who} claims all records of the zone of ${guard.domain}: those of ${guard.path} would go`];
  }
  return signing(type, who, attributes, guards);
}

function signing(type: string, who: string, attributes: Attributes, guards: Guards): readonly string[] {
  const shape = SIGNING[type];
  if (shape === undefined) return [];
  const zone = attributes[shape.zone];
  const guard = shape.zoneIs === 'domain' ? guards.ofDomain(zone) : guards.ofZone(zone);
  if (guard === undefined || !guard.dnssec) return [];
  if (shape.on === undefined)
    return [
      `${who} says how ${guard.domain} is signed, and did not come from ${guard.path}. Declare it there`,
    ];
  return shape.on(attributes) === true
    ? []
    : [`${who} leaves ${guard.domain} unsigned, and ${guard.path} requires DNSSEC. Turn it on`];
}

/** Guards by what resources say of a zone. */
class Guards {
  readonly #byDomain: ReadonlyMap<string, Guard>;
  readonly #byZone: ReadonlyMap<unknown, Guard>;

  constructor(guards: readonly Guard[]) {
    this.#byDomain = new Map(guards.map((one) => [one.domain, one]));
    this.#byZone = new Map(
      guards.flatMap((one) =>
        ['zone_id', 'managed_zone'].flatMap((key) => {
          const value = one.zone[key];
          return value === undefined ? [] : [[value, one] as const];
        }),
      ),
    );
  }

  /** By the attribute that identifies the zone to its provider, as it is written. */
  ofZone(zone: unknown): Guard | undefined {
    return this.#byZone.get(zone);
  }

  ofDomain(name: unknown): Guard | undefined {
    return typeof name === 'string' ? this.#byDomain.get(plainName(name)) : undefined;
  }

  /** The nearest domain at or above a name. */
  ofName(name: unknown): Guard | undefined {
    if (typeof name !== 'string') return undefined;
    const labels = plainName(name).split('.');
    for (let i = 0; i < labels.length; i++) {
      const guard = this.#byDomain.get(labels.slice(i).join('.'));
      if (guard !== undefined) return guard;
    }
    return undefined;
  }

  /** By the owner name of a record: absolute, or as seen from its zone where that is known. */
  ofOwner(name: unknown, zone: unknown): Guard | undefined {
    if (typeof name !== 'string') return undefined;
    if (typeof zone !== 'string' || isUnknown(zone)) return this.ofName(name);
    const below = plainName(name);
    const top = plainName(zone);
    const whole =
      below === '' || below === '@'
        ? top
        : below === top || below.endsWith(`.${top}`)
          ? below
          : `${below}.${top}`;
    return this.ofName(whole);
  }
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
