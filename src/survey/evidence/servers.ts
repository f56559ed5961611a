import type { FailureEvidence } from './failure.js';

/** The name servers of one zone, as the parent and as the zone itself list them, and what each said. */
export interface ServersEvidence {
  readonly zone: string;
  /** False: no referral was seen (a server of the parent holds the zone too), so the parent's list is not known. */
  readonly parentSeen: boolean;
  /** Why the zone's own NS set could not be had. */
  readonly childUnseen?: FailureEvidence;
  readonly servers: readonly {
    readonly name: string;
    readonly atParent: boolean;
    readonly atChild: boolean;
    /** IP addresses that the referral gave, and those that looking up the name gave; sorted. */
    readonly glue: readonly string[];
    readonly addresses: readonly string[];
  }[];
  /** Sorted by address, transport, name, type. */
  readonly answers: readonly ServerAnswerEvidence[];
}

/** One question to one address of a name server. Either `failure` or `response` is there. Nothing in it is validated. */
export interface ServerAnswerEvidence {
  /** IP address. */
  readonly address: string;
  readonly transport: 'udp' | 'tcp';
  readonly name: string;
  readonly type: string;
  readonly failure?: FailureEvidence;
  readonly response?: {
    readonly rcode: number;
    readonly authoritative: boolean;
    /** `alias`: a CNAME or DNAME stands there. `referral`: NS records of a zone below or above, and no answer. */
    readonly kind: 'records' | 'nodata' | 'nxdomain' | 'alias' | 'referral' | 'error';
    /** RDATA of the records of the type asked (of the alias, for `alias`), base64, sorted. */
    readonly rdatas: readonly string[];
    /** RDATA of their RRSIGs, base64, sorted. */
    readonly signatures: readonly string[];
  };
}
