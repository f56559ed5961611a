import { caaRecord, climbNames, PERSIST_LABEL, writeCaaRdata } from '../caa/index.js';
import type { DomainPolicy, Policy } from '../policy/model.js';
import type { OutsideChange, PlannedRecord, PlannedSet, RecordType } from '../terraform/index.js';
import { readPlan } from '../terraform/index.js';
import { toBase64 } from './bytes.js';
import type { PlanEvidence, PlanRecordEvidence, PlanSetEvidence } from './plan-evidence.js';
import { presentedRdata } from './plan-rdata.js';

/** A plan to be judged, as `terraform show -json` prints it. */
export interface PlanInput {
  readonly text: string;
  /** Names of zones by their ids, where the plan itself does not say which zone an id is. */
  readonly zones?: Readonly<Record<string, string>>;
}

/**
 * What the plan says about the domains of the policy. `alone`: nothing else is looked at. Throws
 * `CaaGuardError<PlanErrorCode>` for a text that is no plan.
 */
export function planEvidence(input: PlanInput, policy: Policy, alone = false): PlanEvidence {
  const plan = readPlan(input.text, {
    names: policy.domains.map(({ name }) => name),
    ...(input.zones === undefined ? {} : { zones: input.zones }),
  });
  const relevant = new Set(policy.domains.flatMap(askedNames));
  const concerns = ({ type, owner }: Pick<OutsideChange, 'type' | 'owner'>): boolean =>
    type === 'CAA' || type === 'DS' || type === 'DNSSEC' || relevant.has(owner);
  // Keys stand in the order of the model.
  return {
    kind: plan.kind,
    formatVersion: plan.formatVersion,
    ...(plan.terraformVersion === undefined ? {} : { terraformVersion: plan.terraformVersion }),
    ...(alone ? { alone } : {}),
    errored: plan.errored,
    complete: plan.complete,
    deferred: plan.deferred,
    resources: plan.resources,
    zones: plan.zones,
    sets: plan.sets.filter(concerns).map(setEvidence),
    signing: plan.signing,
    outside: plan.outside.filter(concerns).map(({ before, after, states, ...one }) => ({
      ...one,
      before: recordsEvidence(before, one.type),
      after: recordsEvidence(after, one.type),
      ...(states === undefined ? {} : { states }),
    })),
    unplaced: plan.unplaced,
  };
}

function setEvidence({
  zone,
  owner,
  type,
  ttl,
  before,
  after,
  through,
  changes,
}: PlannedSet): PlanSetEvidence {
  return {
    zone,
    owner,
    type,
    ...(ttl === undefined ? {} : { ttl }),
    before: recordsEvidence(before, type),
    after: recordsEvidence(after, type),
    through: recordsEvidence(through, type),
    changes,
  };
}

function recordsEvidence(
  records: readonly PlannedRecord[],
  type: RecordType | 'DNSSEC',
): readonly PlanRecordEvidence[] {
  return records.map((one) => recordEvidence(one, type));
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
