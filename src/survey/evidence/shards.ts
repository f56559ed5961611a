/** Part `index` (from 1) of `of`, and the digest of the whole policy (`policyDigest`), hex. */
export interface ShardEvidence {
  readonly index: number;
  readonly of: number;
  readonly policy: string;
}

export interface MergedEvidence {
  readonly of: number;
  readonly policy: string;
  /** Parts of which there is no evidence, by index, and why what came of them was set aside. Absent: nothing came. */
  readonly missing: readonly { readonly index: number; readonly why?: string }[];
}
