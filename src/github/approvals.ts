import { messageOf } from '../base/error.js';
import type { ApprovalFacts, ReviewFact } from '../rules/three-way/approval.js';
import type { Repository, Review } from './api/port.js';
import type { JobEvent } from './event.js';

/** Who approves a change by review. What cannot be seen approves nothing, and is told. Never rejects. */
export async function approvalFacts(
  event: Exclude<JobEvent, { kind: 'plain' }>,
  github: () => Promise<Repository>,
): Promise<ApprovalFacts> {
  const { number } = event;
  if (number === undefined) return { unseen: QUEUE };
  try {
    const repository = await github();
    // What a queue tries is a commit that nobody reviewed: the head of its pull request is what was.
    const { head, author } = event.kind === 'merge-group' ? await repository.pull(number) : event;
    const reviews = await repository.reviews(number);
    return { head, author, reviews: reviews.map(factOf) };
  } catch (error) {
    return { unseen: messageOf(error) };
  }
}

const QUEUE =
  'the event does not tell which pull request the merge queue tries; let the rule ask for the lock in place of reviews';

const STATES: Readonly<Record<Review['state'], ReviewFact['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'refused',
  DISMISSED: 'dismissed',
  COMMENTED: 'comment',
  PENDING: 'comment',
};

function factOf({ author, state, commit }: Review): ReviewFact {
  return { reviewer: author, state: STATES[state], commit };
}
