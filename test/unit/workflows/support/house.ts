import { parse } from 'yaml';
import { isObject } from './documents.js';

/*
 * What this project asks of a workflow beyond what GitHub does. Each rule gives what is wrong, as `where: what`; the list of
 * rules is what it asks.
 */

type Rule = (workflow: Parsed, text: string) => readonly string[];

interface Parsed {
  readonly workflow: Readonly<Record<string, unknown>>;
  readonly jobs: readonly (readonly [name: string, job: Readonly<Record<string, unknown>>])[];
  readonly steps: readonly (readonly [where: string, step: Readonly<Record<string, unknown>>])[];
}

/** The commit of a release of somebody else's action, with its version behind it. */
const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** Ours has no release yet. What is beside it in the file says how it is pinned. */
const OURS = /^(?:org\/caa-guard@v1|\.\/.*)$/;

const rights: Rule = ({ workflow, jobs }) => [
  ...(isObject(workflow['permissions']) && Object.keys(workflow['permissions']).length === 0
    ? []
    : ['permissions: expected {} at the top, and what each job needs at the job']),
  ...jobs
    .filter(([, job]) => !isObject(job['permissions']))
    .map(([name]) => `${name}: expected permissions of its own`),
];

/** A right that nobody can say the use of is one too many. */
const reasons: Rule = (_, text) =>
  [...text.matchAll(/^ +([a-z-]+): (?:read|write)$/gm)].map(
    ([, scope]) => `${scope}: expected a comment on what the permission is for`,
  );

const pins: Rule = (_, text) =>
  [...text.matchAll(/^ *(?:- )?uses: (.*)$/gm)]
    .map(([, uses = '']) => uses)
    .filter((uses) => !PINNED.test(uses) && !OURS.test(uses))
    .map((uses) => `uses: expected owner/name@<commit> # v1.2.3, got ${uses}`);

/** Text of a stranger's becomes a command where it is put into a script; an environment variable stays text. */
const scripts: Rule = ({ steps }) =>
  steps
    .filter(([, step]) => typeof step['run'] === 'string' && step['run'].includes('${{'))
    .map(([where]) => `${where}: expected no expression in run, but in env`);

const tokens: Rule = ({ steps }) =>
  steps
    .filter(([, { uses, with: inputs }]) => {
      const checkout = typeof uses === 'string' && uses.startsWith('actions/checkout@');
      return checkout && !(isObject(inputs) && inputs['persist-credentials'] === false);
    })
    .map(([where]) => `${where}: expected persist-credentials: false`);

const events: Rule = ({ workflow }) =>
  eventsOf(workflow['on']).includes('pull_request_target')
    ? ['on: expected no pull_request_target, which puts files of strangers beside the token of the base']
    : [];

const bounds: Rule = ({ workflow, jobs }) => [
  ...(workflow['concurrency'] === undefined ? ['concurrency: expected one, since runs come together'] : []),
  ...jobs
    .filter(([, job]) => job['uses'] === undefined && typeof job['timeout-minutes'] !== 'number')
    .map(([name]) => `${name}: expected timeout-minutes; without it a job that hangs takes six hours`),
];

/** Schedules at the full hour are late, or dropped. */
const hours: Rule = ({ workflow }) => {
  const { schedule } = isObject(workflow['on']) ? workflow['on'] : {};
  return (Array.isArray(schedule) ? schedule : [])
    .map((one: unknown) => (isObject(one) ? String(one['cron']) : ''))
    .filter((cron) => !/^[1-9]\d? /.test(cron) || /^(?:15|30|45) /.test(cron))
    .map((cron) => `schedule: expected a minute off the quarters, got ${cron}`);
};

/** GitHub switches off a file with a schedule after 60 idle days, and with it whatever else it is for. */
const alone: Rule = ({ workflow }) => {
  const on = eventsOf(workflow['on']);
  return on.includes('schedule') && on.some((event) => event === 'pull_request' || event === 'merge_group')
    ? ['on: expected schedule in a file of its own']
    : [];
};

/** What any workflow is held to, and what only those are held to that users copy. */
export const RULES = { rights, reasons, pins, scripts, tokens, events, bounds, hours };
export const RULES_FOR_EXAMPLES = { ...RULES, alone };

/** Everything that rules have against a workflow. */
export function houseRules(rules: Readonly<Record<string, Rule>>, text: string): readonly string[] {
  const value: unknown = parse(text);
  const workflow = isObject(value) ? value : {};
  const jobs = Object.entries(isObject(workflow['jobs']) ? workflow['jobs'] : {}).filter(
    (entry): entry is [string, Readonly<Record<string, unknown>>] => isObject(entry[1]),
  );
  const steps = jobs.flatMap(([name, job]) =>
    (Array.isArray(job['steps']) ? job['steps'] : [])
      .filter(isObject)
      .map((step, index) => [`${name}, step ${index + 1}`, step] as const),
  );
  return Object.values(rules).flatMap((rule) => rule({ workflow, jobs, steps }, text));
}

const eventsOf = (on: unknown): readonly string[] => {
  if (typeof on === 'string') return [on];
  if (Array.isArray(on)) return on.map(String);
  return isObject(on) ? Object.keys(on) : [];
};
