import { loadPolicies } from '../load.js';
import type { Policy } from '../model.js';
import { describeProblem, type PolicyProblem } from '../problem.js';

/** Loads files held in memory, the first one as the policy. */
export async function loadFrom(
  files: Readonly<Record<string, string>>,
  ...paths: readonly string[]
): Promise<Awaited<ReturnType<typeof loadPolicies>>> {
  const [first = ''] = Object.keys(files);
  return loadPolicies(paths.length === 0 ? [first] : paths, {
    readFile: async (path) =>
      files[path] ??
      Promise.reject(Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' })),
  });
}

export async function policyFrom(
  text: string,
  others: Readonly<Record<string, string>> = {},
): Promise<Policy> {
  const loaded = await loadFrom({ 'policy.yaml': text, ...others });
  if (!loaded.ok) throw new Error(loaded.problems.map(describeProblem).join('\n'));
  return loaded.policy;
}

export async function problemsOf(
  text: string,
  others: Readonly<Record<string, string>> = {},
): Promise<readonly PolicyProblem[]> {
  const loaded = await loadFrom({ 'policy.yaml': text, ...others });
  return loaded.ok ? [] : loaded.problems;
}
