import type { Json, JsonObject } from '../value.js';

/** What a test says of one resource; the rest is as Terraform writes it. */
export interface TestChange {
  readonly address: string;
  readonly actions?: readonly string[];
  readonly before?: JsonObject | null;
  readonly after?: JsonObject | null;
  readonly unknown?: Json;
  readonly sensitive?: Json;
  readonly beforeSensitive?: Json;
  readonly reason?: string;
  readonly movedFrom?: string;
  readonly importing?: true;
  readonly deposed?: string;
  readonly mode?: 'data';
}

/** One entry of `resource_changes` or `resource_drift`. */
export function changeJson(change: TestChange): JsonObject {
  const { address, before = null, after = null } = change;
  const type = typeOf(address);
  return {
    address,
    mode: change.mode ?? 'managed',
    type,
    name: 'x',
    provider_name: 'registry.terraform.io/test/test',
    ...(change.reason === undefined ? {} : { action_reason: change.reason }),
    ...(change.movedFrom === undefined ? {} : { previous_address: change.movedFrom }),
    ...(change.deposed === undefined ? {} : { deposed: change.deposed }),
    change: {
      actions: change.actions ?? (before === null ? ['create'] : after === null ? ['delete'] : ['update']),
      before,
      after,
      after_unknown: change.unknown ?? {},
      before_sensitive: change.beforeSensitive ?? {},
      after_sensitive: change.sensitive ?? {},
      ...(change.importing === undefined ? {} : { importing: { id: 'x' } }),
    },
  };
}

/** A plan as `terraform show -json` prints it. `more` replaces whole parts of it. */
export function planJson(changes: readonly TestChange[], more: JsonObject = {}): string {
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: {} },
    resource_changes: changes.map(changeJson),
    configuration: {},
    applyable: true,
    complete: true,
    errored: false,
    ...more,
  });
}

/** A state as `terraform show -json` prints it. */
export function stateJson(
  resources: readonly { readonly address: string; readonly values: JsonObject; readonly sensitive?: Json }[],
): string {
  return JSON.stringify({
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: { root_module: { resources: resources.map(resourceJson) } },
  });
}

/** One resource of a state, or of `prior_state`. */
export function resourceJson(one: {
  readonly address: string;
  readonly values: JsonObject;
  readonly sensitive?: Json;
}): JsonObject {
  return {
    address: one.address,
    mode: one.address.includes('data.') ? 'data' : 'managed',
    type: typeOf(one.address),
    name: 'x',
    values: one.values,
    sensitive_values: one.sensitive ?? {},
  };
}

/** `configuration` with these expressions of resources of the root module. */
export function configurationJson(
  resources: Readonly<Record<string, JsonObject>>,
  calls: JsonObject = {},
): JsonObject {
  return {
    root_module: {
      resources: Object.entries(resources).map(([address, expressions]) => ({ address, expressions })),
      module_calls: calls,
    },
  };
}

/** `['cloudflare_zone.z.id', 'cloudflare_zone.z']` as an expression. */
export function refers(...references: readonly string[]): JsonObject {
  return { references };
}

function typeOf(address: string): string {
  const parts = address.replace(/\[[^\]]*\]/g, '').split('.');
  return parts[parts.length - 2] ?? '';
}
