import { outside, own, text } from '../../base/text.js';
import type { Property } from '../../caa/index.js';
import { decidingSets } from '../facts/deployed.js';
import { deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

const BINDINGS = ['accounturi', 'validationmethods'] as const;

export const bindingIgnored: Rule = {
  id: 'caa/binding-ignored',
  title: 'A binding is written so that a large CA ignores it',
  kind: 'weakness',
  severity: 'critical',
  actor: 'you',
  means:
    'Parameters that a CA does not know are ignored, silently. Let’s Encrypt compares parameter names letter by letter, so `AccountURI=` is one that it ' +
    'does not know, and a misspelt name is known to nobody. The record looks bound and binds nobody: any account may issue.',
  mend: 'Write `accounturi` and `validationmethods` in lower case and exactly so.',
  references: [rfc(8657, '3'), rfc(8657, '4'), rfc(8659, '4.2')],
  judge: (view) =>
    decidingSets(view).flatMap(({ foundAt, deployed, names }) => {
      const odd = deployed.strict.properties.flatMap((property) =>
        oddNames(property).map((one) => ({ raw: property.raw, ...one })),
      );
      const [np] = names;
      if (odd.length === 0 || np === undefined) return [];
      return [
        {
          subject: foundAt,
          title: text`A CAA record at ${outside(foundAt)} looks bound, and CAs ignore the binding`,
          detail: [
            ...odd.map(
              ({ name, meant }) =>
                text`${outside(name)} is not ${own(meant)} to a CA that compares names letter by letter: it is an unknown parameter, which is ignored.`,
            ),
            own('To such a CA the record authorises any account, by any method.'),
          ],
          diff: sortedLines(
            odd.map(({ raw, meant }): DiffLine => ({
              op: '~',
              text: text`${outside(raw)}`,
              note: text`write ${own(meant)}`,
            })),
          ),
          mend: deploySteps(np, view.now),
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};

function oddNames(property: Property): readonly { name: string; meant: (typeof BINDINGS)[number] }[] {
  if (property.kind !== 'grant' || !property.parsed.ok) return [];
  return property.parsed.value.parameters.flatMap(({ name }) => {
    const meant = BINDINGS.find((binding) => name !== binding && resembles(name, binding));
    return meant === undefined ? [] : [{ name, meant }];
  });
}

/** The same letters in another case, with hyphens, or up to two letters away. */
function resembles(name: string, binding: string): boolean {
  // Bounded: a name much longer or shorter is not a slip of the pen.
  const plain = name.replaceAll('-', '').toLowerCase();
  return Math.abs(plain.length - binding.length) <= 2 && distance(plain, binding) <= 2;
}

/** Edit distance (insertions, deletions, substitutions). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
