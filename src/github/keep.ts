import { outside, own, text, type Text } from '../base/text.js';
import { printed, type ExitCode } from '../report/index.js';
import type { Judgement } from '../rules/model.js';
import { clipped } from './annotations.js';
import { messageOf } from '../base/error.js';
import { GitHubError } from './api/error.js';
import type { Repository } from './api/port.js';
import type { JobEvent } from './event.js';
import type { Inputs } from './inputs.js';
import type { IssueReport } from './issues/index.js';
import { policyIdOf } from './policy-id.js';
import type { RunPorts } from './ports.js';

/** How old evidence may be for issues to follow it: older evidence would undo what a later run told. */
const MOST_AGE = 6 * 3_600_000;

export interface Keeping {
  readonly judgement: Judgement;
  readonly inputs: Inputs;
  readonly event: JobEvent;
  readonly policies: readonly string[];
  readonly github: () => Promise<Repository>;
}

/** Has the issues of the repository tell what was found, where that is asked for. Never rejects. */
export async function keepIssuesOf(keeping: Keeping, ports: RunPorts): Promise<IssueReport | undefined> {
  const { judgement, inputs, policies, github } = keeping;
  if (inputs.issues === undefined) return undefined;
  const not = reasonNot(keeping, ports.clock.now());
  if (not !== undefined) {
    ports.log(text`caa-guard: no issues are kept: ${not}`);
    return undefined;
  }
  try {
    const repository = await github();
    const { keepIssues } = await import('./issues/index.js');
    const { clock, sleep, log, ruleUrl, job } = ports;
    const policyId = policyIdOf(repository.fullName, policies);
    const { runUrl, sha } = job;
    return await keepIssues(judgement, inputs.issues, {
      ...{ repository, clock, sleep, log, ruleUrl, policyId },
      ...(runUrl === undefined ? {} : { runUrl }),
      ...(sha === '' ? {} : { commit: sha }),
    });
  } catch (error) {
    const problem = text`issues could not be kept: ${outside(messageOf(error))}`;
    ports.log(text`caa-guard: ${problem}`);
    return { open: [], done: [], told: false, left: 0, problems: [problem], notes: [] };
  }
}

function reasonNot({ judgement, inputs, event }: Keeping, now: number): Text | undefined {
  if (event.kind !== 'plain') return own('what a change would bring is told on the change itself');
  if (event.branch !== undefined)
    return text`they follow the policy of the default branch, and this run is for ${outside(event.branch)}`;
  if (inputs.shard !== undefined) return own('a shard sees a part of the domains');
  if (inputs.mode === 'plan') return own('a plan says nothing of what is deployed');
  if (inputs.mode !== 'check' && now - judgement.observedAt > MOST_AGE)
    return own('the evidence is older than six hours, and a later run may have told what came after');
  return undefined;
}

/** Keeps the comment on the pull request up to date, where that is asked for. What goes wrong is one notice. Never rejects. */
export async function keepCommentOf(keeping: Keeping, exitCode: ExitCode, ports: RunPorts): Promise<void> {
  const { judgement, inputs, event, policies, github } = keeping;
  if (!inputs.comment || event.kind !== 'pull-request' || inputs.shard !== undefined) return;
  try {
    const repository = await github();
    const { keepComment } = await import('./comment.js');
    const policyId = policyIdOf(repository.fullName, policies);
    const { ruleUrl } = ports;
    const { number: pull } = event;
    await keepComment({ judgement, pull, policyId, exitCode, ruleUrl, repository });
  } catch (error) {
    // What is refused first is to read; whoever gives just that is refused the next thing.
    const needs = own(
      error instanceof GitHubError && error.code === 'forbidden'
        ? '. To keep the comment the job needs `pull-requests: write`'
        : '',
    );
    const message = text`the comment on the pull request is not kept up to date: ${outside(messageOf(error))}${needs}`;
    ports.log(text`caa-guard: ${message}`);
    ports.toolkit.annotate({
      level: 'notice',
      title: printed`caa-guard: comment`,
      message: clipped(printed`${message}`),
    });
  }
}
