import { expected, type Complaints } from './complaints.js';
import type { Located } from './document.js';
import type { ApprovalRule } from './model.js';
import { boolean, described, integer, listOf, record, scalar, type Shape } from './shape.js';

/** Most reviewers that a rule names, and most approvals that it asks for. */
const MOST = 100;

/** A login at a forge, lower case: forges do not tell case apart. A bot (`name[bot]`) is nobody who may approve. */
const login: Shape<string> = scalar({
  says: 'the login of a reviewer',
  example: 'alice',
  schema: { pattern: '^@?[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' },
  parse: (text) => {
    const bare = text.replace(/^@/, '');
    return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(bare)
      ? { value: bare.toLowerCase() }
      : { wrong: 'is none: letters, digits, `.`, `_` and `-`. Name people, not teams or bots' };
  },
});

const fields = record<ApprovalRule>(
  {
    reviewers: described(
      listOf(login, { says: 'a list of logins', single: true }),
      'Who may approve: logins at the forge. An approval counts for the very commit, and not from the author.',
    ),
    count: described(
      integer('how many of the reviewers have to approve', 1, MOST, '1'),
      'How many of the reviewers have to approve; default 1.',
    ),
    lock: described(
      boolean(),
      'The change has to bring its lock (caa-guard.lock), whose owners (CODEOWNERS) then approve it.',
    ),
  },
  { says: 'who may approve that the policy is loosened', example: '{reviewers: [alice, bob], count: 1}' },
  (get, at) => {
    const reviewers = [...new Set(get<readonly string[]>('reviewers') ?? [])].sort();
    const count = get<number>('count') ?? (reviewers.length === 0 ? 0 : 1);
    return { reviewers, count, lock: get<boolean>('lock') ?? false, at };
  },
);

/** The clause `approval`: what a change that loosens the policy has to show. Everything that it names is needed. */
export const approval: Shape<ApprovalRule> = {
  ...fields,
  read(value: Located, complaints: Complaints) {
    const rule = fields.read(value, complaints);
    if (rule === undefined) return undefined;
    if (rule.reviewers.length === 0 && !rule.lock)
      return expected(fields, value, complaints, 'names neither reviewers nor the lock');
    if (rule.count > rule.reviewers.length)
      return expected(
        fields,
        value,
        complaints,
        `asks for ${rule.count} of ${rule.reviewers.length} reviewers, which nobody can give`,
      );
    return rule;
  },
};
