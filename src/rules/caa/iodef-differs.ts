import { outside, own, text } from '../../base/text.js';
import { namesSeen } from '../facts/deployed.js';
import { deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const iodefDiffers: Rule = {
  id: 'caa/iodef-differs',
  title: 'Reports of refused requests go elsewhere, or nowhere',
  kind: 'drift',
  severity: 'low',
  actor: 'you',
  means:
    'A CA may report a request that it refused to the addresses in `iodef`. Few do. An address that is not yours tells somebody else when issuance ' +
    'for your names is tried.',
  mend: 'Deploy exactly the `iodef` records that the policy lists.',
  references: [rfc(8659, '4.4')],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      if (np.iodef === undefined) return [];
      const there = deployed.strict.properties.flatMap((one) =>
        one.kind === 'other' && one.tag === 'iodef' ? [one.value] : [],
      );
      const extra = there.filter((value) => !np.iodef?.includes(value));
      const absent = np.iodef.filter((value) => !there.includes(value));
      if (extra.length + absent.length === 0) return [];
      return [
        {
          subject: np.name,
          title: text`The iodef records of ${outside(np.name)} are not the declared ones`,
          detail: [
            ...(extra.length > 0 ? [own('An address is deployed that the policy does not list.')] : []),
            ...(absent.length > 0
              ? [own('A declared address is not deployed, so no report reaches it.')]
              : []),
          ],
          diff: sortedLines([
            ...extra.map((value): DiffLine => ({ op: '+', text: text`iodef ${outside(value)}` })),
            ...absent.map((value): DiffLine => ({ op: '-', text: text`iodef ${outside(value)}` })),
          ]),
          mend: deploySteps(np, view.now),
          at: positionOf(np, 'iodef'),
        },
      ];
    }),
};
