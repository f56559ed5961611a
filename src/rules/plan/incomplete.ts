import { own, text, type Text } from '../../base/text.js';
import { addressWords } from '../facts/planned-words.js';
import type { Rule } from '../model.js';

export const incomplete: Rule = {
  id: 'plan/incomplete',
  title: 'The plan failed, or is part of one',
  kind: 'unknown',
  severity: 'high',
  actor: 'you',
  means:
    'A plan that failed still leaves a file, which lists part of what it would have done. With `-target`, or where changes are put off, a later apply does the rest. What is not listed is not known, and not taken for fine.',
  mend: 'Plan again without `-target` and without errors, and check that plan.',
  references: [
    {
      label: 'Terraform: JSON output format',
      url: 'https://developer.hashicorp.com/terraform/internals/json-format',
    },
  ],
  judge: ({ plan }) => {
    if (plan === undefined) return [];
    const detail: Text[] = [];
    if (plan.errored) detail.push(own('Planning failed, so the list of changes ends where it failed.'));
    if (!plan.complete)
      detail.push(
        own(
          'Terraform says that applying this plan does not do all that the configuration asks for (-target, or changes that are put off).',
        ),
      );
    if (plan.deferred.length > 0) detail.push(text`Put off: ${addressWords(plan.deferred)}.`);
    if (detail.length === 0) return [];
    return [
      {
        zone: '',
        subject: 'the plan',
        title: plan.errored
          ? own('The plan failed: it lists part of what would be done')
          : own('The plan is incomplete: a later apply will do more'),
        detail,
        mend: [own('Plan again, without -target and without errors, and check that plan.')],
      },
    ];
  },
};
