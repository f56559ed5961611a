import type { Waiver } from './model.js';
import { described, record, required, scalar, type Shape } from './shape.js';

const words = (says: string, example: string): Shape<string> =>
  scalar({
    says,
    example,
    parse: (text) => (text.trim() === '' ? { wrong: 'is empty' } : { value: text.trim() }),
  });

/** A day that a calendar has. A waiver with a malformed day is kept, and counts as expired: it must not pass silently. */
const day: Shape<Waiver['expires']> = scalar({
  says: 'the last day of the waiver, YYYY-MM-DD',
  example: '2027-01-31',
  schema: { format: 'date' },
  parse: (text) => {
    const time = Date.parse(text);
    const real =
      /^\d{4}-\d{2}-\d{2}$/.test(text) &&
      !Number.isNaN(time) &&
      new Date(time).toISOString().startsWith(text);
    return { value: real ? { day: text } : { malformed: text } };
  },
});

/** A finding that is accepted for a time, by somebody, for a reason. */
export const waiver: Shape<Waiver> = record<Waiver>(
  {
    rule: required(
      described(words('the id of a rule', 'caa/iodef-differs'), 'Id of the rule, as a finding shows it.'),
    ),
    subject: required(
      described(
        words('what the finding is about, or the domain', 'example.com'),
        'Subject of the finding, or the domain.',
      ),
    ),
    reason: required(described(words('a reason', 'the mailbox moves next week'), 'Why this is accepted.')),
    owner: required(described(words('who answers for it', 'platform team'), 'Who answers for it.')),
    expires: required(
      described(day, 'Last day on which it holds (UTC, inclusive). A malformed day counts as expired.'),
    ),
  },
  {
    says: 'a waiver: rule, subject, reason, owner, expires',
    example:
      '{rule: caa/iodef-differs, subject: example.com, reason: the mailbox moves, owner: platform team, expires: 2027-01-31}',
  },
  (get, at) => ({
    rule: get<string>('rule') ?? '',
    subject: (get<string>('subject') ?? '').toLowerCase(),
    reason: get<string>('reason') ?? '',
    owner: get<string>('owner') ?? '',
    expires: get<Waiver['expires']>('expires') ?? { malformed: '' },
    at,
  }),
);
