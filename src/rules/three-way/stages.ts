import { own } from '../../base/text.js';
import type { Policy } from '../../policy/model.js';
import type { Finding } from '../model.js';

/** What the two policies find in the same world. */
export interface Compared {
  /** Found by the policy that binds. */
  readonly base: readonly Finding[];
  /** Found by the policy as it is to be. */
  readonly head: readonly Finding[];
  /** The policy as it is to be: places are those of its files. */
  readonly policy: Policy;
  /** Whether all that the change loosens is approved, or nothing is loosened. */
  readonly approved: boolean;
  /** Domains that the policy that binds guards. */
  readonly before: ReadonlySet<string>;
}

const PENDING = own('By the policy as it is to be: it waits for the merge, and fails nothing now.');
const ACCEPTED = own('The policy as it is to be has nothing against it, so the merge ends it.');
const REFUSED = own(
  'The policy as it is to be has nothing against it. But that is not approved, so the policy that binds says what holds.',
);

const WAIVED = own('The policy as it is to be waives it, which is approved: the merge ends it.');
const NOT_WAIVED = own(
  'The policy as it is to be waives it. But that is not approved, so the policy that binds says what holds.',
);

const FRESH = own(
  'This change adds the domain, and nobody can say how it stands: what the merge would bring is not known, and that is no ok.',
);
const MEND_FRESH = [
  own(
    'If it should be seen from here, see that it is registered and delegated and that its name servers answer; then run the check again.',
  ),
  own(
    'If it is not up yet, bring it in a change of its own once it is: what else this change does need not wait for it.',
  ),
];

/**
 * Findings in the state that they have to the change. What both find is judged by the base. Waivers are in the findings:
 * those of the base, in what it found.
 */
export function staged({ base, head, policy, approved, before: domains }: Compared): readonly Finding[] {
  const earlier = byThing(base);
  const later = byThing(head);
  const places = new Map(policy.domains.map(({ name, at }) => [name, at]));
  const ended = base
    .filter((one) => counterpart(one, later) === undefined)
    .map((one) => {
      const found = placed(one, places);
      return one.kind === 'unknown' ? found : accepted(found, approved);
    });
  return [
    ...ended,
    ...head.map((one) => {
      const before = counterpart(one, earlier);
      return before === undefined ? pending(one, domains) : pair(before, one, { approved, before: domains });
    }),
  ];
}

/** Found by both. It fails now if the base says so, unless the change would end that and may. */
function pair(
  base: Finding,
  head: Finding,
  { approved, before }: Pick<Compared, 'approved' | 'before'>,
): Finding {
  const { at: _, ...rest } = base;
  const { id, zone, at } = head;
  const found = { ...rest, id, zone, ...(at === undefined ? {} : { at }) };
  if (base.fails && !head.fails)
    return head.waived === undefined ? accepted(found, approved) : waived(found, head.waived, approved);
  return !base.fails && head.fails ? pending(head, before) : found;
}

function accepted(finding: Finding, approved: boolean): Finding {
  if (finding.fails && !approved) return { ...finding, detail: [...finding.detail, REFUSED] };
  return { ...finding, detail: [...finding.detail, ACCEPTED], stage: 'accepted', fails: false };
}

/** A waiver is a loosening like any other: what is approved of it holds already, or nobody could merge it while the drift stands. */
function waived(finding: Finding, by: NonNullable<Finding['waived']>, approved: boolean): Finding {
  if (!approved) return { ...finding, detail: [...finding.detail, NOT_WAIVED] };
  return { ...finding, detail: [...finding.detail, WAIVED], waived: by, stage: 'accepted', fails: false };
}

/** What could not be seen stays unseen, whoever asks for it. `before`: the domains that the policy that binds guards. */
export function pending(finding: Finding, before: ReadonlySet<string>): Finding {
  if (finding.kind !== 'unknown')
    return { ...finding, detail: [...finding.detail, PENDING], stage: 'pending', fails: false };
  const fresh = finding.zone !== '' && !before.has(finding.zone);
  return {
    ...finding,
    ...(fresh ? { detail: [...finding.detail, FRESH], mend: [...finding.mend, ...MEND_FRESH] } : {}),
    stage: 'pending',
  };
}

/** The place of its domain in the policy as it is to be, if it is still there. */
function placed(finding: Finding, places: ReadonlyMap<string, Finding['at']>): Finding {
  const { at: _, ...rest } = finding;
  const at = places.get(finding.zone);
  return at === undefined ? rest : { ...rest, at };
}

/** Findings of one rule about one subject, by zone, and by each zone above theirs. */
interface Zones {
  readonly at: Map<string, Finding>;
  readonly below: Map<string, Finding>;
}

function byThing(findings: readonly Finding[]): ReadonlyMap<string, Zones> {
  const things = new Map<string, Zones>();
  for (const one of findings) {
    const zones = things.get(thing(one)) ?? {
      at: new Map<string, Finding>(),
      below: new Map<string, Finding>(),
    };
    things.set(thing(one), zones);
    zones.at.set(one.zone, one);
    for (const above of zonesAbove(one.zone)) if (!zones.below.has(above)) zones.below.set(above, one);
  }
  return things;
}

/**
 * The same finding by the other policy. Where a name went from one domain into another above or below it, its findings went
 * along: they have another zone and are no news.
 */
function counterpart(finding: Finding, others: ReadonlyMap<string, Zones>): Finding | undefined {
  const zones = others.get(thing(finding));
  if (zones === undefined) return undefined;
  const { zone } = finding;
  const above = (): Finding | undefined => zonesAbove(zone).flatMap((one) => zones.at.get(one) ?? [])[0];
  return zones.at.get(zone) ?? above() ?? zones.below.get(zone);
}

function thing({ rule, subject }: Finding): string {
  return `${rule} ${subject}`;
}

/** Nearest first; none for the run. */
function zonesAbove(zone: string): readonly string[] {
  const labels = zone.split('.');
  return labels.slice(1).map((_, i) => labels.slice(i + 1).join('.'));
}
