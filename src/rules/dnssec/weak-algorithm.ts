import { outside, own, text, type Text } from '../../base/text.js';
import { algorithmWords, readDs, readKey, RETIRED_ALGORITHMS, type KeyFacts } from '../facts/dnssec.js';
import { lookupOf, rdatasOf } from '../facts/lookups.js';
import { positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

interface Weak {
  readonly words: Text;
  /** The policy lists what is allowed, and this is not in the list. */
  readonly undeclared: boolean;
}

export const weakAlgorithm: Rule = {
  id: 'dnssec/weak-algorithm',
  title: 'The zone is signed with an algorithm or a key that is too weak, or not allowed by the policy',
  kind: 'weakness',
  severity: 'medium',
  actor: 'dns-provider',
  means:
    'SHA-1 signatures and retired algorithms are treated as no signature by validators that follow RFC 9905, so the zone is unsigned to them. RSA keys below 2048 bits ' +
    'are within reach of a determined attacker, who then signs what he likes. An algorithm that the policy does not list is drift.',
  mend: 'Roll to algorithm 13 (ECDSA P-256) or 15 (Ed25519), with a SHA-256 DS (digest type 2).',
  references: [rfc(9904), rfc(9905), rfc(4509, '3')],
  judge: (view) => {
    const { domain, seen } = view;
    const keys = rdatasOf(lookupOf(seen, domain.name, 'DNSKEY')).flatMap((rdata) => readKey(rdata) ?? []);
    const ds = rdatasOf(lookupOf(seen, domain.name, 'DS')).flatMap((rdata) => readDs(rdata) ?? []);
    const allowed = domain.dnssec.algorithms;
    const weak: Weak[] = keys.flatMap((key) => weakKey(key, allowed));
    const strongDigest = ds.some(({ digestType }) => digestType === 2 || digestType === 4);
    for (const { keyTag, digestType } of ds)
      if (digestType !== 2 && digestType !== 4)
        weak.push({
          words: text`DS ${keyTag} with digest type ${digestType}${own(strongDigest ? ', beside a stronger one' : ' and no stronger one beside it')}`,
          undeclared: false,
        });
    if (weak.length === 0) return [];
    const undeclared = weak.some((one) => one.undeclared);
    return [
      {
        subject: domain.name,
        ...(undeclared ? { kind: 'drift' as const } : {}),
        title: undeclared
          ? text`${outside(domain.name)} is signed with an algorithm that the policy does not allow`
          : text`${outside(domain.name)} is signed with weak algorithms or keys`,
        detail: [
          own(
            'Validators that no longer accept the algorithm take the zone as unsigned: answers can be forged to them.',
          ),
        ],
        diff: sortedLines(weak.map(({ words }): DiffLine => ({ op: undeclared ? '+' : '~', text: words }))),
        mend: [own('Roll the zone to ECDSA P-256 (13) or Ed25519 (15), and the DS to digest type 2.')],
        at: positionOf(domain, 'dnssec.algorithms', 'dnssec'),
      },
    ];
  },
};

function weakKey({ algorithm, rsaBits }: KeyFacts, allowed: readonly number[] | undefined): readonly Weak[] {
  const name = text`DNSKEY of algorithm ${algorithm} (${algorithmWords(algorithm)})`;
  if (allowed !== undefined && !allowed.includes(algorithm))
    return [{ words: text`${name}, not in the policy’s list`, undeclared: true }];
  if (RETIRED_ALGORITHMS.has(algorithm)) return [{ words: text`${name}, retired`, undeclared: false }];
  if (rsaBits !== undefined && rsaBits < 2048)
    return [{ words: text`${name} of ${rsaBits} bits; 2048 are the least`, undeclared: false }];
  return [];
}
