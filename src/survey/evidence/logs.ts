import type { Consistency, Exhibit, SctProof } from '../../ct/prove/index.js';
import type { FailureEvidence } from './failure.js';

/** A list of logs, and how old it is. */
export interface LogListEvidence {
  /** `packaged`: what ships with caa-guard. `file`: given by whoever ran it. `latest`: fetched in this run, signature verified. */
  readonly from: 'packaged' | 'file' | 'latest';
  /** When it was made. */
  readonly timestamp: number;
  readonly logs: number;
  /** Why the latest could not be had, where it was asked for and the packaged one had to do. */
  readonly failure?: FailureEvidence;
}

/** A log that was read in this run. */
export interface LogEvidence {
  /** SHA-256 of its key, hex. */
  readonly id: string;
  readonly description: string;
  /** Absent: no head was seen, for this reason. */
  readonly head?: LogHeadEvidence;
  readonly failure?: FailureEvidence;
  /** The head that was kept from an earlier run, held against this one. */
  readonly since?: LogHeadEvidence & {
    readonly consistency: Consistency;
    /** Answers that speak against the log. */
    readonly exhibits?: readonly Exhibit[];
  };
}

/** What a log signed; root and signature (DigitallySigned) in base64. */
export interface LogHeadEvidence {
  readonly size: number;
  readonly root: string;
  readonly timestamp: number;
  readonly signature: string;
}

/** What the SCTs in one certificate promise, whether their logs signed that, and whether they kept it. */
export interface ProofEvidence {
  /** SHA-256 of the certificate. */
  readonly sha256: string;
  readonly scts: readonly SctProof[];
  /** What in the SCT lists could not be read. */
  readonly problems: readonly string[];
  /** What clients' CT policies make of them, by the list of logs in use. */
  readonly policies: readonly {
    readonly policy: string;
    readonly outcome: 'met' | 'missed' | 'unknown';
    readonly needed: number;
    readonly counted: number;
    readonly reasons: readonly string[];
  }[];
}
