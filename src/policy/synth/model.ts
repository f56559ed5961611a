import { CaaGuardError } from '../../base/error.js';
import type { Text } from '../../base/text.js';
import type { ExpectedRecord } from '../records.js';

/** One CAA record to be, with what tells it from others of its set. */
export interface CaaEntry extends ExpectedRecord {
  /**
   * Stable name within its owner: `issue-letsencrypt.org`. It does not hold what may change of a record (account, methods), so that
   * such a change is one of the record and not the end of one record and the start of another.
   */
  readonly key: string;
}

/** The CAA set at one owner name. Never empty. */
export interface CaaSet {
  /** Lower-case A-labels, no final dot. */
  readonly owner: string;
  readonly entries: readonly CaaEntry[];
}

/** What has to stand in DNS for one domain. */
export interface DomainRecords {
  readonly domain: string;
  readonly sets: readonly CaaSet[];
  /** The zone has to be signed. */
  readonly dnssec: boolean;
  /** What the policy asks for and records cannot say. */
  readonly notes: readonly Text[];
}

/** An expression of the target language, such as `var.zone_id`: it is written as it is, not as a string. */
export interface Reference {
  readonly ref: string;
}

/** Nested blocks of one name, where the provider has no attribute for it. */
export interface Blocks {
  readonly blocks: readonly Attributes[];
}

export type Value = string | number | boolean | readonly Value[] | Attributes | Reference | Blocks;
export interface Attributes {
  readonly [name: string]: Value;
}

/** One resource of a Terraform provider. */
export interface Resource {
  readonly type: string;
  /** Stable within the domain: `caa-issue-letsencrypt.org`, `shop-caa-issue-none`, `dnssec`. */
  readonly key: string;
  readonly attributes: Attributes;
  /** Keys of resources of the same domain that have to be there first. */
  readonly after?: readonly string[];
}

/** Something that the policy asks for and that cannot be written in a form. */
export class SynthError extends CaaGuardError<'SYNTH_UNSUPPORTED'> {
  constructor(message: string) {
    super('SYNTH_UNSUPPORTED', message);
  }
}
