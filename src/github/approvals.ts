import { messageOf } from '../base/error.js';
import type { ApprovalFacts, ReviewFact } from '../rules/three-way/approval.js';
import type { Repository, Review } from './api/port.js';
import type { JobEvent } from './event.js';

/** Who approves a change by review. What cannot be seen approves nothing, and is told. Never rejects. */
export async function approvalFacts(
  event: Exclude<JobEvent, { kind: 'plain' }>,
  github: () => Promise<Repository>,
): Promise<ApprovalFacts> {
  const { head } = event;
  if (event.kind === 'merge-group') return { head, unseen: QUEUE };
  const { author, number } = event;
  try {
    const reviews = await (await github()).reviews(number);
    return { head, author, reviews: reviews.map(factOf) };
  } catch (error) {
    return { head, author, unseen: messageOf(error) };
  }
}

const QUEUE =
  'a merge queue does not tell which pull requests it tries; let the rule ask for the lock in place of reviews';

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
