import { outside, own, text } from '../../base/text.js';
import type { Issued } from '../facts/certificates.js';
import { policyNames } from '../facts/names.js';
import { positionOf, when } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

/** Names under certificates that are known to be ours are not asked about: we asked for them. */
export const nameUnknown: Rule = {
  id: 'ct/name-unknown',
  title: 'A certificate was issued for a name that the policy does not list',
  kind: 'weakness',
  severity: 'low',
  actor: 'you',
  means:
    'The name is below the domain and not in the policy, and the certificate is not known to be ours: a forgotten host, one that somebody else runs under your name, or the fruit of a takeover.',
  mend: 'Find out who runs the name. Declare it under `names`, or take its records out of DNS.',
  references: [rfc(9162)],
  judge: (view) => {
    const listed = new Set(policyNames(view.domain).map(({ name }) => name));
    const found = new Map<string, Issued[]>();
    for (const issued of view.issued()) {
      if (issued.known !== undefined) continue;
      for (const { name, kind } of issued.names) {
        const plain = name.toCanonicalString();
        if (kind !== 'dns' || listed.has(plain) || !plain.endsWith(`.${view.domain.name}`)) continue;
        found.set(plain, [...(found.get(plain) ?? []), issued]);
      }
    }
    return [...found].map(([name, all]) => ({
      subject: name,
      title: text`${all.length === 1 ? own('A certificate was') : text`${all.length} certificates were`} issued for ${outside(name)}, which the policy does not list`,
      detail: [own('None of them is known to be ours.')],
      diff: all.map(({ facts }): DiffLine => ({
        op: '+',
        text: text`${outside(facts.sha256)}`,
        note: text`issued ${when(facts.notBefore)} by ${outside(facts.issuer)}`,
      })),
      mend: [text`Find out who runs ${outside(name)}; list it under names, or take it out of DNS.`],
      at: positionOf(view.domain, 'names', 'includeSubdomains'),
    }));
  },
};
