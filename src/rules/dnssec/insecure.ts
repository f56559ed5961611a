import { outside, own, text } from '../../base/text.js';
import { lookupOf } from '../facts/lookups.js';
import { presentDs } from '../facts/dnssec.js';
import { positionOf } from '../facts/words.js';
import type { DiffLine, DomainView, Rule } from '../model.js';
import type { LookupEvidence } from '../../survey/evidence.js';
import { baseline, rfc } from '../references.js';

export const insecure: Rule = {
  id: 'dnssec/insecure',
  title: 'The policy requires a signed zone, and there is no chain of trust to it',
  kind: 'drift',
  severity: 'critical',
  actor: 'registrar',
  means:
    'The parent holds no DS for the zone, or none that counts. Everything still resolves, so nobody notices; but answers can be forged on their way to a CA, ' +
    'the CAA set with them. Taking the DS away is the first step of a registrar or registry hijack.',
  mend: 'Put the DS of the zone’s key back at the registrar, and find out who took it away.',
  references: [rfc(4035, '5.2'), rfc(9905), baseline('3.2.2.8.1')],
  judge: (view) => {
    if (!view.domain.dnssec.required) return [];
    const proof = unsigned(view);
    if (proof === undefined) return [];
    const { reason } = proof;
    // Where the parent itself is unsigned, no DS could help: whoever runs the parent has to sign it first.
    const ancestor = lookupOf(view.seen, view.domain.name, 'DS')?.state === 'insecure';
    const keys = lookupOf(view.seen, view.domain.name, 'DNSKEY')?.answer?.kind === 'records';
    const pinned = view.domain.dnssec.ds ?? [];
    return [
      {
        subject: view.domain.name,
        ...(ancestor ? { actor: 'ancestor' as const } : {}),
        title: text`${outside(view.domain.name)} is not signed as far as the parent says, and the policy requires it`,
        detail: [
          ...(reason === undefined ? [] : [text`${outside(reason.code)}: ${outside(reason.detail)}`]),
          keys
            ? own(
                'The zone itself still has DNSKEY records: the DS at the parent is what is gone, or does not count.',
              )
            : own('The zone has no DNSKEY records either.'),
          own(
            'CAA answers for the domain can be forged on their way to a CA. A CA may even issue where its CAA lookups fail.',
          ),
        ],
        diff: pinned.map((ds): DiffLine => ({
          op: '-',
          text: text`DS ${outside(presentDs(ds))}`,
          note: own('pinned by the policy'),
        })),
        mend:
          pinned.length > 0
            ? pinned.map(
                (ds) =>
                  text`Have the registrar publish ${outside(`${view.domain.name}. DS ${presentDs(ds)}`)}`,
              )
            : [own('Sign the zone and have the registrar publish the DS of its key-signing key.')],
        at: positionOf(view.domain, 'dnssec.required', 'dnssec'),
      },
    ];
  },
};

/**
 * The lookup that proves that the zone is unsigned; `undefined` if none does. That there is no DS is no proof where the
 * data are signed all the same: then the domain is no zone of its own.
 */
function unsigned({ domain, seen }: DomainView): LookupEvidence | undefined {
  const lookups = ['DNSKEY', 'SOA', 'NS'].flatMap((type) => lookupOf(seen, domain.name, type) ?? []);
  const proof = lookups.find(({ state }) => state === 'insecure');
  if (proof !== undefined) return proof;
  if (lookups.some(({ state }) => state === 'secure')) return undefined;
  const ds = lookupOf(seen, domain.name, 'DS');
  return ds?.answer !== undefined && ds.answer.kind !== 'records' ? ds : undefined;
}
