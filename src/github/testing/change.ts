import { loadFrom } from '../../policy/testing/load.js';
import type { Base } from '../../rules/three-way/three-way.js';
import { loadBase } from '../../survey/base.js';
import { groundOf } from '../ground.js';
import { fakePorts, fakeRepository, inputs, type FakePorts, type FakeRepository } from './fakes.js';

export const [BASE, HEAD, MERGE] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)] as const;
/** A pull request in this repository. */
export const PULL = {
  ...({ kind: 'pull-request', number: 12, base: BASE, head: HEAD, author: 'alice', fork: false } as const),
  merge: MERGE,
};
export const FLOW = '.github/workflows/caa.yml';

export const policy = (...names: readonly string[]): string =>
  `version: 1\ndomains:\n${names.map((name) => `  ${name}: {issue: none}\n`).join('')}`;
/** A workflow with a job for each of these, that names this policy; `''` names none. */
export const flow = (jobs: Readonly<Record<string, string>>, on = 'pull_request'): string =>
  `on: ${on}\njobs:\n${Object.entries(jobs)
    .map(
      ([job, file]) =>
        `  ${job}:\n    steps:\n      - uses: org/caa-guard@v1\n        with: {policy: "${file}"}\n`,
    )
    .join('')}`;

export type Files = Readonly<Record<string, string>>;

export interface Outcome {
  readonly binds: Base;
  readonly ports: FakePorts;
  readonly github: FakeRepository;
}

/** What binds where a job `check` of the workflow judges these policies of the change. */
export async function bound(
  base: Files,
  change: Files,
  policies: readonly string[],
  job = 'check',
  checkout = change,
  workflow = FLOW,
): Promise<Outcome> {
  const ports = fakePorts({ files: checkout, job: { workflow, job, action: 'org/caa-guard' } });
  const github = fakeRepository({
    files: { [BASE]: base, [HEAD]: change, [MERGE]: change },
    parents: { [MERGE]: [BASE, HEAD] },
  });
  const asked = {
    inputs: inputs({ policies })(),
    policies: policies.length > 0 ? policies : ['caa-guard.yaml'],
  };
  const ground = await groundOf(PULL, asked, ports, async () => github);
  const head = await loadFrom(change, ...asked.policies);
  if (!head.ok || ground.base === undefined) throw new Error('the change does not load');
  const binds = await loadBase(ground.base, undefined, head.policy);
  return { binds, ports, github };
}

export const domainsOf = ({ binds }: Outcome): readonly string[] | Base['kind'] =>
  binds.kind === 'policy' ? binds.policy.domains.map(({ name }) => name) : binds.kind;
