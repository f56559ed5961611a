import { outside, text, type Text } from '../../base/text.js';
import { inert } from '../../report/index.js';
import { GitHubError } from '../api/error.js';
import type { Issue, IssueChange, Repository } from '../api/port.js';
import type { IssueInputs } from '../issue-inputs.js';
import type { Lock } from './lock.js';
import { ourComments } from './look.js';
import { readHead } from './marker.js';
import type { Action } from './actions.js';
import { mayBeUs, sameLogin, type Who } from './who.js';

export interface ExecutePorts {
  readonly repository: Repository;
  readonly sleep: (ms: number) => Promise<void>;
  readonly lock: Lock;
  readonly who: Who;
}

export interface Executed {
  readonly done: readonly Text[];
  readonly problems: readonly Text[];
}

/** Where it cannot be told whether something was made, it is looked for after this time, so that a lag does not hide it. */
const LAG = 3_000;
/** So many failures in a row: the next will fail too. */
const MOST_FAILURES = 3;

/** Does what was planned, in order. What fails is told, and what comes after it is done all the same. Never rejects for GitHub. */
export async function execute(
  actions: readonly Action[],
  options: Pick<IssueInputs, 'labels' | 'assignees'>,
  ports: ExecutePorts,
): Promise<Executed> {
  const done: Text[] = [];
  const problems: Text[] = [];
  let failures = 0;
  let opened = true;
  for (const [i, action] of actions.entries()) {
    // The label forgets since when a source is blind: only once its issue is there.
    if (action.do === 'label' && !opened) continue;
    try {
      if (!(await ports.lock.isHeld())) {
        problems.push(
          text`${actions.length - i} changes of issues were left to another run: the lock was not held any more`,
        );
        break;
      }
      done.push(await perform(action, options, ports, problems));
      failures = 0;
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      if (action.do === 'open') opened = false;
      problems.push(text`${action.words}: ${outside(error.message)}`);
      failures++;
      if (isFinal(error) || failures === MOST_FAILURES) {
        const left = actions.length - i - 1;
        if (left > 0) problems.push(text`${left} more changes of issues were not tried`);
        break;
      }
    }
  }
  return { done, problems };
}

/** An issue was opened, and by another account than the one that is looked for: so would be the next. */
class OtherAccount extends GitHubError {}

/** What no other request will be spared. */
function isFinal(error: GitHubError): boolean {
  return error instanceof OtherAccount || ['unauthorized', 'gone', 'limited'].includes(error.code);
}

async function perform(
  action: Action,
  options: Pick<IssueInputs, 'labels' | 'assignees'>,
  ports: ExecutePorts,
  problems: Text[],
): Promise<Text> {
  const { repository } = ports;
  if (action.do === 'label') {
    await describe(repository, options.labels[0], action);
    return action.words;
  }
  if (action.do === 'open') {
    const issue = await openOnce(action, options, ports, problems);
    return text`issue ${issue.number}: ${action.words}`;
  }
  if (action.do === 'relabel') {
    await repository.addLabel(action.number, action.label);
    return text`issue ${action.number}: ${action.words}`;
  }
  const { number, before, comment, after } = action;
  if (before !== undefined) await repository.updateIssue(number, before);
  if (comment !== undefined) await postOnce(number, comment, ports, problems);
  if (after !== undefined) await change(repository, number, after);
  return text`issue ${number}: ${action.words}`;
}

/** An Enterprise Server may not know the reason `duplicate` yet. */
async function change(repository: Repository, number: number, what: IssueChange): Promise<void> {
  try {
    await repository.updateIssue(number, what);
  } catch (error) {
    const unknown =
      error instanceof GitHubError && error.code === 'invalid' && what.stateReason === 'duplicate';
    if (!unknown) throw error;
    await repository.updateIssue(number, { ...what, stateReason: 'not_planned' });
  }
}

async function describe(
  repository: Repository,
  label: string,
  { exists, description }: Extract<Action, { do: 'label' }>,
): Promise<void> {
  if (exists || !(await repository.createLabel(label, 'b60205', description)))
    await repository.updateLabel(label, description);
}

/** Opens an issue. Where it cannot be told whether it was made, it is looked for before it is made again. */
async function openOnce(
  action: Extract<Action, { do: 'open' }>,
  { labels, assignees }: Pick<IssueInputs, 'labels' | 'assignees'>,
  ports: ExecutePorts,
  problems: Text[],
): Promise<Issue> {
  const { repository, sleep, who } = ports;
  const { title, body, key } = action;
  const isUs = (login: string): boolean => sameLogin(login, who.login) || mayBeUs(who, login);
  const make = (to: readonly string[]): Promise<Issue> =>
    repository.createIssue({ title, body, labels, assignees: to });
  const found = async (): Promise<Issue | undefined> => {
    await sleep(LAG);
    return (await repository.issues(labels[0])).find(
      ({ state, body: made, author }) => state === 'open' && readHead(made)?.key === key && isUs(author),
    );
  };
  const issue = await onceOnly(() => make(assignees), found).catch(async (error: unknown) => {
    if (!(error instanceof GitHubError) || error.code !== 'invalid' || assignees.length === 0) throw error;
    // Somebody to whom nothing can be assigned must not keep it from being told.
    const unassigned = await onceOnly(() => make([]), found);
    problems.push(text`the issue was opened without assignees: ${outside(error.message)}`);
    return unassigned;
  });
  if (!sameLogin(issue.author, who.login))
    throw new OtherAccount(
      'forbidden',
      `issue ${issue.number} was opened, and by another account than was looked for: expected ${inert(who.login)}; it is of ` +
        `${inert(issue.author)}. Set the input issue-author to ${inert(issue.author)}, so that later runs find the issue and ` +
        'keep it up to date; until then none does, and no other one is opened for it',
    );
  if (issue.labels.some((one) => sameLogin(one, labels[0]))) return issue;
  throw new GitHubError(
    'forbidden',
    `issue ${issue.number} was opened, and GitHub did not give it the label ${labels[0]}, without which it is not found again: ` +
      'expected a token that may set labels (issues: write)',
  );
}

/** Posts a comment unless it is there. */
async function postOnce(
  number: number,
  { key, revision, body, since }: NonNullable<Extract<Action, { do: 'change' }>['comment']>,
  { repository, sleep, who }: ExecutePorts,
  problems: Text[],
): Promise<void> {
  const isThere = async (us: Parameters<typeof ourComments>[2]): Promise<true | undefined> => {
    const comments = await ourComments(repository, number, us, since);
    return comments.some((one) => one.key === key && one.revision === revision) ? true : undefined;
  };
  if (await isThere(who.login)) return;
  const made = await onceOnly(
    () => repository.createComment(number, body),
    async () => {
      await sleep(LAG);
      return isThere((login) => sameLogin(login, who.login) || mayBeUs(who, login));
    },
  );
  if (made === true || sameLogin(made.author, who.login)) return;
  // It is told, and written down in the issue: nothing is posted twice.
  problems.push(
    text`a comment on issue ${number} was posted by another account than the one that opened it: expected ${outside(who.login)}; it is of ${outside(made.author)}. Set the input issue-author to the account of this token, and close what the other one opened`,
  );
}

/** Sends what makes something at most twice, and the second time only where the first made nothing. */
async function onceOnly<Made, Found>(
  make: () => Promise<Made>,
  find: () => Promise<Found | undefined>,
): Promise<Made | Found> {
  for (let tries = 0; ; tries++) {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof GitHubError) || error.details.maybeDone !== true) throw error;
      const found = await find();
      if (found !== undefined) return found;
      if (tries > 0) throw error;
    }
  }
}
