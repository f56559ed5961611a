import { outside, own, text, type Text } from '../../base/text.js';
import { standingGrants, type DeployedGrant } from '../facts/standing-grants.js';
import { leadsWords, type ValidationName } from '../facts/validation-names.js';
import { accountWords, positionOf, sortedLines, when } from '../facts/words.js';
import type { DiffLine, Draft, Rule } from '../model.js';
import { baseline } from '../references.js';

export const persistUndeclared: Rule = {
  id: 'dns/persist-undeclared',
  title: 'A standing grant that the policy does not allow',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'A TXT record at `_validation-persist` lets the account in it get certificates for the name, at any time and without touching the zone again, until it ends or is removed. Somebody who could write to ' +
    'the zone once can keep issuing long after he was locked out.',
  mend: 'Remove the record, have the CA revoke what was issued on it, and find out who wrote it; or declare it under `persist`.',
  references: [
    baseline('3.2.2.4.22'),
    {
      label: 'draft-ietf-acme-dns-persist',
      url: 'https://datatracker.ietf.org/doc/draft-ietf-acme-dns-persist/',
    },
  ],
  judge: (view) =>
    standingGrants(view).flatMap(({ at, grants }) => {
      const undeclared = grants.filter((one) => one.kind === 'grant' && one.declared === undefined);
      const malformed = grants.filter(({ kind }) => kind === 'malformed');
      const foreign = at.leads?.declared === false;
      if (undeclared.length + malformed.length === 0 && !foreign) return [];
      // A record that no CA takes grants nothing yet; it was meant to.
      const graver = undeclared.length > 0 || foreign;
      return [draftOf(at, [...undeclared, ...malformed], foreign, graver)];
    }),
};

function draftOf(
  at: ValidationName,
  grants: readonly DeployedGrant[],
  foreign: boolean,
  graver: boolean,
): Draft {
  const { name, of, np, leads } = at;
  return {
    subject: name,
    severity: graver ? 'critical' : 'medium',
    title: foreign
      ? text`Standing grants for ${outside(of)} are written elsewhere: ${leadsWords(leads)}`
      : graver
        ? text`A standing grant for ${outside(of)} that the policy does not allow`
        : text`A standing grant for ${outside(of)} that cannot be read`,
    detail: [
      ...(foreign
        ? [
            own(
              'Whoever writes TXT records there can let any account issue for the name, for as long as he likes.',
            ),
          ]
        : []),
      ...(grants.some(({ kind }) => kind === 'grant')
        ? [
            own(
              'The account in the record can get certificates at any time, without touching the zone again.',
            ),
          ]
        : []),
    ],
    diff: sortedLines(grants.map(lineOf)),
    mend: [
      text`Remove the TXT records at ${outside(name)} that are not yours, and look at what was issued since they stand there.`,
      own('What is yours and meant to stand goes under persist in the policy, with its end.'),
    ],
    at: positionOf(np, 'persist', 'issue'),
  };
}

function lineOf(one: DeployedGrant): DiffLine {
  const note = text`deployed: ${outside(one.raw)}`;
  if (one.kind === 'malformed') return { op: '+', text: text`${outside(one.issuer)}: ${one.reason}`, note };
  const { issuer, account, wildcard, until } = one.grant;
  const wild = own(wildcard ? ', wildcards and names below included' : '');
  return {
    op: '+',
    text: text`${outside(issuer)}, ${accountWords(account)}${wild}, ${untilWords(until)}`,
    note,
  };
}

function untilWords(until: number | undefined): Text {
  return until === undefined ? own('without end') : text`until ${when(until * 1000)}`;
}
