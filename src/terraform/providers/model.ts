import type { CaaParts, Fault, SigningState } from '../model.js';
import type { Attribute, Side } from '../value.js';

/** How a record names its owner. */
export type NameForm =
  /** Relative to the zone, `@` or empty for the zone itself; a final dot makes it absolute. */
  | 'relative'
  /** Absolute, with or without the final dot. */
  | 'absolute'
  /** Absolute if it ends in the name of the zone, else relative. */
  | 'either';

/** Where a resource says which zone it belongs to. */
export interface ZoneReference {
  /** `id`: something that only a zone resource turns into a name. `name`: the name itself. `either`: the provider takes both. */
  readonly by: 'id' | 'name' | 'either';
  /** The attribute, for following references. */
  readonly attribute: string;
  readonly value: Attribute;
  /** The value even where it is sensitive; never shown. */
  readonly hidden?: string;
}

/** One value of a record set, as far as it can be read. */
export interface Value {
  readonly caa?: CaaParts;
  readonly text?: string;
  readonly unknown: readonly string[];
  readonly sensitive: readonly string[];
  readonly faults: readonly Fault[];
}

/** What one side of one resource says. */
export type Statement =
  | {
      readonly is: 'records';
      readonly zone: ZoneReference;
      readonly name: Attribute;
      readonly form: NameForm;
      /** The absolute name as the provider has worked it out; taken where it is known. */
      readonly absolute?: Attribute;
      readonly type: Attribute;
      /** Seconds. */
      readonly ttl?: number;
      /** The resource holds the whole set: deleting it deletes the set. */
      readonly whole: boolean;
      readonly values: readonly Value[];
    }
  | {
      readonly is: 'zone';
      /** Whatever records may refer to it by. */
      readonly ids: readonly (string | undefined)[];
      readonly name: Attribute;
      readonly private: boolean;
    }
  | {
      readonly is: 'signing';
      readonly zone: ZoneReference;
      readonly how: 'zone' | 'key' | 'registrar';
      readonly state: SigningState;
    }
  /** The record sets listed beside this are all that will stand in the zone. */
  | { readonly is: 'exclusive'; readonly zone: ZoneReference };

/** Reads one side of a resource of one type. */
export type Reader = (side: Side) => readonly Statement[];

/** Everything that is known of one provider. */
export interface Provider {
  /** Short name: `cloudflare`. */
  readonly name: string;
  /** Of resources, by type. */
  readonly readers: Readonly<Record<string, Reader>>;
  /** Of zones, by type; their data sources have the same types. */
  readonly zones: Readonly<Record<string, Reader>>;
  /** Resource types whose deletion leaves in the DNS what they made. */
  readonly leftBehind?: readonly string[];
}
