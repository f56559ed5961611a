import { outside, own, text, type Text } from '../../base/text.js';
import { leadsWords, validationNames, type ValidationName } from '../facts/validation-names.js';
import { list, positionOf } from '../facts/words.js';
import type { Draft, Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

export const acmeDelegated: Rule = {
  id: 'dns/acme-delegated',
  title: 'Somebody else answers ACME challenges for a guarded name',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'A CA follows an alias or a delegation at `_acme-challenge` and takes what it finds there as the answer of the domain. Whoever writes TXT records at the other end passes `dns-01` for the name, ' +
    'at every CA and for every account that the CAA set lets in. It is a common thing to set up for automation, and a quiet thing to leave behind. A wildcard CNAME does it too, unmeant.',
  mend: 'Remove the alias or the delegation, or name its target under `challenges` in the policy.',
  references: [rfc(8555, '8.4'), baseline('3.2.2.4.7')],
  judge: (view) =>
    validationNames(view)
      .filter(({ label, leads }) => label === '_acme-challenge' && leads?.declared === false)
      .map(draftOf),
};

function draftOf({ name, of, np, leads }: ValidationName): Draft {
  const to = leads?.to ?? [];
  const alias = leads?.by === 'alias';
  return {
    subject: name,
    title: text`ACME challenges for ${outside(of)} are answered elsewhere: ${leadsWords(leads)}`,
    detail: [
      own(
        alias
          ? 'Whoever writes TXT records at the target of the alias can pass dns-01 for the name.'
          : 'Whoever runs these name servers can pass dns-01 for the name.',
      ),
      own('An account binding in the CAA set limits it to that account, at CAs that honour the binding.'),
    ],
    diff: to.map((target) => ({
      op: '+',
      text: text`${outside(name)} ${own(alias ? 'CNAME' : 'NS')} ${outside(target)}`,
      note: own('deployed, not declared'),
    })),
    mend: [text`Remove it, or declare it: ${challengesClause(to)} in the policy of ${outside(np.name)}.`],
    at: positionOf(np, 'challenges', 'issue'),
  };
}

function challengesClause(to: readonly string[]): Text {
  return text`challenges: [${list(to)}]`;
}
