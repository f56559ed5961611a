import type { Rule } from '../model.js';
import { blindness } from './unreachable.js';

export const limit: Rule = {
  id: 'survey/limit',
  title: 'A limit was reached before all was seen',
  kind: 'unknown',
  severity: 'high',
  actor: 'network',
  means:
    'Work is bounded: time, queries, aliases, pages, bytes. One of these bounds was reached, so the rest is not known: it is neither ok nor drift. ' +
    'Whoever can make us work without end can bring this about on purpose.',
  mend: 'Raise the limit if the domain is that large, or find out what makes the work long.',
  references: [],
  judge: (view) => blindness(view, true),
};
