import * as v from 'valibot';
import { CaaGuardError } from '../base/error.js';

/** What of a job's event decides how a run goes. Logins are from outside. */
export type JobEvent =
  /** Nothing is about to be merged: a schedule, a push, a hand. `branch` where it is for another one than the default branch. */
  | { readonly kind: 'plain'; readonly branch?: string }
  /** A pull request, or a review of one. */
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      /** Commit ids in hex. */
      readonly base: string;
      readonly head: string;
      /** Login of who opened it; `''` for an account that is gone. */
      readonly author: string;
      /** Whether its head lies in another repository than this one, or in one that is gone. */
      readonly fork: boolean;
      /** The commit that GitHub made of both, to be tried; absent where the job is for another one. */
      readonly merge?: string;
      /** The event is that another branch became its base. */
      readonly retargeted?: true;
    }
  /** A group in a merge queue: reviewed pull requests on top of the base. */
  | {
      readonly kind: 'merge-group';
      readonly base: string;
      readonly head: string;
      /** The pull request that it tries; absent where GitHub does not say. */
      readonly number?: number;
    };

/** How the runner tells the event of a job. */
export interface EventSource {
  /** `GITHUB_EVENT_NAME`; `''` where there is none. */
  readonly eventName: string;
  /** Text of the file at `GITHUB_EVENT_PATH`. */
  readonly payload: () => Promise<string>;
  /** `GITHUB_REF` and `GITHUB_SHA`: what the job is for. */
  readonly ref: string;
  readonly sha: string;
}

const commit = v.pipe(
  v.string(),
  v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a commit id in lower-case hex'),
);
const repository = v.object({ id: v.pipe(v.number(), v.integer()) });
const login = v.nullish(v.object({ login: v.string() }));

const pullRequest = v.object({
  repository,
  changes: v.nullish(v.object({ base: v.nullish(v.looseObject({})) })),
  pull_request: v.object({
    number: v.pipe(v.number(), v.integer(), v.minValue(1)),
    user: login,
    base: v.object({ sha: commit, repo: repository }),
    head: v.object({ sha: commit, repo: v.nullish(repository) }),
  }),
});
const mergeGroup = v.object({
  merge_group: v.object({ base_sha: commit, head_sha: commit, head_ref: v.optional(v.string()) }),
});
/** GitHub makes the branch of a group, and names it so: `gh-readonly-queue/main/pr-12-` and a commit. */
const QUEUE_BRANCH = /^refs\/heads\/gh-readonly-queue\/[^]*\/pr-([1-9][0-9]{0,9})-[0-9a-f]{40,64}$/;
const ofBranch = v.object({ repository: v.object({ default_branch: v.string() }) });
const workflowRun = v.object({
  workflow_run: v.object({ event: v.string(), pull_requests: v.nullish(v.array(v.unknown())) }),
});

/**
 * Reads what kind of event started the job. Rejects with `CaaGuardError<'EVENT_INVALID'>` for an event that does not read, and
 * with `CaaGuardError<'EVENT_REFUSED'>` for those that put a stranger's files beside the token of the base.
 */
export async function readEvent(source: EventSource): Promise<JobEvent> {
  const { eventName } = source;
  switch (eventName) {
    case 'pull_request':
    case 'pull_request_review':
    case 'pull_request_review_comment':
      return pullRequestOf(await payloadOf(source, pullRequest), source);
    case 'merge_group': {
      const {
        base_sha: base,
        head_sha: head,
        head_ref: branch,
      } = (await payloadOf(source, mergeGroup)).merge_group;
      const number = QUEUE_BRANCH.exec(branch ?? '')?.[1];
      return { kind: 'merge-group', base, head, ...(number === undefined ? {} : { number: Number(number) }) };
    }
    case 'pull_request_target':
      throw refused(eventName);
    case 'workflow_run': {
      const { event, pull_requests: pulls } = (await payloadOf(source, workflowRun)).workflow_run;
      // For a pull request from a fork the list is empty: what started that run tells.
      if (event.startsWith('pull_request') || (pulls ?? []).length > 0) throw refused(eventName);
      return { kind: 'plain' };
    }
    case 'push':
    case 'workflow_dispatch':
      return ofBranchOf(source);
    default:
      return { kind: 'plain' };
  }
}

/** Which branch is the default is asked for issues alone: an event that does not say it stops nothing else. */
async function ofBranchOf(source: EventSource): Promise<JobEvent> {
  const usual = await payloadOf(source, ofBranch).then(
    ({ repository: { default_branch: branch } }) => `refs/heads/${branch}`,
    () => undefined,
  );
  return source.ref === usual ? { kind: 'plain' } : { kind: 'plain', branch: source.ref };
}

function pullRequestOf(
  { repository: here, pull_request, changes }: v.InferOutput<typeof pullRequest>,
  { ref, sha }: EventSource,
): JobEvent {
  const { number, user, base, head } = pull_request;
  return {
    kind: 'pull-request',
    number,
    base: base.sha,
    head: head.sha,
    author: user?.login ?? '',
    // By id: names can be given up, and taken by somebody else.
    fork: head.repo?.id !== here.id || base.repo.id !== here.id,
    ...(ref === `refs/pull/${number}/merge` && v.is(commit, sha) ? { merge: sha } : {}),
    ...(changes?.base ? { retargeted: true as const } : {}),
  };
}

async function payloadOf<Shape extends v.GenericSchema>(
  { eventName, payload }: EventSource,
  shape: Shape,
): Promise<v.InferOutput<Shape>> {
  const what = `environment GITHUB_EVENT_PATH: expected the event ${eventName} as GitHub writes it`;
  let value: unknown;
  try {
    value = JSON.parse(await payload());
  } catch (cause) {
    // What the parser says quotes the event, which strangers wrote.
    throw new CaaGuardError('EVENT_INVALID', `${what}; there is no such file, or it is no JSON`, { cause });
  }
  const read = v.safeParse(shape, value);
  if (read.success) return read.output;
  const [issue] = read.issues;
  const place = v.getDotPath(issue) ?? 'its top';
  throw new CaaGuardError(
    'EVENT_INVALID',
    `${what}; at ${place} it is something else. Without it the base is not known, so nothing is judged`,
  );
}

function refused(eventName: string): CaaGuardError<'EVENT_REFUSED'> {
  return new CaaGuardError(
    'EVENT_REFUSED',
    `event ${eventName}: expected pull_request for a pull request. This one runs with the token and the secrets of the base, and ` +
      'files of a pull request, whoever sent it, must not be read beside these. Let the workflow run on pull_request: it needs no ' +
      'secret',
  );
}
