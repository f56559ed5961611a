import { join, outside, own, text, type Text } from '../../base/text.js';
import type { Deployed } from '../facts/deployed.js';
import { corroboration, seenFromMany, type SeenFromMany, type VantageView } from '../facts/vantages.js';
import { list, positionOf, when } from '../facts/words.js';
import type { DiffLine, DomainView, Draft, Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

export const vantageDiffers: Rule = {
  id: 'caa/vantage-differs',
  title: 'Some resolvers see another CAA set',
  kind: 'drift',
  severity: 'high',
  actor: 'dns-provider',
  means:
    'A resolver elsewhere shows a CAA set by which others may issue than by the one seen from here. It is an older version that is still cached, a zone that answers by where it is asked from, or a forged ' +
    'answer. CAs look from several networks and need most of them to agree: an attacker who forges what many of them see gets a certificate, and a renewal that too few of them permit fails.',
  mend: 'Wait until the time named, by which a cache must have let go of it. If it is still there then, find out who answers that resolver, and sign the zone.',
  references: [baseline('3.2.2.9'), rfc(8659, '6.1')],
  judge: (view) => {
    const groups = new Map<string, SeenFromMany[]>();
    for (const one of seenFromMany(view)) {
      const differing = one.vantages.filter(({ standing }) => standing === 'other');
      if (differing.length === 0) continue;
      const key = JSON.stringify([subjectOf(one), differing.map(sayKey)]);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()].map((names) => draftOf(view, names));
  },
};

function subjectOf({ here, np }: SeenFromMany): string {
  return here.foundAt ?? np.name;
}

function sayKey({ resolver, deployed }: VantageView): unknown {
  return [resolver, deployed.foundAt, recordsOf(deployed)];
}

function draftOf(view: DomainView, names: readonly SeenFromMany[]): Draft {
  const [first] = names as readonly [SeenFromMany, ...SeenFromMany[]];
  const differing = first.vantages.filter(({ standing }) => standing === 'other');
  const subject = subjectOf(first);
  return {
    subject,
    title: text`${differing.length} of ${first.vantages.length} further resolvers ${own(differing.length === 1 ? 'sees' : 'see')} another CAA set for ${outside(subject)}`,
    detail: [
      ...differing.map(vantageWords),
      ...(names.length > 1 ? [text`It decides for ${list(names.map(({ np }) => np.name))}.`] : []),
      ...quorumWords(view, first),
      own(
        'A resolver may show a cached version until its TTL is over, and a CA may go by what it saw for eight hours.',
      ),
    ],
    diff: linesOf(first, differing),
    mend: [
      own('Look again after the time named. If it differs still, it is no cache:'),
      own(
        'compare what the name servers say to that resolver and to you, and sign the zone, so that a forged answer does not count.',
      ),
    ],
    at: positionOf(first.np, 'issue'),
  };
}

function vantageWords({ resolver, looser, until, code }: VantageView): Text {
  if (until === undefined)
    return text`${outside(resolver)} shows an answer that does not validate (${outside(code ?? 'bogus')}).`;
  const what = looser ? own('a set that lets in more than the policy does') : own('another set');
  return text`${outside(resolver)} shows ${what}; if it is cached, then until ${when(until)} at the latest.`;
}

function quorumWords(view: DomainView, one: SeenFromMany): readonly Text[] {
  return corroboration(view, one).map(({ grant, here, corroborated, of, allowed }) => {
    const from = text`${own(here ? 'from here' : 'not from here')}, and from ${corroborated} of ${of} others`;
    return text`${outside(grant.ca)} may issue as declared ${from}: ${own(allowed ? 'enough' : 'too few')} for a CA that checks from several networks.`;
  });
}

/** Each record once, with where it is seen; what everybody sees is context. */
function linesOf({ here, vantages }: SeenFromMany, differing: readonly VantageView[]): readonly DiffLine[] {
  const same = vantages.filter(({ standing }) => standing === 'same');
  const places: readonly { readonly name: Text; readonly deployed: Deployed }[] = [
    { name: same.length === 0 ? own('from here') : text`from here and ${same.length} more`, deployed: here },
    ...differing
      .filter(({ until }) => until !== undefined)
      .map(({ resolver, deployed }) => ({ name: text`${outside(resolver)}`, deployed })),
  ];
  const lines = new Map<string, Text[]>();
  for (const { name, deployed } of places)
    for (const record of recordsOf(deployed)) lines.set(record, [...(lines.get(record) ?? []), name]);
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([record, seenBy]) => ({
      op: seenBy.length === places.length ? ' ' : '~',
      text: record === '' ? own('no CAA set') : text`CAA ${outside(record)}`,
      note: seenBy.length === places.length ? own('everywhere') : text`seen: ${join(seenBy, ', ')}`,
    }));
}

function recordsOf({ strict, foundAt }: Deployed): readonly string[] {
  return foundAt === undefined ? [''] : strict.properties.map(({ raw }) => raw);
}
