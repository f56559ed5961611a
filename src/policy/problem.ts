import { CaaGuardError } from '../base/error.js';
import type { SourcePosition } from './model.js';

/** What can be wrong with a policy. */
export type PolicyProblemCode =
  | 'unreadable'
  | 'syntax'
  | 'too-large'
  | 'shape'
  | 'unknown-key'
  | 'duplicate-key'
  | 'missing'
  | 'domain-twice'
  | 'approval-twice'
  | 'name-invalid'
  | 'name-outside'
  | 'account-invalid'
  | 'ca-unknown'
  | 'method-unknown'
  | 'digest-invalid'
  | 'date-invalid'
  | 'extends-unknown'
  | 'extends-cycle'
  | 'locked';

/** One error in a policy file. Everything that was read from the file and is quoted in `message` is from outside. */
export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  readonly at: SourcePosition;
  /** What was expected, what came, what to do. */
  readonly message: string;
  /** A line or two that would be right. */
  readonly example?: string;
}

/** Thrown by callers that need a policy and got problems; the loader itself returns them. */
export class PolicyError extends CaaGuardError<'POLICY_INVALID'> {
  constructor(readonly problems: readonly PolicyProblem[]) {
    super('POLICY_INVALID', problems.map(describeProblem).join('\n'));
  }
}

/** `file:line:column: message`, as compilers write it. */
export function describeProblem({ at, message, example }: PolicyProblem): string {
  const line = `${at.file}:${at.line}:${at.column}: ${message}`;
  return example === undefined ? line : `${line}; for example: ${example}`;
}
