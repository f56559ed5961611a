import { parseDocument } from './detect.js';
import { HOW, planError } from './errors.js';
import type { PlannedChange } from './model.js';
import { actionsOf, bounded, headOf, isShort, listOf, sideOf } from './shape.js';
import { isObject, type Json, type JsonObject } from './value.js';

/** One resource with both sides of its change. For a state both are the same. */
export interface ResourceChange extends PlannedChange {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** Values and marks; `null` where nothing stands on that side. */
  readonly before: JsonObject | null;
  readonly beforeSensitive: Json;
  readonly after: JsonObject | null;
  readonly afterUnknown: Json;
  readonly afterSensitive: Json;
}

/** A plan or a state, checked as far as it is used: what is not known of the format is left alone. */
export interface Document {
  readonly kind: 'plan' | 'state';
  readonly formatVersion: string;
  readonly terraformVersion?: string;
  readonly errored: boolean;
  readonly complete: boolean;
  readonly deferred: readonly string[];
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly ResourceChange[];
  /** Data sources, and resources as they stand before the plan: what zones are found by. */
  readonly known: readonly ResourceChange[];
  /** `configuration.root_module`. */
  readonly configuration: JsonObject;
}

/** Reads the output of `terraform show -json`. Throws `CaaGuardError<PlanErrorCode>`. */
export function readDocument(text: string): Document {
  const json = parseDocument(text);
  const formatVersion = versionOf(json);
  const terraformVersion = json['terraform_version'];
  const common = {
    formatVersion,
    ...(isShort(terraformVersion) ? { terraformVersion } : {}),
    errored: json['errored'] === true,
    // Absent: older versions, and other programs that write the format, do not say it.
    complete: json['complete'] !== false,
  };
  const isPlan = [
    'resource_changes',
    'planned_values',
    'configuration',
    'prior_state',
    'resource_drift',
  ].some((key) => Object.hasOwn(json, key));
  if (!isPlan) return { kind: 'state', ...common, ...stateParts(json) };
  const changes = listOf(json, 'resource_changes').map((one, i) => changeOf(one, `resource_changes[${i}]`));
  const known = stateResources(json['prior_state'], 'prior_state');
  return {
    kind: 'plan',
    ...common,
    deferred: listOf(json, 'deferred_changes').map(deferredAddress),
    changes: withUntouched(changes, known),
    drift: listOf(json, 'resource_drift').map((one, i) => changeOf(one, `resource_drift[${i}]`)),
    known,
    configuration: rootModule(json['configuration']),
  };
}

/** Refreshing alone, and `-target`, leave resources out of the changes: they stand as they are. */
function withUntouched(
  changes: readonly ResourceChange[],
  known: readonly ResourceChange[],
): readonly ResourceChange[] {
  const named = new Set(
    changes.filter(({ deposed }) => deposed !== true).flatMap((one) => [one.address, one.movedFrom ?? '']),
  );
  return [...changes, ...known.filter(({ mode, address }) => mode === 'managed' && !named.has(address))];
}

function versionOf(json: JsonObject): string {
  const version = json['format_version'];
  if (typeof version !== 'string')
    throw planError('PLAN_SHAPE', 'format_version: expected a text such as "1.2"; got something else');
  if (!/^1(\.|$)/.test(version))
    throw planError(
      'PLAN_FORMAT',
      `format_version: expected major version 1; got ${JSON.stringify(version.slice(0, 40))}. ` +
        'A newer caa-guard may read it.',
    );
  return version.slice(0, 40);
}

function stateParts(
  json: JsonObject,
): Pick<Document, 'deferred' | 'changes' | 'drift' | 'known' | 'configuration'> {
  if (json['values'] === undefined)
    throw planError(
      'PLAN_EMPTY',
      `expected a plan or a state; this is the JSON of a state that holds nothing at all. For a plan, name its file: ${HOW}`,
    );
  const known = stateResources(json, 'state');
  return {
    deferred: [],
    changes: known.filter(({ mode }) => mode === 'managed'),
    drift: [],
    known,
    configuration: {},
  };
}

/** Resources of `values.root_module` and of all modules below it, as changes that change nothing. */
function stateResources(state: Json | undefined, path: string): readonly ResourceChange[] {
  const values = isObject(state) ? state['values'] : undefined;
  const found: ResourceChange[] = [];
  const modules: Json[] =
    isObject(values) && values['root_module'] !== undefined ? [values['root_module']] : [];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    if (!isObject(module)) throw planError('PLAN_SHAPE', `${path}: expected a module to be an object`);
    listOf(module, 'resources').forEach((one, i) => {
      // An object that was left over is no longer what the name stands for.
      if (isObject(one) && one['deposed_key'] === undefined)
        found.push(stateResource(one, `${path}.resources[${i}]`));
    });
    modules.push(...listOf(module, 'child_modules'));
    bounded(found.length + modules.length);
  }
  return found;
}

function stateResource(one: JsonObject, path: string): ResourceChange {
  const values = isObject(one['values']) ? one['values'] : null;
  const sensitive = one['sensitive_values'] ?? {};
  return {
    ...headOf(one, path),
    actions: ['no-op'],
    before: values,
    beforeSensitive: sensitive,
    after: values,
    afterUnknown: {},
    afterSensitive: sensitive,
  };
}

function changeOf(one: Json, path: string): ResourceChange {
  if (!isObject(one)) throw planError('PLAN_SHAPE', `${path}: expected an object`);
  const change = one['change'];
  if (!isObject(change)) throw planError('PLAN_SHAPE', `${path}.change: expected an object`);
  const [reason, movedFrom] = [one['action_reason'], one['previous_address']];
  return {
    ...headOf(one, path),
    actions: actionsOf(change, path),
    ...(isShort(reason) ? { reason } : {}),
    ...(isShort(movedFrom) ? { movedFrom } : {}),
    ...(isObject(change['importing']) ? { importing: true as const } : {}),
    ...(typeof one['deposed'] === 'string' ? { deposed: true as const } : {}),
    before: sideOf(change['before'], `${path}.change.before`),
    beforeSensitive: change['before_sensitive'] ?? {},
    after: sideOf(change['after'], `${path}.change.after`),
    afterUnknown: change['after_unknown'] ?? {},
    afterSensitive: change['after_sensitive'] ?? {},
  };
}

function deferredAddress(one: Json): string {
  const change = isObject(one) ? one['resource_change'] : undefined;
  const address = isObject(change) ? change['address'] : undefined;
  return isShort(address) ? address : '?';
}

function rootModule(configuration: Json | undefined): JsonObject {
  const root = isObject(configuration) ? configuration['root_module'] : undefined;
  return isObject(root) ? root : {};
}
