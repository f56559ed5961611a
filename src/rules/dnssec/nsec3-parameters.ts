import { outside, own, text } from '../../base/text.js';
import { lookupOf, rdatasOf } from '../facts/lookups.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

/** Over so many iterations BIND, and this program, take the zone as unsigned; Unbound does over 150. */
const GIVEN_UP = 50;

export const nsec3Parameters: Rule = {
  id: 'dnssec/nsec3-parameters',
  title: 'NSEC3 with iterations or a salt',
  kind: 'weakness',
  severity: 'low',
  actor: 'dns-provider',
  means:
    'More iterations and a salt hide nothing that a graphics card does not find, and every validator pays for them. Over a bound, which differs and falls from year to year, validators take the zone as ' +
    'unsigned: its answers can then be forged to them.',
  mend: 'Set NSEC3 to no further iterations and no salt (`1 0 0 -`), or use NSEC.',
  references: [rfc(9276, '3.1'), rfc(9276, '3.2')],
  judge: ({ domain, seen }) => {
    const odd = rdatasOf(lookupOf(seen, domain.name, 'NSEC3PARAM'))
      .flatMap((rdata) => readParameters(rdata) ?? [])
      .filter(({ iterations, salt }) => iterations > 0 || salt > 0)
      .sort((a, b) => b.iterations - a.iterations);
    const [worst] = odd;
    if (worst === undefined) return [];
    const givenUp = worst.iterations > GIVEN_UP;
    return [
      {
        subject: domain.name,
        ...(givenUp ? { severity: 'high' as const } : {}),
        title: text`NSEC3 of ${outside(domain.name)} has ${worst.iterations} iterations and a salt of ${worst.salt} octets`,
        detail: [
          givenUp
            ? own(
                'Validators take a zone with so many iterations as unsigned: its answers can be forged to them.',
              )
            : own(
                'It protects nothing, and validators lower the bound over which they take a zone as unsigned.',
              ),
        ],
        mend: [own('Set NSEC3 to no further iterations and no salt: parameters 1 0 0 -.')],
        at: positionOf(domain, 'dnssec'),
      },
    ];
  },
};

/** NSEC3PARAM RDATA (RFC 5155, section 4.2): hash algorithm (1 octet), flags (1), iterations (2), salt length (1), salt. */
function readParameters(rdata: Uint8Array): { iterations: number; salt: number } | undefined {
  const [, , high, low, salt] = rdata;
  if (high === undefined || low === undefined || salt === undefined) return undefined;
  return { iterations: high * 256 + low, salt };
}
