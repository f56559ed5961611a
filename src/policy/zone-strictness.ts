import { join, outside, own, text } from '../base/text.js';
import { added, NEVER, sameMembers, type Loosened } from './loosened.js';
import { oursLoosened } from './ours.js';
import type { DnssecPolicy, DomainPolicy, DsPin, DsPinSet } from './model.js';

/** Ways in which the clauses of the zone as a whole are looser. `sealed`: a name in it was. */
export function zoneLoosened(from: DomainPolicy, to: DomainPolicy, sealed: boolean): Loosened {
  return [
    ...dnssecLoosened(from.dnssec, to.dnssec),
    ...dsLoosened(from.dnssec, to.dnssec),
    ...delegationLoosened(from.nameservers, to.nameservers),
    ...watchLoosened(from, to, sealed),
  ];
}

function dnssecLoosened(from: DnssecPolicy, to: DnssecPolicy): Loosened {
  return [
    ...(from.required && !to.required
      ? [
          {
            clause: 'dnssec.required' as const,
            words: own('the zone may be unsigned; before: DNSSEC required'),
            undone: own('the zone may not be unsigned any more; now: DNSSEC required'),
          },
        ]
      : []),
    ...(to.expiryHorizon < from.expiryHorizon
      ? [
          {
            clause: 'dnssec.expiryHorizon' as const,
            words: text`signatures need to be good for ${to.expiryHorizon} seconds only; before: ${from.expiryHorizon}`,
            undone: text`signatures need to be good for ${from.expiryHorizon} seconds; before: ${to.expiryHorizon} only`,
          },
        ]
      : []),
    ...added('dnssec.algorithms', from.algorithms?.map(String), to.algorithms?.map(String), {
      one: (number) => ({
        words: text`DNSSEC algorithm ${Number(number)} may be used; before: not`,
        undone: text`DNSSEC algorithm ${Number(number)} may not be used any more`,
      }),
      all: {
        words: own('any DNSSEC algorithm may be used; before: a list'),
        undone: own('not any DNSSEC algorithm may be used any more; now: a list'),
      },
    }),
  ];
}

/**
 * What may stand at the parent is exactly the pinned set or, in a rollover, any set of pinned and planned DS records with
 * a planned one among them. So the pinned set may change to one of these, and to no other.
 */
function dsLoosened(from: DsPinSet, to: DsPinSet): Loosened {
  if (from.ds === undefined) return [];
  if (to.ds === undefined)
    return [
      {
        clause: 'dnssec.ds' as const,
        words: own('any DS set may stand at the parent; before: pinned'),
        undone: own('not any DS set may stand at the parent any more; now: pinned'),
      },
    ];
  const [before, after] = [from.ds.map(dsWords), to.ds.map(dsWords)];
  const planned = new Set(from.plannedDs.map(dsWords));
  const rolled =
    after.some((pin) => planned.has(pin)) && after.every((pin) => planned.has(pin) || before.includes(pin));
  const changed = !rolled && !sameMembers(before, after);
  return [
    ...(changed
      ? [
          {
            clause: 'dnssec.ds' as const,
            words: text`the DS set at the parent may be ${listed(after)}; before: ${listed(before)}`,
            undone: text`the DS set at the parent may not be ${listed(after)} any more; now: ${listed(before)}`,
          },
        ]
      : []),
    ...added('dnssec.plannedDs', [...planned], to.plannedDs.map(dsWords), {
      one: (pin) => ({
        words: text`DS ${outside(pin)} may stand at the parent; before: not planned`,
        undone: text`DS ${outside(pin)} may not stand at the parent any more; now: not planned`,
      }),
      all: NEVER,
    }),
  ];
}

function dsWords(pin: DsPin): string {
  return `${pin.keyTag} ${pin.algorithm} ${pin.digestType} ${pin.digest}`;
}

/** The delegation has to be exactly what is declared, so any change lets in what was refused. */
function delegationLoosened(
  from: readonly string[] | undefined,
  to: readonly string[] | undefined,
): Loosened {
  if (from === undefined || (to !== undefined && sameMembers(from, to))) return [];
  const now = to === undefined ? own('any') : listed(to);
  return [
    {
      clause: 'nameservers' as const,
      words: text`the delegation may be ${now}; before: ${listed(from)}`,
      undone: text`the delegation may not be ${now} any more; now: ${listed(from)}`,
    },
  ];
}

type Watched = Pick<DomainPolicy, 'own' | 'includeSubdomains'>;

/** Ways in which certificates in the logs are judged less strictly. `sealed`: a name that they may be for was. */
export function watchLoosened(from: Watched, to: Watched, sealed: boolean): Loosened {
  return [
    ...(from.includeSubdomains && !to.includeSubdomains
      ? [
          {
            clause: 'includeSubdomains' as const,
            words: own('certificates for names below the domain are not looked at any more'),
            undone: own('certificates for names below the domain are looked at; before: not'),
          },
        ]
      : []),
    ...(from.own.exhaustive && !to.own.exhaustive
      ? [
          {
            clause: 'certificates.exhaustive' as const,
            words: own('a certificate that is not known to be ours is no finding any more'),
            undone: own('a certificate that is not known to be ours is a finding; before: not'),
          },
        ]
      : []),
    ...ownLoosened(from.own, to.own, sealed),
  ];
}

/**
 * Which certificates are ours matters where every one has to be, and below a seal, which only others break. One that the policy names
 * itself is accepted of any CA, so that always matters.
 */
function ownLoosened(from: DomainPolicy['own'], to: DomainPolicy['own'], sealed: boolean): Loosened {
  const loosened = oursLoosened(from, to);
  if (sealed || (from.exhaustive && to.exhaustive)) return loosened;
  return loosened.filter(({ clause }) => clause === 'certificates.certificates');
}

function listed(values: readonly string[]): ReturnType<typeof own> {
  return values.length === 0 ? own('none') : join([...new Set(values)].map(outside), ', ');
}
