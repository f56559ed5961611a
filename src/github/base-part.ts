import { isMissing } from './base-files.js';
import type { Workspace } from './workspace.js';

/** Why a checkout has not what the commit has; absent: it has. A policy that is left out would be a first one in every pull request. */
export async function leftOut(
  workspace: Pick<Workspace, 'read' | 'isFolder'>,
  folder: string,
  policies: readonly string[],
): Promise<string | undefined> {
  const read = (file: string): Promise<string> => textOr(workspace, `${folder}/${file}`, '');
  const modules = [...(await read('.gitmodules')).matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)].map(
    ([, path = '']) => path,
  );
  for (const module of modules)
    if (
      policies.some((file) => file.startsWith(`${module}/`)) &&
      !(await isCheckout(workspace, `${folder}/${module}`))
    )
      return `it lies in the submodule ${JSON.stringify(module.slice(0, 200))}, which is not checked out there; give that checkout \`submodules: true\``;
  const config = (await read('.git/config')) + (await read('.git/config.worktree'));
  if (!/^\s*sparsecheckout\s*=\s*true\s*$/im.test(config)) return undefined;
  const wanted = (await read('.git/info/sparse-checkout')).split('\n').map((line) => line.trim());
  return policies.every((file) => wanted.some((one) => isWanted(file, one)))
    ? undefined
    : 'it is a checkout of a part (`sparse-checkout`) that leaves it out; name the policy in that as well';
}

/** `/dns/` and `dns` stand for all below, `/*` for the files at the top. */
function isWanted(file: string, pattern: string): boolean {
  const place = pattern.replace(/^\/|\/$/g, '');
  if (place === '*') return !file.includes('/');
  return place !== '' && (file === place || file.startsWith(`${place}/`));
}

async function textOr(workspace: Pick<Workspace, 'read'>, file: string, other: string): Promise<string> {
  try {
    return await workspace.read(file);
  } catch (thrown) {
    if (isMissing(thrown)) return other;
    throw thrown;
  }
}

/** `.git` is a folder, or a file in a worktree. */
export async function isCheckout(
  workspace: Pick<Workspace, 'read' | 'isFolder'>,
  folder: string,
): Promise<boolean> {
  const git = `${folder}/.git`;
  if (await workspace.isFolder(git)) return true;
  try {
    await workspace.read(git);
    return true;
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw thrown;
  }
}
