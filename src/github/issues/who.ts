import { outside, text, type Text } from '../../base/text.js';
import { GitHubError } from '../api/error.js';
import { WORKFLOW_LOGIN, type Repository, type TokenAccount } from '../api/port.js';
import type { IssueInputs } from '../issue-inputs.js';

/** As whom a run writes: what it takes for its own. */
export interface Who {
  /** Login whose issues and comments are ours. */
  readonly login: string;
  /** Whose the token is, as GitHub says. Where it names nobody, `login` was told to us, or is a guess. */
  readonly account: TokenAccount['kind'];
  /** What is wrong with what we were told. */
  readonly problem?: Text;
}

/**
 * As whom a run writes. GitHub's word counts more than the input: an issue that another account opened than the one that is looked
 * for is never found again, and would be opened anew with every run. Rejects with `GitHubError`.
 */
export async function whoIs(
  repository: Pick<Repository, 'account'>,
  { author }: Pick<IssueInputs, 'author'>,
): Promise<Who> {
  const account = await repository.account().catch((error: unknown): TokenAccount => {
    const refused = error instanceof GitHubError && error.code === 'forbidden';
    if (!refused || author === undefined) throw error;
    return { kind: 'unknown' };
  });
  if (account.kind !== 'user') return { login: author ?? WORKFLOW_LOGIN, account: account.kind };
  const { login } = account;
  if (author === undefined || sameLogin(author, login)) return { login, account: 'user' };
  return {
    login,
    account: 'user',
    problem: text`input issue-author: expected ${outside(login)}, whose token this is; ${outside(author)} came, and is left aside. Leave the input out: it is for tokens of Apps`,
  };
}

/** Whether this account may be the one of the token under another name than the one that we look for. */
export function mayBeUs({ account }: Who, login: string): boolean {
  if (account === 'unknown') return true;
  // No account of a person has such a name.
  return account === 'app' && login.endsWith('[bot]');
}

/** GitHub tells logins apart without regard to case. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
