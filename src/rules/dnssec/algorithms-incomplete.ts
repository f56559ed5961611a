import { outside, own, text, type Text } from '../../base/text.js';
import { algorithmWords, readDs, readKey, readSignature, signsZone } from '../facts/dnssec.js';
import { lookupOf, octetsFrom, rdatasOf } from '../facts/lookups.js';
import { positionOf } from '../facts/words.js';
import type { DiffLine, DomainView, Rule } from '../model.js';
import { rfc } from '../references.js';

export const algorithmsIncomplete: Rule = {
  id: 'dnssec/algorithms-incomplete',
  title: 'DS, keys and signatures do not cover the same algorithms',
  kind: 'weakness',
  severity: 'medium',
  actor: 'dns-provider',
  means:
    'Every algorithm that the DS set names must have a key, and every algorithm with a key must sign every record set. Validators that take one good path do not notice; those that are strict about downgrades ' +
    '(an attacker who removes the strong signatures) call the zone bogus. It is what a rollover in the wrong order looks like, and the next step of it may break the zone.',
  mend: 'Finish the rollover in order: first sign with the new algorithm, then publish its key, then its DS; and back in the reverse order.',
  references: [rfc(4035, '2.2'), rfc(6840, '5.11'), rfc(6781, '4.1.4')],
  judge: (view) => {
    const { domain, seen } = view;
    const keys = rdatasOf(lookupOf(seen, domain.name, 'DNSKEY')).flatMap((rdata) => readKey(rdata) ?? []);
    if (keys.length === 0) return [];
    const keyed = algorithmsOf(keys.filter(signsZone));
    const ds = rdatasOf(lookupOf(seen, domain.name, 'DS')).flatMap((rdata) => readDs(rdata) ?? []);
    const lines: DiffLine[] = [
      ...algorithmsOf(ds)
        .filter((one) => !keyed.includes(one))
        .map((one) => line(one, own('named by a DS at the parent, and the zone has no key of it'))),
      ...keyed.flatMap((one) =>
        unsignedSets(view, one).map((set) =>
          line(one, text`the zone has a key of it, and ${outside(set)} has no signature by it`),
        ),
      ),
    ];
    if (lines.length === 0) return [];
    return [
      {
        subject: domain.name,
        title: text`DS, keys and signatures of ${outside(domain.name)} do not cover the same algorithms`,
        detail: [
          own('A validator that insists on every algorithm that is announced takes the zone as bogus.'),
        ],
        diff: lines,
        mend: [own('Finish the algorithm rollover in its order, or take back what it began with.')],
        at: positionOf(domain, 'dnssec.algorithms', 'dnssec'),
      },
    ];
  },
};

function line(algorithm: number, note: Text): DiffLine {
  return {
    op: '~',
    text: text`algorithm ${algorithm} (${algorithmWords(algorithm)})`,
    note,
  };
}

function algorithmsOf(all: readonly { readonly algorithm: number }[]): readonly number[] {
  return [...new Set(all.map(({ algorithm }) => algorithm))].sort((a, b) => a - b);
}

/** Record sets of the zone that are signed, and not by this algorithm. */
function unsignedSets({ domain, seen, now }: DomainView, algorithm: number): readonly string[] {
  return Object.values(seen.lookups)
    .flatMap(({ type, state, answer }) => {
      if (state !== 'secure' || answer?.kind !== 'records' || type === 'DS') return [];
      if (answer.zone !== domain.name || answer.signatures.length === 0) return [];
      const by = answer.signatures.flatMap((one) => readSignature(octetsFrom(one), now) ?? []);
      return algorithmsOf(by).includes(algorithm) ? [] : [`${answer.owner} ${type}`];
    })
    .sort();
}
