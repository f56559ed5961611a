/*
 * What a Terraform plan, or a state, says about the domains of a policy, as evidence. Sensitive values are not in it, nor
 * is anything of resources that do not concern these domains. Mirrors what the terraform room reads.
 */

export interface PlanEvidence {
  readonly kind: 'plan' | 'state';
  readonly formatVersion: string;
  readonly terraformVersion?: string;
  /** Nothing else was looked at: what is deployed is not judged. */
  readonly alone?: true;
  /** The plan failed, so it lists part of what it would do. */
  readonly errored: boolean;
  /** False: part of the configuration was left out (`-target`) or put off. */
  readonly complete: boolean;
  /** Addresses of resources whose change is put off. */
  readonly deferred: readonly string[];
  /** Number of all resources in it. */
  readonly resources: number;
  readonly zones: readonly PlanZoneEvidence[];
  readonly sets: readonly PlanSetEvidence[];
  readonly signing: readonly PlanSigningEvidence[];
  readonly outside: readonly PlanOutsideEvidence[];
  readonly unplaced: readonly PlanUnplacedEvidence[];
}

export interface PlanChangeEvidence {
  readonly address: string;
  readonly actions: readonly string[];
  readonly reason?: string;
  readonly movedFrom?: string;
  readonly importing?: true;
  readonly deposed?: true;
}

/** A zone at one provider. */
export interface PlanZoneEvidence {
  /** `provider/name`; what `zone` elsewhere in this part points to. */
  readonly key: string;
  readonly provider: string;
  readonly name: string;
  readonly created: boolean;
  readonly deleted: boolean;
  /** All record sets of the zone are in the plan. */
  readonly exhaustive: boolean;
  readonly changes: readonly PlanChangeEvidence[];
}

export interface PlanRecordEvidence {
  readonly address: string;
  /** RDATA, base64; absent where some of it is not known, is sensitive, or cannot be read. */
  readonly rdata?: string;
  readonly unknown: readonly string[];
  readonly sensitive: readonly string[];
  readonly faults: readonly { readonly code: string; readonly detail: string }[];
}

export interface PlanSetEvidence {
  readonly zone: string;
  readonly owner: string;
  readonly type: string;
  readonly ttl?: number;
  readonly before: readonly PlanRecordEvidence[];
  readonly after: readonly PlanRecordEvidence[];
  /** What stands at every moment of the change, if deletions come before creations. */
  readonly through: readonly PlanRecordEvidence[];
  readonly changes: readonly PlanChangeEvidence[];
}

export type PlanSigningState = 'on' | 'off' | 'none' | 'unknown' | 'sensitive';

export interface PlanSigningEvidence {
  readonly zone: string;
  readonly domain: string;
  readonly how: 'zone' | 'key' | 'registrar';
  readonly before: PlanSigningState;
  readonly after: PlanSigningState;
  readonly changes: readonly PlanChangeEvidence[];
}

/** What Terraform saw changed behind its back. */
export interface PlanOutsideEvidence {
  readonly zone: string;
  readonly owner: string;
  readonly type: string;
  readonly address: string;
  readonly before: readonly PlanRecordEvidence[];
  readonly after: readonly PlanRecordEvidence[];
  readonly states?: { readonly before: PlanSigningState; readonly after: PlanSigningState };
}

/** A resource of which it is not known where it belongs or what it says. */
export interface PlanUnplacedEvidence {
  readonly address: string;
  readonly actions: readonly string[];
  readonly what: string;
  readonly why: 'zone' | 'name' | 'type' | 'provider';
  readonly attribute: string;
  readonly unseen?: 'unknown' | 'sensitive';
}
