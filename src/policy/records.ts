import { formatIssueValue, quoted } from '../base/caa-text.js';
import { ISSUE_TAGS, type Issuance, type IssueTag, type NamePolicy } from './model.js';

/** `unsealed`: the policy never seals. `window`: sealed, and a window is open now. */
export type Seal = 'unsealed' | 'closed' | 'window';

/** Windows are half-open: the last millisecond is outside. */
export function sealOf(np: NamePolicy, now: number): Seal {
  if (!np.sealed) return 'unsealed';
  return np.windows.some(({ from, to }) => from <= now && now < to) ? 'window' : 'closed';
}

/**
 * Who may issue under a tag now. Sealed and closed: nobody gets server certificates, whatever `issue` says.
 * `undefined`: the policy says nothing about the tag (for `issuewild`: wildcards follow `issue`).
 */
export function expectedIssuance(np: NamePolicy, tag: IssueTag, now: number): Issuance | undefined {
  const declared = np[tag];
  if (declared === undefined) return undefined;
  const server = tag === 'issue' || tag === 'issuewild';
  return server && sealOf(np, now) === 'closed' ? [] : declared;
}

/** One CAA record that the policy asks for. The value has no spaces: some DNS providers cannot keep them. */
export interface ExpectedRecord {
  readonly flags: 0;
  readonly tag: string;
  readonly value: string;
}

/** The whole CAA set that the policy asks for at its name, now. */
export function expectedRecords(np: NamePolicy, now: number): readonly ExpectedRecord[] {
  const granting = ISSUE_TAGS.flatMap((tag) => {
    const issuance = expectedIssuance(np, tag, now);
    if (issuance === undefined || issuance === 'unrestricted') return [];
    const values = issuance.flatMap(({ ca, accounts, methods }) =>
      (accounts === 'any' ? ['any'] : accounts).map((account) =>
        formatIssueValue({ issuer: ca, account, methods }),
      ),
    );
    return (values.length === 0 ? [';'] : values).map((value) => ({
      flags: 0 as const,
      tag,
      value,
    }));
  });
  return [...granting, ...(np.iodef ?? []).map((value) => ({ flags: 0 as const, tag: 'iodef', value }))];
}

/** A record in presentation form: `example.com. CAA 0 issue "letsencrypt.org"`. */
export function presentExpected(name: string, { flags, tag, value }: ExpectedRecord): string {
  return `${name}. CAA ${flags} ${tag} ${quoted(value)}`;
}
