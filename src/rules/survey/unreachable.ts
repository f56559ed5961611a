import { outside, own, text, type Text } from '../../base/text.js';
import { missingShard, type MissingShard } from '../facts/missing-shard.js';
import { askedZones, membersWords } from '../facts/servers.js';
import { mayBeUnseen, seenFromMany } from '../facts/vantages.js';
import { blindSources, unseenLookups, type Unseen } from '../facts/unseen.js';
import type { Draft, DomainView, Rule } from '../model.js';
import { rfc } from '../references.js';
import { openScts, unlookedAt, unseenLogs } from './unproven.js';

export const unreachable: Rule = {
  id: 'survey/unreachable',
  title: 'Something could not be seen',
  kind: 'unknown',
  severity: 'high',
  actor: 'network',
  means:
    'A name server, a resolver or a source of certificates did not answer, or not usefully. What it would have shown is not known: it is neither ok nor drift. ' +
    'An attacker who can silence a source hides in this, so a run that stays blind needs looking at.',
  mend: 'Run again; if it stays, ask from another network or another resolver, and look at the servers named.',
  references: [rfc(8659, '3')],
  judge: (view) => blindness(view, false),
};

/** Findings about what could not be seen: one for DNS, one for each source of certificates. */
export function blindness(view: DomainView, limit: boolean): readonly Draft[] {
  const missing = missingShard(view);
  if (missing !== undefined) return limit ? [] : [leftNothing(missing)];
  const zone = outside(view.domain.name);
  const lookups = unseenLookups(view).filter((one) => one.limit === limit);
  const dns: readonly Draft[] =
    lookups.length === 0
      ? []
      : view.reach.deaf && !limit
        ? [deaf(view, lookups)]
        : [
            {
              subject: view.domain.name,
              title: limit
                ? text`DNS of ${zone} was not seen to the end: a limit was reached`
                : text`DNS of ${zone} could not be seen`,
              detail: [...lookups.map(lookupWords), ...hidden(lookups)],
              mend: [
                limit
                  ? own(
                      'Raise the limit for time or queries, or ask through a resolver in place of the zones’ own servers.',
                    )
                  : own('Run again; if it stays, look from another network, and at the servers named.'),
              ],
              at: view.domain.at,
            },
          ];
  const sources = blindSources(view)
    .filter((one) => one.limit === limit)
    .map(({ source, code, detail, shown }): Draft => ({
      subject: source,
      title: limit
        ? text`Certificates of ${zone} were not read to the end at ${outside(source)}: a limit was reached`
        : text`Certificates of ${zone} could not be seen at ${outside(source)}`,
      detail: [
        text`${outside(code)}: ${outside(detail)}. ${shown} were shown before it ended.`,
        own('A certificate that is not ours may be among those that were not shown.'),
      ],
      mend: [sourceMend(source)],
      ...(isLocal(source) ? { actor: 'you' as const } : {}),
      at: view.domain.at,
    }));
  const more = limit
    ? [...unaskedServers(view), ...unlookedAt(view)]
    : [...blindVantages(view), ...unseenLogs(view), ...openScts(view)];
  return [...dns, ...more, ...sources];
}

/** A source on this machine: a directory of certificates, or that of `tail`. */
function isLocal(source: string): boolean {
  return /^(files|tail)=/.test(source);
}

function sourceMend(source: string): Text {
  if (source.startsWith('files='))
    return own(
      'Name a file or directory of certificates that is there and can be read: --ct-source files=DIR.',
    );
  if (source.startsWith('tail='))
    return own(
      'See that caa-guard tail runs with this directory as its --state, and with this domain among its names.',
    );
  if (source === 'certspotter')
    return own('Run again; if it stays, give the source a token, or use another source besides.');
  return own('Run again; if it stays, use another source besides.');
}

/** Nobody answered at all: one finding for the run, in the same words for each domain. */
function deaf({ evidence }: DomainView, [first]: readonly Unseen[]): Draft {
  const forward = evidence.vantage.mode === 'forward';
  return {
    zone: '',
    subject: 'the network',
    title: own('No DNS server answered anything in the whole run: it is this network that sees nothing'),
    detail: [
      text`${evidence.exchanges.length} questions were sent, and nothing came back (${outside(first?.code ?? 'unknown')}).`,
      own('Nothing is known of any domain: neither that all is well nor that anything drifted.'),
    ],
    mend: [
      forward
        ? own('See whether the resolvers that --resolver names are up and may be asked from here.')
        : own(
            'See whether this network lets questions out to port 53; where it does not, name a recursive resolver with --resolver (the input resolvers).',
          ),
    ],
  };
}

/** A part of the domains of which nothing is known: one finding for the run, in the same words for each domain of it. */
function leftNothing({ shard, alone, why }: MissingShard): Draft {
  return {
    zone: '',
    subject: `shard ${shard}`,
    actor: 'you',
    title: text`Shard ${outside(shard)} left no evidence: nothing is known of its domains`,
    detail: [
      ...(why === undefined ? [] : [text`What came of it was set aside: ${outside(why)}.`]),
      ...(alone === undefined ? [] : [text`This evidence is of shard ${outside(alone)} alone.`]),
      own('Its domains may be as declared or not. Those of other shards are judged all the same.'),
    ],
    mend: [
      alone === undefined
        ? text`Run check --shard ${outside(shard)} again, and merge again with what it leaves.`
        : own('Put the evidence of all shards together: caa-guard merge.'),
    ],
  };
}

/** Name servers that a limit of ours kept from being asked: what differs at them is not known. */
function unaskedServers(view: DomainView): readonly Draft[] {
  return askedZones(view).flatMap(({ zone, addresses }) => {
    const unasked = addresses.filter((one) => one.cutShort);
    if (unasked.length === 0) return [];
    return [
      {
        subject: `name servers of ${zone}`,
        title: text`Not every name server of ${outside(zone)} was asked: a limit was reached`,
        detail: [
          text`${membersWords(unasked)}.`,
          own('Whether they give the same CAA set and the same keys as the others is not known.'),
        ],
        mend: [own('Raise the limit for time, or check fewer domains in one run.')],
        at: view.domain.at,
      },
    ];
  });
}

/** Further resolvers that showed nothing, where too few others did: one finding each for the whole run. */
function blindVantages(view: DomainView): readonly Draft[] {
  const blind = new Map<string, string>();
  for (const { vantages } of seenFromMany(view))
    for (const { resolver, standing, code = 'unknown' } of vantages)
      if (standing === 'unseen') blind.set(resolver, code);
  const asked = view.seen.vantages?.length ?? 0;
  if (blind.size <= mayBeUnseen(asked)) return [];
  return [...blind].map(([resolver, code]) => ({
    zone: '',
    subject: resolver,
    title: text`CAA could not be seen through ${outside(resolver)}`,
    detail: [
      text`${outside(code)}. ${blind.size} of ${asked} further resolvers showed nothing.`,
      own('Whether others see another CAA set than the one seen from here is not known.'),
    ],
    mend: [own('Run again; if it stays, look at the resolver, or name another one.')],
  }));
}

function lookupWords({ key, code, detail, server }: Unseen): Text {
  const from = server === undefined ? [] : text` (${outside(server)})`;
  return text`${outside(key.replace('/', ' '))}: ${outside(code)}, ${outside(detail)}${from}`;
}

function hidden(lookups: readonly Unseen[]): readonly Text[] {
  const hides = new Set(lookups.map((one) => one.hides));
  return [
    ...(hides.has('caa')
      ? [
          own(
            'Who may issue is not known. A CA that sees the same must not issue, unless the domain is unsigned.',
          ),
        ]
      : []),
    ...(hides.has('chain') ? [own('Whether the chain of trust stands is not known.')] : []),
    ...(hides.has('grants')
      ? [own('Whether somebody else can answer validations by DNS is not known.')]
      : []),
    ...(hides.has('delegation') ? [own('Whether the name servers are the declared ones is not known.')] : []),
  ];
}
