/** What tells the policies of one step from those of another: the repository, and the files as they are named. */
export interface NamedPolicies {
  readonly repository: string;
  readonly paths: readonly string[];
}

/** The same for the same policies of the same repository, whatever the order in which they are named. */
export function policyIdOf(repository: string, policies: readonly string[]): string {
  return JSON.stringify([repository.toLowerCase(), ...[...policies].sort()]);
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
