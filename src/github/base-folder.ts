import path from 'node:path';
import { CaaGuardError } from '../base/error.js';
import { belowTop } from './base-files.js';
import { isCheckout, leftOut } from './base-part.js';
import type { Workspace } from './workspace.js';

/**
 * Refuses a folder for the base in which there is no policy, unless it is plainly the top of a checkout: then the policy is a
 * first one. A folder of another level would make it one in every pull request. Rejects with `CaaGuardError<'INPUT_INVALID'>`.
 */
export async function refuseOtherLevel(
  workspace: Pick<Workspace, 'list' | 'read' | 'isFolder'>,
  asked: string,
  policies: readonly string[],
): Promise<void> {
  const folder = path.posix.normalize(asked).replace(/\/+$/, '');
  const above = await checkoutAbove(workspace, folder);
  if (above !== undefined)
    throw refused(folder, policies, `it lies in a checkout; name the top of that, ${JSON.stringify(above)}`);
  const missing = await leftOut(workspace, folder, policies.map(belowTop));
  if (missing !== undefined) throw refused(folder, policies, missing);
  if (await isCheckout(workspace, folder)) return;
  const there = await workspace.list(folder);
  const found = policies
    .map(belowTop)
    .flatMap((file) => there.find((one) => one.endsWith(`/${file}`)) ?? [])[0];
  if (found !== undefined)
    throw refused(
      folder,
      policies,
      `there is one at ${JSON.stringify(path.posix.join(folder, found))}; name the folder from which its path is the same`,
    );
  const here = new Set(await workspace.list('.'));
  if (there.some((file) => here.has(file))) return;
  throw refused(
    folder,
    policies,
    'and nothing in it is a file of the change either, so that it is no checkout of the base',
  );
}

/** The nearest folder above this one, below the workspace, that is the top of a checkout. */
async function checkoutAbove(
  workspace: Pick<Workspace, 'read' | 'isFolder'>,
  folder: string,
): Promise<string | undefined> {
  for (let above = path.posix.dirname(folder); above !== '.'; above = path.posix.dirname(above)) {
    if (above === '/' || above.split('/')[0] === '..') return undefined;
    if (await isCheckout(workspace, above)) return above;
  }
  return undefined;
}

function refused(folder: string, policies: readonly string[], what: string): CaaGuardError<'INPUT_INVALID'> {
  const names = policies.map((one) => JSON.stringify(one.slice(0, 200))).join(', ');
  return new CaaGuardError(
    'INPUT_INVALID',
    `input base: expected the top of a checkout of the base, with ${names} in it if there is a policy yet; there is none in ` +
      `${JSON.stringify(folder.slice(0, 300))}: ${what}`,
  );
}
