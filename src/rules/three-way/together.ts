import { NOTHING_ELSE } from '../checked.js';
import { compareFindings, order } from '../finding.js';
import { frozen, merged, outcomeOf, type Judged } from '../judge.js';
import type { Change, Finding, Judgement } from '../model.js';

/** The judgements that a judgement of a change is put together from. */
export interface Parts {
  /** What stands, by the policy that binds, and by the one to be. */
  readonly before: Judged;
  readonly after: Judged;
  /** What a plan will leave behind, by the one to be. */
  readonly plan: Judged;
}

/** Where there is nothing to judge. */
export const NOTHING: Judged = {
  judgement: { outcome: 'ok', now: 0, observedAt: 0, domains: [], findings: [] },
  concerning: new Map(),
};

/** One judgement of what was found; domains are those of all parts. */
export function together(
  parts: Parts,
  found: readonly Finding[],
  rest: { readonly change: Change } & Pick<Judgement, 'now' | 'observedAt'>,
): Judgement {
  const findings = [...found].sort(
    (a, b) => Number(isLater(a)) - Number(isLater(b)) || compareFindings(a, b),
  );
  return frozen({
    outcome: outcomeOf(findings),
    now: rest.now,
    observedAt: rest.observedAt,
    domains: domainsOf(parts, findings),
    findings,
    change: rest.change,
  });
}

/** Whatever begins or ends with the merge comes after what is so now. */
function isLater({ stage, fails }: Finding): boolean {
  return !fails && (stage === 'pending' || stage === 'accepted');
}

/** A domain has its own findings, and those of the run that one of the judgements found for it. */
function domainsOf({ before, after, plan }: Parts, findings: readonly Finding[]): Judgement['domains'] {
  const parts = [before, after, plan];
  const ofRun = new Map(findings.flatMap((one) => (one.zone === '' ? [[one.id, one] as const] : [])));
  const byZone = new Map<string, Finding[]>();
  for (const one of findings) {
    const some = byZone.get(one.zone);
    if (some === undefined) byZone.set(one.zone, [one]);
    else some.push(one);
  }
  const checked = new Map(parts.map((part) => [part, wordsOf(part)]));
  const zones = [...new Set(parts.flatMap(({ judgement }) => judgement.domains.map(({ zone }) => zone)))];
  return zones.sort(order).map((zone) => {
    const ids = new Set(parts.flatMap(({ concerning }) => [...(concerning.get(zone) ?? [])]));
    const shared = [...ids].flatMap((id) => ofRun.get(id) ?? []);
    const [deployed, planned = []] = [
      checked.get(before)?.get(zone) ?? checked.get(after)?.get(zone),
      checked.get(plan)?.get(zone),
    ];
    return {
      zone,
      outcome: outcomeOf([...(byZone.get(zone) ?? []), ...shared]),
      checked:
        deployed === undefined ? planned : [...planned.filter((one) => one !== NOTHING_ELSE), ...deployed],
    };
  });
}

function wordsOf({ judgement }: Judged): ReadonlyMap<string, Judgement['domains'][number]['checked']> {
  return new Map(judgement.domains.map(({ zone, checked }) => [zone, checked]));
}

/** What is planned counts as it is: after the merge it will stand. */
export function withPlan(findings: readonly Finding[], plan: readonly Finding[]): readonly Finding[] {
  const ids = new Set(plan.map(({ id }) => id));
  const others = findings.map((one) => {
    const { stage: _, ...rest } = one;
    return ids.has(one.id) ? rest : one;
  });
  return merged([...others, ...plan]);
}
