import { outside, own, text } from '../../base/text.js';
import { readKey, type KeyFacts } from '../facts/dnssec.js';
import { lookupOf, rdatasOf } from '../facts/lookups.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const keyTagCollision: Rule = {
  id: 'dnssec/key-tag-collision',
  title: 'Keys share tag and algorithm',
  kind: 'weakness',
  severity: 'low',
  actor: 'dns-provider',
  means:
    'A signature names its key by tag and algorithm. Where several keys have both in common, a validator has to try each; since KeyTrap (CVE-2023-50387) validators try few of them, or none, and then call the zone bogus.',
  mend: 'Make a new key until its tag is free; most signers do that on their own.',
  references: [
    rfc(4034, 'B'),
    { label: 'CVE-2023-50387 (KeyTrap)', url: 'https://nvd.nist.gov/vuln/detail/CVE-2023-50387' },
  ],
  judge: ({ domain, seen }) => {
    const keys = rdatasOf(lookupOf(seen, domain.name, 'DNSKEY')).flatMap((rdata) => readKey(rdata) ?? []);
    const groups = new Map<string, KeyFacts[]>();
    for (const key of keys) {
      const at = `${key.keyTag} ${key.algorithm}`;
      groups.set(at, [...(groups.get(at) ?? []), key]);
    }
    const shared = [...groups.values()].filter(({ length }) => length > 1);
    if (shared.length === 0) return [];
    return [
      {
        subject: domain.name,
        title: text`Keys of ${outside(domain.name)} share tag and algorithm`,
        detail: shared.map(
          ([first, ...more]) =>
            text`${more.length + 1} keys have tag ${first?.keyTag ?? 0} and algorithm ${first?.algorithm ?? 0}.`,
        ),
        mend: [own('Replace one of them by a key with another tag.')],
        at: positionOf(domain, 'dnssec'),
      },
    ];
  },
};
