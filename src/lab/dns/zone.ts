import { DnsName } from '../../base/name.js';
import type { Seeds } from '../seeds.js';
import { dsRdata } from './ds.js';
import { FLAG, generateKey } from './keys.js';
import { rdataOf } from './rdata.js';
import { LabError, T, typeNumber, type LabRRset } from './rr.js';
import type { Damage, DsSpec, SigningSpec, ZoneKeys, ZoneSpec } from './zone-spec.js';

const DEFAULT_TTL = 300;

/**
 * A zone as its owner holds it: records, keys, what the parent says, and what is broken in it. It may be changed at any
 * time; whoever derived something from it looks at `version`.
 */
export class LabZone {
  readonly name: DnsName;
  readonly servers: readonly string[];
  readonly #sets = new Map<string, LabRRset>();
  readonly #children = new Map<string, LabZone>();
  #signing: SigningSpec | undefined;
  #ds: DsSpec;
  #damages: readonly Damage[] = [];
  #keys: ZoneKeys | undefined;
  #version = 0;
  #parent: LabZone | undefined;

  constructor(
    spec: ZoneSpec,
    private readonly seeds: Seeds = () => undefined,
  ) {
    this.name = DnsName.parse(spec.name);
    this.servers = spec.servers;
    this.#signing = spec.signing === 'unsigned' ? undefined : (spec.signing ?? {});
    this.#ds = spec.ds ?? { digests: [2] };
    for (const record of spec.records ?? []) this.add(...record);
    if (this.rrset(this.name, T.NS) === undefined)
      for (const server of spec.servers) this.add('@', 'NS', server, 3600);
    if (this.rrset(this.name, T.SOA) === undefined)
      this.add('@', 'SOA', `${spec.servers[0] ?? '.'} hostmaster.invalid 1 3600 600 604800 300`, 3600);
  }

  /** The zone as it stands, with the same keys; what is changed in one is not changed in the other. It has no children. */
  copy(): LabZone {
    const signing = this.#signing === undefined ? 'unsigned' : { ...this.#signing, keys: this.keys };
    const copy = new LabZone({ name: this.name.toString(), servers: this.servers, signing, ds: this.#ds });
    copy.#sets.clear();
    for (const [key, set] of this.#sets) copy.#sets.set(key, set);
    copy.#damages = this.#damages;
    return copy;
  }

  /** Counts changes, of the parent's view of children as well. */
  get version(): number {
    return this.#version;
  }

  /** How the zone is signed; `undefined` if it is not. */
  get signing(): SigningSpec | undefined {
    return this.#signing;
  }

  get keys(): ZoneKeys {
    return (this.#keys ??= this.#signing?.keys ?? this.#generate(this.#signing ?? {}));
  }

  get damages(): readonly Damage[] {
    return this.#damages;
  }

  get children(): Iterable<LabZone> {
    return this.#children.values();
  }

  /** Owner as in `RecordSpec`. */
  owner(text: string): DnsName {
    if (text === '@') return this.name;
    if (text.endsWith('.')) return DnsName.parse(text);
    return DnsName.fromLabels([...DnsName.parse(text).labels, ...this.name.labels]);
  }

  add(owner: string, type: string | number, rdata: string | Uint8Array, ttl = DEFAULT_TTL): this {
    const name = this.owner(owner);
    if (!name.isAtOrBelow(this.name))
      throw new LabError(`expected an owner in ${this.name.toString()}; got ${name.toString()}`);
    const number = typeNumber(type);
    const before = this.rrset(name, number);
    const rdatas = [...(before?.rdatas ?? []), rdataOf(number, rdata)];
    this.#sets.set(setKey(name, number), { name, type: number, ttl: before?.ttl ?? ttl, rdatas });
    return this.#changed();
  }

  /** Removes a set; without a type, all of the owner. */
  remove(owner: string, type?: string | number): this {
    const name = this.owner(owner);
    for (const set of [...this.#sets.values()])
      if (set.name.equals(name) && (type === undefined || set.type === typeNumber(type)))
        this.#sets.delete(setKey(set.name, set.type));
    return this.#changed();
  }

  /** Puts these records in place of a set; none of them removes it. */
  replace(
    owner: string,
    type: string | number,
    rdatas: readonly (string | Uint8Array)[],
    ttl = DEFAULT_TTL,
  ): this {
    this.remove(owner, type);
    for (const rdata of rdatas) this.add(owner, type, rdata, ttl);
    return this;
  }

  /** What the parent says of this zone's keys from now on. */
  setDs(ds: DsSpec): this {
    this.#ds = ds;
    return this.#changed();
  }

  /** Signs otherwise, or not at all, from now on. Keys are made anew unless they are given. */
  setSigning(signing: SigningSpec | 'unsigned'): this {
    this.#signing = signing === 'unsigned' ? undefined : signing;
    this.#keys = undefined;
    return this.#changed();
  }

  /** Breaks something. Damages add up; `mend` takes all away. */
  damage(...damages: readonly Damage[]): this {
    this.#damages = [...this.#damages, ...damages];
    return this.#changed();
  }

  mend(): this {
    this.#damages = [];
    return this.#changed();
  }

  /** Makes a zone below this one its child: its NS set, glue and DS follow the child. */
  attach(child: LabZone): void {
    if (!child.name.isBelow(this.name))
      throw new LabError(`expected a zone below ${this.name.toString()}; got ${child.name.toString()}`);
    this.#children.set(child.name.key, child);
    child.#parent = this;
    this.#changed();
  }

  /** Whether the parent holds DS records, without making any. */
  get hasDs(): boolean {
    if (this.#ds === 'none') return false;
    return 'rdatas' in this.#ds ? this.#ds.rdatas.length > 0 : this.#signing !== undefined;
  }

  /** DS RDATAs that the parent holds. */
  dsRdatas(): readonly Uint8Array[] {
    if (!this.hasDs || this.#ds === 'none') return [];
    if ('rdatas' in this.#ds) return this.#ds.rdatas.map((one) => rdataOf(T.DS, one));
    const { digests } = this.#ds;
    return this.keys.anchored.flatMap((key) => digests.map((digest) => dsRdata(this.name, key, digest)));
  }

  rrset(name: DnsName, type: number): LabRRset | undefined {
    return this.#sets.get(setKey(name, type));
  }

  /** What the owner put in, without what signing adds. */
  rrsets(): Iterable<LabRRset> {
    return this.#sets.values();
  }

  #changed(): this {
    this.#version++;
    // The parent holds this zone's NS, glue and DS.
    const parent = this.#parent;
    if (parent !== undefined) parent.#version++;
    return this;
  }

  #generate({ algorithm = 13, csk = false }: SigningSpec): ZoneKeys {
    const make = (role: string, flags: number) => {
      const seed = this.seeds(`${this.name.toCanonicalString()}/${role}/${algorithm}`);
      return generateKey({ algorithm, flags, ...(seed === undefined ? {} : { seed }) });
    };
    const ksk = make('ksk', FLAG.ZONE | FLAG.SEP);
    const zsk = csk ? ksk : make('zsk', FLAG.ZONE);
    return { published: csk ? [ksk] : [ksk, zsk], signKeys: [ksk], signData: [zsk], anchored: [ksk] };
  }
}

export function setKey(name: DnsName, type: number): string {
  return `${type}/${name.key}`;
}
