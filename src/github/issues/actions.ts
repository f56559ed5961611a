import { outside, own, text, type Text } from '../../base/text.js';
import { markdown, type Markdown, type Plain } from '../../report/index.js';
import type { IssueChange } from '../api/port.js';
import { blindDescription } from './blind.js';
import { issueBody, type Look } from './body.js';
import type { Chosen } from './choose.js';
import { commentBody } from './comment.js';
import { commentsSince } from './look.js';
import { issueHead, meaningOf } from './marker.js';
import type { OurIssue, Step } from './step.js';
import { minutesOf } from './time.js';
import { nameWords, type Topic } from './topic.js';
import { titleOf } from './words.js';

/** Something to be written. */
export type Action = {
  /** What it does, for people. */
  readonly words: Text;
} & (
  | { readonly do: 'open'; readonly key: string; readonly title: Plain; readonly body: Markdown }
  | {
      readonly do: 'change';
      readonly number: number;
      readonly before?: IssueChange;
      readonly comment?: {
        readonly key: string;
        readonly revision: number;
        readonly body: Markdown;
        readonly since: number;
      };
      readonly after?: IssueChange;
    }
  | { readonly do: 'relabel'; readonly number: number; readonly label: string }
  | { readonly do: 'label'; readonly exists: boolean; readonly description: Plain }
);

/** An issue for a topic that has none. */
export function openAction(
  topic: Topic,
  { state }: Extract<Step, { step: 'open' }>,
  look: Look,
  { policyId, label }: { readonly policyId: string; readonly label: string },
): Action {
  return {
    do: 'open',
    key: topic.key,
    title: titleOf(topic.about),
    body: issueBody(topic, { ...state, policy: policyId, label }, look),
    words: text`opened for ${nameWords(topic.about)}`,
  };
}

/** What is written into an issue; nothing where it says the same already. */
export function changeAction(
  topic: Topic,
  { before, reopen, comment, after, close }: Extract<Step, { step: 'change' }>,
  { issue, state }: OurIssue,
  look: Look,
): readonly Action[] {
  let body = issue.body;
  const first: IssueChange = {
    ...(before === undefined ? {} : changed(body, issueBody(topic, before, look))),
    ...(reopen ? { state: 'open', stateReason: 'reopened' } : {}),
  };
  body = first.body ?? body;
  const last: IssueChange = {
    ...changed(body, issueBody(topic, after, look)),
    ...(close ? { state: 'closed', stateReason: 'completed' } : {}),
  };
  if (isEmpty(first) && comment === undefined && isEmpty(last)) return [];
  const told =
    comment === undefined
      ? undefined
      : {
          key: topic.key,
          revision: comment.revision,
          body: commentBody(topic, comment),
          since: commentsSince(state, issue),
        };
  return [
    {
      do: 'change',
      number: issue.number,
      ...(isEmpty(first) ? {} : { before: first }),
      ...(told === undefined ? {} : { comment: told }),
      ...(isEmpty(last) ? {} : { after: last }),
      words: text`${whatWords(reopen, close, told !== undefined)} for ${nameWords(topic.about)}`,
    },
  ];
}

function changed(old: string, body: Markdown): Pick<IssueChange, 'body'> {
  return meaningOf(old) === meaningOf(body) ? {} : { body };
}

function isEmpty(change: IssueChange): boolean {
  return Object.keys(change).length === 0;
}

function whatWords(reopen: boolean, close: boolean, comment: boolean): Text {
  if (reopen) return own('opened again');
  if (close) return own('closed');
  return own(comment ? 'commented' : 'brought up to date');
}

/** The label by which an issue is found again once it is closed, where somebody took it away. */
export function relabelAction(topic: Topic, { issue }: OurIssue, label: string): readonly Action[] {
  if (issue.state !== 'open' || issue.labels.some((one) => one.toLowerCase() === label.toLowerCase()))
    return [];
  const words = text`given its label ${outside(label)} again, for ${nameWords(topic.about)}`;
  return [{ do: 'relabel', number: issue.number, label, words }];
}

/** Of several open issues for one thing the others are closed, each in one write that says where it is kept. */
export function doubleActions({ kept, doubles }: Chosen): readonly Action[] {
  return doubles.map(({ issue, key, state }) => ({
    do: 'change',
    number: issue.number,
    after: {
      body: markdown`${issueHead(key, { ...state, told: [], closed: 'duplicate' })}\nThis is kept in #${kept.issue.number}.\n`,
      state: 'closed',
      stateReason: 'duplicate',
    },
    words: text`closed as a duplicate of #${kept.issue.number}`,
  }));
}

/** What the label keeps of sources that are blind and of which no issue tells yet. */
export function labelAction(
  label: string | undefined,
  policyId: string,
  waiting: ReadonlyMap<string, number>,
  now: number,
): readonly Action[] {
  const description = blindDescription(label ?? '', policyId, waiting, minutesOf(now));
  // Nothing to keep: a description that somebody gave the label may stay.
  const kept = blindDescription(label ?? '', policyId, new Map(), minutesOf(now));
  const idle = waiting.size === 0 && !(label ?? '').startsWith('Kept by caa-guard.');
  if (idle || description === label) return [];
  const what = description === kept ? own('nothing is blind') : own('since when sources are blind');
  return [
    { do: 'label', exists: label !== undefined, description, words: text`${what}: noted in the label` },
  ];
}
