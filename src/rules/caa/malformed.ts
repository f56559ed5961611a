import { outside, own, text, type Text } from '../../base/text.js';
import { bindingFault, bindingOf, STRICT, unsatisfiedWords, type Property } from '../../caa/index.js';
import { decidingSets } from '../facts/deployed.js';
import { aboveDomain } from '../facts/names.js';
import { deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const malformed: Rule = {
  id: 'caa/malformed',
  title: 'A CAA record is malformed',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'A record whose value does not match the grammar names no CA: it denies by being there, so the renewal that relied on it fails. Worse, what a CA ' +
    'that reads sloppily makes of it cannot be foretold: it may drop the parameters and keep the CA.',
  mend: 'Write the record anew. Usual causes: a `;` after the last parameter, spaces in a value, a dot at the end of the CA’s name, a value that the DNS provider rewrote.',
  references: [rfc(8659, '4.2'), rfc(8657, '3'), rfc(8657, '4')],
  judge: (view) =>
    decidingSets(view).flatMap(({ foundAt, deployed, names }) => {
      const faults = deployed.strict.properties.flatMap((property) => {
        const why = faultOf(property);
        return why === undefined ? [] : [{ raw: property.raw, why }];
      });
      const [np] = names;
      if (faults.length === 0 || np === undefined) return [];
      return [
        {
          subject: foundAt,
          ...(aboveDomain(view.domain, foundAt) ? { actor: 'ancestor' as const } : {}),
          title: text`${faults.length === 1 ? own('A CAA record') : text`${faults.length} CAA records`} at ${outside(foundAt)} ${own(faults.length === 1 ? 'is' : 'are')} malformed`,
          detail: [
            ...faults.map(({ raw, why }) => text`${outside(raw)}: ${why}.`),
            own(
              'A CA must take such a record as one that authorises nobody; some drop what they cannot read.',
            ),
          ],
          diff: sortedLines(
            faults.map(({ raw, why }): DiffLine => ({ op: '+', text: text`${outside(raw)}`, note: why })),
          ),
          mend: deploySteps(np, view.now),
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};

function faultOf(property: Property): Text | undefined {
  if (property.kind === 'unreadable')
    return text`no CAA RDATA: ${property.reason} (octet ${property.position})`;
  if (property.kind === 'other')
    return /^[a-z0-9]+$/.test(property.tag)
      ? undefined
      : own('the tag holds other characters than letters and digits (RFC 8659, section 4.1)');
  if (!property.parsed.ok)
    return text`${property.parsed.reason} (octet ${property.parsed.position} of the value)`;
  const binding = bindingOf(property.parsed.value.parameters, STRICT);
  const fault = bindingFault(binding, STRICT);
  // An empty list of methods is a way to say "nobody", and well formed.
  return fault === undefined || fault === 'methods-empty' ? undefined : unsatisfiedWords(fault, binding);
}
