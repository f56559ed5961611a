import { outside, own, text, type Text } from '../../base/text.js';
import { decider } from '../facts/names.js';
import { issuanceKey, looserFor, serverCaa, type ServerCaa } from '../facts/server-caa.js';
import { askedZones, campsOf, membersWords, type AskedAddress, type Camp } from '../facts/servers.js';
import { deploySteps, positionOf } from '../facts/words.js';
import type { DiffLine, Draft, DomainView, Rule } from '../model.js';
import { rfc } from '../references.js';
import { DnsName } from '../../base/name.js';

export const serversDiffer: Rule = {
  id: 'caa/servers-differ',
  title: 'Name servers of the zone give different CAA sets',
  kind: 'drift',
  severity: 'high',
  actor: 'dns-provider',
  means:
    'A CA asks one server, whichever answers. With different sets the loosest one is what counts to an attacker, who tries until it is asked, and the strictest is what counts to the next renewal. ' +
    'One look through a resolver shows one of them.',
  mend: 'Bring all servers to one version of the zone.',
  references: [rfc(8659, '3'), rfc(1034, '4.3.5')],
  judge: (view) =>
    askedZones(view).flatMap(({ evidence, answering }) => {
      const names = new Set(evidence.answers.filter(({ type }) => type === 'CAA').map(({ name }) => name));
      return [...names].sort().flatMap((name) => {
        const camps = campsOf(answering, (one) => serverCaa(one.answer(name, 'CAA')));
        return camps.length < 2 ? [] : [draftOf(view, name, camps)];
      });
    }),
};

function draftOf(view: DomainView, name: string, camps: readonly Camp<ServerCaa>[]): Draft {
  const loose = camps.filter(({ said }) => looserFor(view, name, said).length > 0);
  const sameIssuance = new Set(camps.map(({ said }) => issuanceKey(said))).size === 1;
  const fails = camps.filter(({ said }) => said.kind === 'fails');
  const np = decider(view.domain)(DnsName.parse(name));
  return {
    subject: name,
    severity: loose.length > 0 ? 'critical' : sameIssuance ? 'low' : 'high',
    title: text`Name servers give different CAA sets for ${outside(name)}`,
    detail: [
      ...(loose.length > 0
        ? [
            text`What ${membersWords(loose.flatMap(({ members }) => members))} say lets in more than the policy does. A CA that asks there issues.`,
          ]
        : []),
      ...(fails.length > 0
        ? [
            text`${membersWords(fails.flatMap(({ members }) => members))} answer for the zone and not for CAA: a CA that asks there refuses, or asks again.`,
          ]
        : []),
      sameIssuance
        ? own('Who may issue is the same in all of them.')
        : own('Which set a CA goes by depends on the server that it happens to ask.'),
    ],
    diff: linesOf(camps),
    mend: [own('Bring all servers to one version of the zone; then:'), ...deploySteps(np, view.now)],
    at: positionOf(np, 'issue'),
  };
}

/** Each record once, with the servers that give it; what all give is context. */
function linesOf(camps: readonly Camp<ServerCaa>[]): readonly DiffLine[] {
  const total = camps.flatMap(({ members }) => members).length;
  const lines = new Map<string, { text: Text; members: AskedAddress[] }>();
  for (const { said, members } of camps)
    for (const [key, words] of saidWords(said)) {
      const known = lines.get(key);
      if (known === undefined) lines.set(key, { text: words, members: [...members] });
      else known.members.push(...members);
    }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => ({
      op: one.members.length === total ? ' ' : '~',
      text: one.text,
      note: one.members.length === total ? own('at all') : text`at ${membersWords(one.members)}`,
    }));
}

function saidWords(said: ServerCaa): readonly (readonly [string, Text])[] {
  switch (said.kind) {
    case 'set':
      return said.records.map((raw) => [`CAA ${raw}`, text`CAA ${outside(raw)}`]);
    case 'none':
      return [['none', own('no CAA set')]];
    case 'elsewhere':
    case 'fails':
      return [[said.words, outsideText(said.words)]];
  }
}

function outsideText(words: string): Text {
  return [outside(words)];
}
