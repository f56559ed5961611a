import { own, text, type Text } from '../../base/text.js';
import type { GuardedName } from '../facts/certificate-names.js';
import type { Issued } from '../facts/certificates.js';
import { certificateLines, issuerWords, namesWords } from '../facts/certificate-words.js';
import { knownWords } from '../facts/known.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

/** A kind of name, the clause that may forbid it, and what it is called. */
const KINDS = [
  {
    clause: 'issuewild',
    is: ({ wildcard, kind }: GuardedName) => kind === 'dns' && wildcard,
    words: 'wildcard',
  },
  { clause: 'issuemail', is: ({ kind }: GuardedName) => kind === 'email', words: 'mail' },
] as const;

/** Whether the policy lets nobody issue for names of this kind, whatever it says of others. */
export function isForbiddenKind(name: Issued['names'][number]): boolean {
  return KINDS.some(({ clause, is }) => is(name) && name.np[clause]?.length === 0);
}

/**
 * Only where the policy says `none`: where it names CAs, whether the right one issued is what `ct/forbidden-issuer` asks.
 * Known certificates are judged too: a key that is ours does not make a wildcard one that was wanted.
 */
export const forbiddenKind: Rule = {
  id: 'ct/forbidden-kind',
  title: 'A certificate of a kind that the policy forbids',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'The policy says that nobody issues wildcard certificates for the name, or mail certificates, and there is one. A wildcard is good for every host below the name, also for those that nobody has thought of: ' +
    'who gets at its key on the least of them can pass for all.',
  mend: 'If it is yours and meant, say so in the policy (`issuewild`, `issuemail`), or declare the certificate. If not, have it revoked.',
  references: [rfc(8659, '4.3'), rfc(9495)],
  judge: (view) =>
    view.issued().flatMap((issued) => {
      // Named in the policy itself: accepted by name.
      if (issued.how?.named === true) return [];
      return KINDS.flatMap(({ clause, is, words }) => {
        const against = issued.names.filter((name) => is(name) && name.np[clause]?.length === 0);
        const [first] = against;
        if (first === undefined) return [];
        const named = { ...issued, names: against };
        return [
          {
            subject: `${issued.facts.sha256} ${words}`,
            severity: issued.known === undefined ? ('critical' as const) : ('high' as const),
            title: text`A ${own(words)} certificate for ${namesWords(named)} was issued, and the policy says that nobody issues any`,
            detail: [text`${issuerWords(issued)} issued it. ${whose(issued)}`],
            diff: certificateLines(issued),
            mend: [
              text`If it is meant, let ${own(clause)} name the CA in the policy. If not, have the CA revoke it.`,
            ],
            at: positionOf(first.np, clause),
          },
        ];
      });
    }),
};

function whose({ how }: Issued): Text {
  return how === undefined
    ? own('It is not known to be ours.')
    : text`${knownWords(how)}: somebody of ours asked for it.`;
}
