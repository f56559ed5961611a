import path from 'node:path';

/** What tells the policies of one step from those of another: the repository, and the files as they are named. */
export interface NamedPolicies {
  readonly repository: string;
  readonly paths: readonly string[];
}

/** The same for the same policies of the same repository, whatever the order in which they are named, and however. */
export function policyIdOf(repository: string, policies: readonly string[]): string {
  const paths = policies.map((one) => path.posix.normalize(one));
  return JSON.stringify([repository.toLowerCase(), ...[...new Set(paths)].sort()]);
}

/** What an id was made of; `undefined` for a text that is none. */
export function policiesIn(id: string): NamedPolicies | undefined {
  let value: unknown;
  try {
    value = JSON.parse(id);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value.length < 2 || !value.every((one) => typeof one === 'string'))
    return undefined;
  const [repository = '', ...paths] = value;
  return { repository, paths };
}
