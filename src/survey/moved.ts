import { grouped } from '../base/grouped.js';
import { loadPolicies } from '../policy/index.js';
import type { Policy } from '../policy/model.js';
import { weakenings } from '../policy/weakenings.js';

/** Where a policy that is new in its place may come from. Files of the base, but for `others`. */
export interface Elsewhere {
  /** Policies that a job judges before the change, and none after it. */
  readonly dropped: readonly string[];
  /** Files that are not in the change any more; those that are no policies are told from the others here. */
  readonly gone: readonly string[];
  /** A policy that the change leaves where it is. */
  readonly staying: readonly string[];
  /** The same files as those of the change, where the base has them though nothing says that they bound. */
  readonly same?: readonly string[];
  /** Files that other jobs judge after the change, as the change has them: a policy each. */
  readonly others: readonly (readonly string[])[];
  /** Reads those. */
  readonly readOther: (path: string) => Promise<string>;
}

/** The policy files that a change goes over from. */
export interface Moved {
  readonly files: readonly string[];
  /** Those of them that nothing says to have bound: what they say of approval approves nothing. */
  readonly besides: readonly string[];
  /** Domains of theirs that bind this policy no more than any other: others guard them. */
  readonly without: ReadonlySet<string>;
}

type Read = (path: string) => Promise<string>;
type Loaded = Policy | 'broken';

/**
 * Which of these files bind, and what of them. A policy that is gone binds, but for domains that other jobs guard as strictly: those
 * went there. (One that is looser there is told here as well: that job may be one that no merge waits for.) One that stays binds what it
 * declares as well as the new one. One that does not load binds: a broken policy is no way around. What lies in the same place binds
 * besides, unless it declares the same domains: two policies for one are none.
 */
export async function movedFrom(
  { dropped, gone, staying, same = [], others, readOther }: Elsewhere,
  head: Policy,
  readBase: Read,
): Promise<Moved> {
  const own = new Set(namesOf(head));
  const jobs: Job[] = [];
  for (const files of others) {
    const policy = await loadedFrom(files, readOther);
    if (policy !== 'broken')
      jobs.push({ policy, below: grouped(policy.domains, ({ name }) => upwards(name)) });
  }
  const went = [...(await loading([...dropped, ...(await policiesAmong(gone, readBase))], readBase))];
  const held = new Set(went.flatMap(([, policy]) => heldBy(policy, own, jobs)));
  const binding = went.filter(
    ([, policy]) => policy === 'broken' || namesOf(policy).some((one) => held.has(one)),
  );
  if (binding.length > 0) {
    const bound = new Set(binding.flatMap(([, policy]) => namesOf(policy)));
    const besides = [...(await loading(same, readBase))].filter(
      ([, policy]) => policy !== 'broken' && !namesOf(policy).some((one) => bound.has(one)),
    );
    return {
      files: [...binding, ...besides].map(([file]) => file),
      besides: besides.map(([file]) => file),
      without: new Set([...bound].filter((name) => !held.has(name))),
    };
  }
  if (same.length > 0) return { files: same, besides: [], without: new Set() };
  const stay = await loading(await policiesAmong(staying, readBase), readBase);
  const shared = [...stay].filter(
    ([, policy]) => policy === 'broken' || namesOf(policy).some((one) => own.has(one)),
  );
  const all = shared.flatMap(([, policy]) => namesOf(policy));
  return {
    files: shared.map(([file]) => file),
    besides: [],
    without: new Set(all.filter((name) => !own.has(name))),
  };
}

/** What another job judges, and its domains by each name at or above them: thousands may go from one to another. */
interface Job {
  readonly policy: Policy;
  readonly below: ReadonlyMap<string, Policy['domains']>;
}

/** Whether one of these holds a domain at least as strictly, with the domains below it that it has of its own. */
function isGuarded(
  name: string,
  from: Policy,
  domains: ReadonlyMap<string, Policy['domains'][number]>,
  jobs: readonly Job[],
): boolean {
  return jobs.some((job) => {
    const after = job.below.get(name) ?? [];
    if (!after.some((one) => one.name === name)) return false;
    const before = after.flatMap((one) => domains.get(one.name) ?? []);
    return weakenings({ ...from, domains: before }, { ...job.policy, domains: after }).length === 0;
  });
}

function upwards(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}

/** Domains of a policy that this one answers for. */
function heldBy(policy: Loaded, own: ReadonlySet<string>, jobs: readonly Job[]): readonly string[] {
  if (policy === 'broken') return [];
  const domains = new Map(policy.domains.map((one) => [one.name, one]));
  return namesOf(policy).filter((name) => own.has(name) || !isGuarded(name, policy, domains, jobs));
}

/** What of a policy binds. */
export function bindingPart(policy: Policy, { without }: Pick<Moved, 'without'>): Policy {
  return { ...policy, domains: policy.domains.filter(({ name }) => !without.has(name)) };
}

async function loading(files: readonly string[], readFile: Read): Promise<ReadonlyMap<string, Loaded>> {
  const loaded = new Map<string, Loaded>();
  for (const file of files) loaded.set(file, await loadedFrom([file], readFile));
  return loaded;
}

async function loadedFrom(files: readonly string[], readFile: Read): Promise<Loaded> {
  const loaded = await loadPolicies(files, { readFile });
  return loaded.ok ? loaded.policy : 'broken';
}

function namesOf(policy: Loaded): readonly string[] {
  return policy === 'broken' ? [] : policy.domains.map(({ name }) => name);
}

/** Those that are meant to be policies, also where they do not load. Most YAML of a repository is something else. */
async function policiesAmong(files: readonly string[], readFile: Read): Promise<readonly string[]> {
  const some: string[] = [];
  for (const file of files) {
    const text = await readFile(file);
    if (/(^|[{,])\s*["']?version["']?\s*:\s*1\b/m.test(text) && /\b(domains|extends)["']?\s*:/.test(text))
      some.push(file);
  }
  return some;
}
