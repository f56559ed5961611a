import { readAddress, stepsOf } from './address.js';
import { isList, isObject, type Json, type JsonObject } from './value.js';

/** Where an expression is evaluated: the module's path, its instance, and the key of the instance that asks. */
export interface Scope {
  readonly modules: readonly string[];
  /** Address of the module instance: `module.dns["a"]`; `''` for the root. */
  readonly instance: string;
  /** `["a"]` or `[0]` of what repeats; `''` otherwise. */
  readonly key: string;
}

/** A resource that an expression leads to. */
export interface Target {
  readonly modules: readonly string[];
  readonly instance: string;
  /** `cloudflare_zone.z`, `data.cloudflare_zone.z`. */
  readonly resource: string;
  /** `[0]`, `["a"]`; `''` where the expression does not say which one. */
  readonly key: string;
}

/** Steps from one expression to the next: through variables, outputs, `for_each`. */
const MOST_STEPS = 64;

/**
 * Where the expression of an attribute leads, by the `configuration` part of the plan. Local values are not in it: what
 * goes through one cannot be followed.
 */
export class References {
  constructor(private readonly root: JsonObject) {}

  /** Resources to which the attribute of a resource refers. */
  targetsOf(address: string, attribute: string): readonly Target[] {
    const at = readAddress(address);
    if (at === undefined) return [];
    const resource = this.#resource(at.modules, at.resource);
    const expressions = resource?.['expressions'];
    const scope: Scope = { modules: at.modules, instance: at.module, key: at.key };
    const budget = { left: MOST_STEPS };
    return this.#follow(
      isObject(expressions) ? expressions[attribute] : undefined,
      scope,
      resource?.['for_each_expression'],
      budget,
    );
  }

  #follow(
    expression: Json | undefined,
    scope: Scope,
    forEach: Json | undefined,
    budget: { left: number },
  ): readonly Target[] {
    if (budget.left-- <= 0) return [];
    const references = referencesOf(expression);
    return references.flatMap((reference): readonly Target[] => {
      const [first, second, third] = stepsOf(reference) ?? [];
      if (first === undefined || second === undefined) return [];
      if (first.name === 'each') return this.#follow(forEach, scope, undefined, budget);
      if (first.name === 'var') return this.#variable(second.name, scope, budget);
      if (first.name === 'module') return this.#output(second, third?.name, scope, budget);
      if (['local', 'count', 'path', 'self', 'terraform'].includes(first.name)) return [];
      const data = first.name === 'data';
      if (data && third === undefined) return [];
      const named = data ? third : second;
      const resource = data ? `data.${second.name}.${third?.name ?? ''}` : `${first.name}.${second.name}`;
      const repeats = references.some((one) => /^(each\.key|each\.value|count\.index)/.test(one));
      const key = named?.key === undefined || named.key === '' ? (repeats ? scope.key : '') : named.key;
      return [{ modules: scope.modules, instance: scope.instance, resource, key }];
    });
  }

  /** A variable of a module is what the call of the module says. */
  #variable(name: string, scope: Scope, budget: { left: number }): readonly Target[] {
    const called = scope.modules[scope.modules.length - 1];
    if (called === undefined) return [];
    const modules = scope.modules.slice(0, -1);
    const call = callOf(this.#module(modules), called);
    const expressions = call?.['expressions'];
    const steps = stepsOf(scope.instance) ?? [];
    const instance = steps
      .slice(0, -2)
      .map((step) => step.name + step.key)
      .join('.');
    return this.#follow(
      isObject(expressions) ? expressions[name] : undefined,
      { modules, instance, key: steps[steps.length - 1]?.key ?? '' },
      call?.['for_each_expression'],
      budget,
    );
  }

  /** An output of a module that this one calls. */
  #output(
    called: { readonly name: string; readonly key: string },
    name: string | undefined,
    scope: Scope,
    budget: { left: number },
  ): readonly Target[] {
    if (name === undefined) return [];
    const modules = [...scope.modules, called.name];
    const outputs = this.#module(modules)?.['outputs'];
    const output = isObject(outputs) ? outputs[name] : undefined;
    const prefix = scope.instance === '' ? '' : `${scope.instance}.`;
    return this.#follow(
      isObject(output) ? output['expression'] : undefined,
      { modules, instance: `${prefix}module.${called.name}${called.key}`, key: '' },
      undefined,
      budget,
    );
  }

  #module(path: readonly string[]): JsonObject | undefined {
    let at: JsonObject | undefined = this.root;
    for (const name of path) {
      const module: Json | undefined = callOf(at, name)?.['module'];
      at = isObject(module) ? module : undefined;
    }
    return at;
  }

  #resource(modules: readonly string[], address: string): JsonObject | undefined {
    const resources = this.#module(modules)?.['resources'];
    if (!isList(resources)) return undefined;
    return resources.filter(isObject).find((one) => one['address'] === address);
  }
}

function callOf(module: JsonObject | undefined, name: string): JsonObject | undefined {
  const calls = module?.['module_calls'];
  const call = isObject(calls) && Object.hasOwn(calls, name) ? calls[name] : undefined;
  return isObject(call) ? call : undefined;
}

/** Most precise first, as Terraform lists them: `cloudflare_zone.z["a"].id`, then shorter and shorter parts of it. */
function referencesOf(expression: Json | undefined): readonly string[] {
  const list = isObject(expression) ? expression['references'] : undefined;
  if (!isList(list)) return [];
  return list.filter((one): one is string => typeof one === 'string').slice(0, MOST_STEPS);
}
