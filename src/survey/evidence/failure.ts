/** Why something was not seen: a stable code, and a sentence that may hold outside text. */
export interface FailureEvidence {
  readonly code: string;
  readonly detail: string;
}
