/** What became of reading one attribute: its value, or why there is none. */
export type Unseen = 'unknown' | 'sensitive';

/** Something about a value that the provider or the DNS will not take as it is written. Never quotes a sensitive value. */
export interface Fault {
  /**
   * `flags`: no number from 0 to 255. `spaces`: the provider refuses or drops them. `final-dot`: the provider wants one.
   * `tag`: the provider knows no such tag. `unreadable`: no CAA record can be made of it.
   */
  readonly code: 'flags' | 'spaces' | 'final-dot' | 'tag' | 'unreadable';
  readonly detail: string;
}

/** The parts of a CAA record (RFC 8659, section 4.1). `value` is an octet string or text that is written in UTF-8. */
export interface CaaParts {
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}

/** One record of a set, as one side of the plan has it. */
export interface PlannedRecord {
  /** Address of the resource that it comes from. */
  readonly address: string;
  /** Absent where something of it is not known, not to be shown, or broken; and for other types than CAA. */
  readonly caa?: CaaParts;
  /** Value in presentation form, of other types than CAA; absent as `caa` is. */
  readonly text?: string;
  /** Attributes that are not known before apply, as paths: `data.value`, `records[3]`. */
  readonly unknown: readonly string[];
  /** Attributes that Terraform marks as sensitive: what they hold is read by nobody. */
  readonly sensitive: readonly string[];
  readonly faults: readonly Fault[];
}

/** What is done to one resource. */
export interface PlannedChange {
  readonly address: string;
  /** As Terraform gives them: `no-op`, `create`, `update`, `delete`, `forget`, and pairs of these. */
  readonly actions: readonly string[];
  /** `delete_because_no_resource_config` ... */
  readonly reason?: string;
  /** The address that it had before. */
  readonly movedFrom?: string;
  readonly importing?: true;
  /** An object that an earlier, broken replacement left behind. */
  readonly deposed?: true;
}

/** Types of record sets that a plan is read for. */
export const RECORD_TYPES = ['CAA', 'DS', 'NS', 'CNAME', 'DNAME', 'TXT'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** The record set at one owner name in one zone, before and after. */
export interface PlannedSet {
  /** Key of the zone, see `PlannedZone`. */
  readonly zone: string;
  /** Lower-case A-labels without the final dot. */
  readonly owner: string;
  readonly type: RecordType;
  /** Seconds; the least that is known of the records after, or before where none stand after. */
  readonly ttl?: number;
  readonly before: readonly PlannedRecord[];
  readonly after: readonly PlannedRecord[];
  /** What stands all through the change, if deletions come first: records that are neither deleted nor still to be created. */
  readonly through: readonly PlannedRecord[];
  readonly changes: readonly PlannedChange[];
}

/** A zone that the plan speaks of. Zones of one name at one provider are one; private ones are left out. */
export interface PlannedZone {
  /** `provider/name`, such as `cloudflare/example.com`. */
  readonly key: string;
  readonly provider: string;
  /** Lower-case A-labels without the final dot. */
  readonly name: string;
  /** The zone itself is made by this plan, or made anew: it holds nothing but what the plan puts there. */
  readonly created: boolean;
  /** The zone itself goes. */
  readonly deleted: boolean;
  /** A resource claims all record sets of the zone: what it does not list will not stand. */
  readonly exhaustive: boolean;
  /** Changes of the zone itself. */
  readonly changes: readonly PlannedChange[];
}

export type SigningState = 'on' | 'off' | 'none' | Unseen;

/** What the plan says about whether a domain is signed. `none`: nothing stands there. */
export interface PlannedSigning {
  readonly zone: string;
  /** The domain that is signed. */
  readonly domain: string;
  /** `zone`: the provider signs. `key`: a key that it signs with. `registrar`: what goes to the parent as DS. */
  readonly how: 'zone' | 'key' | 'registrar';
  readonly before: SigningState;
  readonly after: SigningState;
  readonly changes: readonly PlannedChange[];
}

/** What Terraform saw when it refreshed: `before` is what it had left there, `after` what it found. */
export interface OutsideChange {
  readonly zone: string;
  readonly owner: string;
  /** A record type, or `DNSSEC`. */
  readonly type: RecordType | 'DNSSEC';
  readonly address: string;
  readonly before: readonly PlannedRecord[];
  readonly after: readonly PlannedRecord[];
  /** For `DNSSEC`. */
  readonly states?: { readonly before: SigningState; readonly after: SigningState };
}

/** A resource of which it is not known where it belongs, or what it says. */
export interface Unplaced {
  readonly address: string;
  readonly actions: readonly string[];
  /** What it is, such as `CAA` or `DNSSEC`; `?` where that is not known either. */
  readonly what: string;
  /** `zone`: no way leads from the attribute to a name. `name`, `type`: not known. `provider`: no such resource is known here. */
  readonly why: 'zone' | 'name' | 'type' | 'provider';
  readonly attribute: string;
  readonly unseen?: Unseen;
}

/** What a plan or a state says about the zones that the reader cares about. */
export interface TerraformPlan {
  readonly kind: 'plan' | 'state';
  readonly formatVersion: string;
  readonly terraformVersion?: string;
  /** The plan failed: what it lists is part of what it would do. */
  readonly errored: boolean;
  /** False: `-target`, or something is put off; a later apply will do more. */
  readonly complete: boolean;
  /** Resources whose changes are put off. */
  readonly deferred: readonly string[];
  /** Resources that were looked at, of all kinds. */
  readonly resources: number;
  readonly zones: readonly PlannedZone[];
  readonly sets: readonly PlannedSet[];
  readonly signing: readonly PlannedSigning[];
  readonly outside: readonly OutsideChange[];
  readonly unplaced: readonly Unplaced[];
}
