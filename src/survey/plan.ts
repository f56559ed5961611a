import { caaRecord, climbNames, PERSIST_LABEL, writeCaaRdata } from '../caa/index.js';
import type { DomainPolicy, Policy } from '../policy/model.js';
import type { PlannedRecord, RecordType, TerraformPlan } from '../terraform/index.js';
import { readPlan } from '../terraform/index.js';
import { toBase64 } from './bytes.js';
import type { PlanEvidence, PlanRecordEvidence } from './plan-evidence.js';
import { presentedRdata } from './plan-rdata.js';

/** A plan to be judged, as `terraform show -json` prints it. */
export interface PlanInput {
  readonly text: string;
  /** Names of zones by their ids, where the plan itself does not say which zone an id is. */
  readonly zones?: Readonly<Record<string, string>>;
}

/** What the plan says about the domains of the policy. Throws `CaaGuardError<PlanErrorCode>` for a text that is no plan. */
export function planEvidence(input: PlanInput, policy: Policy): PlanEvidence {
  const plan = readPlan(input.text, {
    names: policy.domains.map(({ name }) => name),
    ...(input.zones === undefined ? {} : { zones: input.zones }),
  });
  const relevant = new Set(policy.domains.flatMap(askedNames));
  const concerns = ({
    type,
    owner,
  }: {
    readonly type: RecordType | 'DNSSEC';
    readonly owner: string;
  }): boolean => type === 'CAA' || type === 'DS' || type === 'DNSSEC' || relevant.has(owner);
  return {
    ...plan,
    sets: plan.sets.filter(concerns).map(({ type, before, after, through, ...set }) => {
      const written = (records: readonly PlannedRecord[]): readonly PlanRecordEvidence[] =>
        records.map((one) => recordEvidence(one, type));
      return { ...set, type, before: written(before), after: written(after), through: written(through) };
    }),
    outside: plan.outside.filter(concerns).map(({ before, after, ...one }) => ({
      ...one,
      before: before.map((record) => recordEvidence(record, one.type)),
      after: after.map((record) => recordEvidence(record, one.type)),
    })),
  } satisfies PlanEvidence & Pick<TerraformPlan, 'kind'>;
}

/** Names at which other types than CAA and DS matter: those of the policy, those above them, and where validations are answered. */
function askedNames(domain: DomainPolicy): readonly string[] {
  const names = [domain, ...domain.names].flatMap(({ name }) => climbNames(name));
  return [...new Set(names)].flatMap((name) => [name, `_acme-challenge.${name}`, `${PERSIST_LABEL}.${name}`]);
}

function recordEvidence(
  { address, caa, text, unknown, sensitive, faults }: PlannedRecord,
  type: RecordType | 'DNSSEC',
): PlanRecordEvidence {
  const octets =
    caa !== undefined
      ? writeCaaRdata(caaRecord(caa.flags, caa.tag, caa.value))
      : text === undefined || type === 'DNSSEC'
        ? undefined
        : presentedRdata(type, text);
  const broken = text !== undefined && octets === undefined;
  return {
    address,
    ...(octets === undefined ? {} : { rdata: toBase64(octets) }),
    unknown,
    sensitive,
    faults: broken
      ? [...faults, { code: 'unreadable', detail: `expected a value of type ${type} in presentation form` }]
      : faults,
  };
}
