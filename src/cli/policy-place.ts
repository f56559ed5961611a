import { isAbsolute, normalize } from 'node:path';
import { UsageError } from './exit.js';
import { expanded } from './policy-pattern.js';
import { POLICY_PLACES, type PolicyFlags } from './options.js';
import type { CliPorts } from './ports.js';

/** A policy file, or those in a directory: the ones that are named, or the first of the usual places. */
export async function filesAt(
  place: string,
  { policy }: PolicyFlags,
  ports: Pick<CliPorts, 'files' | 'find'>,
): Promise<readonly string[]> {
  const { files } = ports;
  const code = await failureOf(place, files);
  if (policy !== undefined && code !== undefined)
    return (await expanded(policy, place, ports)).map((file) => `${place}/${file}`);
  if (code === undefined) return [place];
  for (const usual of POLICY_PLACES)
    if ((await failureOf(`${place}/${usual}`, files)) === undefined) return [`${place}/${usual}`];
  throw new UsageError(
    `expected a policy file, or a directory with one of ${POLICY_PLACES.join(', ')}, at ${JSON.stringify(place)}; ` +
      'there is none. Name the files in it with --policy',
  );
}

/**
 * The same for the base of a change, in which there may be no policy yet. That is told by a directory which is there; one
 * that is not is a mistake, and must not pass for a first policy.
 */
export async function baseFilesAt(
  place: string,
  flags: PolicyFlags,
  ports: Pick<CliPorts, 'files' | 'find'>,
): Promise<readonly string[]> {
  const code = await failureOf(place, ports.files);
  if (code === undefined) return [place];
  const meant = flags.policy ?? POLICY_PLACES;
  const outside = meant.find((file) => isAbsolute(file) || normalize(file).startsWith('..'));
  if (outside !== undefined)
    throw new UsageError(
      `option --base: ${JSON.stringify(outside)} does not lie in the directory ${JSON.stringify(place)}. Name the policy file of the base itself with --base`,
    );
  const named = await expanded(meant, place, ports);
  const inside = named.map((file) => `${place}/${file}`);
  const there: string[] = [];
  for (const file of inside) if ((await failureOf(file, ports.files)) !== 'ENOENT') there.push(file);
  if (there.length === 0 && code !== 'EISDIR')
    throw new UsageError(
      `option --base: expected a policy file, or a directory that may hold one, at ${JSON.stringify(place)}; there is none`,
    );
  if (there.length === 0 && !(await isCheckout(place, ports)))
    throw new UsageError(
      `option --base: expected the top of a checkout of the base at ${JSON.stringify(place)}; there is no policy in it, no .git, and ` +
        'no name that stands here as well. Name the folder in which the files have the same paths as here',
    );
  return flags.policy === undefined ? [there[0] ?? inside[0] ?? place] : inside;
}

/**
 * Policy files at the usual places of a base. Where the files that are named are new, these may be what they take the place of: as
 * a whole if the change has them no more.
 */
export async function usualAt(
  places: readonly string[],
  { files }: Pick<CliPorts, 'files'>,
): Promise<{ readonly gone: readonly string[]; readonly staying: readonly string[] }> {
  const [gone, staying]: [string[], string[]] = [[], []];
  for (const place of places)
    for (const usual of POLICY_PLACES) {
      const file = `${place}/${usual}`;
      if ((await failureOf(file, files)) !== undefined) continue;
      ((await failureOf(usual, files)) === 'ENOENT' ? gone : staying).push(file);
      break;
    }
  return { gone, staying };
}

/** Whether a directory is plainly the top of a checkout of what lies here: another level of it would make every policy a first one. */
async function isCheckout(place: string, ports: Pick<CliPorts, 'files' | 'find'>): Promise<boolean> {
  const git = await failureOf(`${place}/.git`, ports.files);
  if (git === undefined || git === 'EISDIR') return true;
  const here = new Set(await expanded(['*'], '.', ports));
  return (await expanded(['*'], place, ports)).some((name) => here.has(name));
}

/** Why a file cannot be read, as Node says it; `undefined` if it can. */
async function failureOf(path: string, files: CliPorts['files']): Promise<string | undefined> {
  try {
    await files.read(path);
    return undefined;
  } catch (error) {
    const { code } = (error ?? {}) as { readonly code?: unknown };
    return typeof code === 'string' ? code : 'unknown';
  }
}
