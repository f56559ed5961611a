import { linesOf } from './input-values.js';
import { mapIn, mapOf, type YamlMap } from './workflow-map.js';
import { valuesOf, type Inputs, type Scope, type Values } from './workflow-values.js';

/** A step of a workflow that runs caa-guard. */
export interface GuardStep {
  /** Id of its job; absent: it runs in a workflow of another repository, whose jobs nobody here knows. */
  readonly job?: string;
  /** Policy files that it names; empty: the usual place. Absent: an expression names them, and only a run knows which. */
  readonly policies?: readonly string[];
}

/** A workflow or an action of the same repository that is run, with what it is given. */
export interface Call {
  readonly kind: 'workflow' | 'action';
  /** Path of the file of a workflow, or of the folder of an action, as seen from the top. */
  readonly path: string;
  readonly job: string;
  readonly given: Inputs;
}

/** What of a workflow, or of an action, says which policies are judged. */
export interface Steps {
  readonly steps: readonly GuardStep[];
  readonly calls: readonly Call[];
}

/** What of a workflow decides which policies changes are held against. */
export interface Workflow extends Steps {
  /** Whether it runs where something is about to be merged, or is called by one that does. */
  readonly gate: boolean;
}

const GATES: ReadonlySet<string> = new Set([
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'merge_group',
  'workflow_call',
]);

/**
 * Reads a workflow as far as it concerns caa-guard. `action` is where this Action comes from, `owner/name`; one of another owner is
 * told by its name. `given`: by whoever calls it. Absent: no workflow that could be read.
 */
export function readWorkflow(text: string, action: string | undefined, given?: Inputs): Workflow | undefined {
  const root = mapIn(text);
  if (root === undefined) return undefined;
  const inputs = withDefaults(mapOf(mapOf(root['on'])?.['workflow_call'])?.['inputs'], given);
  const jobs = Object.entries(mapOf(root['jobs']) ?? {}).map(([job, value]): Steps => {
    const map = mapOf(value) ?? {};
    if (isOff(map)) return NOTHING;
    const env = [mapOf(map['env']) ?? {}, mapOf(root['env']) ?? {}];
    const scope: Scope = { matrix: mapOf(map['strategy'])?.['matrix'], env, inputs };
    return typeof map['uses'] === 'string'
      ? jobCalled(job, map['uses'], map, scope)
      : stepsIn(job, map['steps'], scope, action);
  });
  return { gate: eventsOf(root['on']).some((event) => GATES.has(event)), ...together(jobs) };
}

/** The same for an action that is made of steps. */
export function readComposite(text: string, action: string | undefined, { job, given }: Call): Steps {
  const root = mapIn(text) ?? {};
  const scope: Scope = { matrix: undefined, env: [], inputs: withDefaults(root['inputs'], given) };
  return stepsIn(job, mapOf(root['runs'])?.['steps'], scope, action);
}

const NOTHING: Steps = { steps: [], calls: [] };

function together(all: readonly Steps[]): Steps {
  return { steps: all.flatMap(({ steps }) => steps), calls: all.flatMap(({ calls }) => calls) };
}

/** What is switched off judges nothing. */
function isOff(map: YamlMap): boolean {
  const condition = map['if'];
  return (
    condition === false ||
    (typeof condition === 'string' && /^(\$\{\{\s*false\s*\}\}|false)$/.test(condition))
  );
}

function jobCalled(job: string, uses: string, map: YamlMap, scope: Scope): Steps {
  const given = givenBy(map['with'], scope);
  if (uses.startsWith('./'))
    return { steps: [], calls: [{ kind: 'workflow', path: uses.slice(2), job, given }] };
  // What it does with it nobody here knows; the name is that of the input.
  const policies = given.get('policy');
  return policies === undefined ? NOTHING : { steps: stepsFor(undefined, policies), calls: [] };
}

function stepsIn(job: string, list: unknown, scope: Scope, action: string | undefined): Steps {
  const maps = (Array.isArray(list) ? list : []).flatMap((one: unknown): readonly YamlMap[] => {
    const map = mapOf(one);
    return map === undefined ? [] : [map];
  });
  return together(
    maps.map((step): Steps => {
      const uses = step['uses'];
      if (typeof uses !== 'string' || isOff(step)) return NOTHING;
      const own: Scope = { ...scope, env: [mapOf(step['env']) ?? {}, ...scope.env] };
      const given = givenBy(step['with'], own);
      if (uses.startsWith('./'))
        return { steps: [], calls: [{ kind: 'action', path: uses.slice(2), job, given }] };
      return isOurs(uses, action)
        ? { steps: stepsFor(job, given.get('policy') ?? ['']), calls: [] }
        : NOTHING;
    }),
  );
}

function stepsFor(job: string | undefined, policies: Values): readonly GuardStep[] {
  const of = job === undefined ? {} : { job };
  return policies === 'unknown' ? [of] : policies.map((one) => ({ ...of, policies: linesOf(one) }));
}

function givenBy(value: unknown, scope: Scope): Inputs {
  const given = Object.entries(mapOf(value) ?? {});
  return new Map(
    given.map(([name, one]) => [name, typeof one === 'string' ? valuesOf(one, scope) : 'unknown']),
  );
}

/** What is not given is what the file says itself; where nobody is known to call it, who does may give another. */
function withDefaults(declared: unknown, given: Inputs | undefined): Inputs {
  const names = Object.entries(mapOf(declared) ?? {}).map(([name, one]): [string, Values] => {
    const usual = mapOf(one)?.['default'] ?? '';
    return [name, given !== undefined && typeof usual === 'string' ? [usual] : 'unknown'];
  });
  return new Map([...names, ...(given ?? [])]);
}

function isOurs(uses: string, action: string | undefined): boolean {
  const [place = ''] = uses.toLowerCase().split('@');
  return place === action?.toLowerCase() || place.endsWith('/caa-guard');
}

function eventsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  if (Array.isArray(on)) return on.filter((one) => typeof one === 'string');
  return Object.keys(mapOf(on) ?? {});
}
