import { textAt } from './json.ts';

/** Where a rebuilt `dist/` may be committed. */
export interface Place {
  readonly branch: string;
  /** The commit that it was built from, and that the branch has to end with. */
  readonly head: string;
}

/** What a build leaves; nothing else is ever committed. */
export const DIST_FILES = ['index.js', 'licenses.txt', 'package.json'] as const;
/** Octets of a file. The bundle is to stay below half of it. */
const MOST = 4_000_000;

const BRANCH = /^dependabot\/npm_and_yarn\/[A-Za-z0-9@._/-]{1,200}$/;

/**
 * Where to commit what a run of rebuild-dist.yml built; a reason where it may not be committed. All that decides is in the
 * event as GitHub wrote it: nothing that the run itself left is asked.
 */
export function placeOf(event: unknown, repository: string): Place | string {
  const run = (...names: readonly string[]): string | undefined => textAt(event, 'workflow_run', ...names);
  for (const [what, got, expected] of [
    ['a run that succeeded', run('conclusion'), 'success'],
    ['a run for a pull request', run('event'), 'pull_request'],
    ['a branch of this repository', run('head_repository', 'full_name'), repository],
    ['a run that Dependabot began', run('actor', 'login'), 'dependabot[bot]'],
  ] as const)
    if (got !== expected) return `expected ${what} (${expected}), got ${JSON.stringify(got)}`;
  const branch = run('head_branch') ?? '';
  const head = run('head_sha') ?? '';
  if (!BRANCH.test(branch) || branch.includes('..'))
    return `expected a branch of Dependabot for npm, got ${JSON.stringify(branch)}`;
  if (!/^[0-9a-f]{40}$/.test(head)) return `expected a commit, got ${JSON.stringify(head)}`;
  return { branch, head };
}

/**
 * The question to GitHub's GraphQL API that adds a commit with these files of `dist/`. It is refused if the branch does not
 * end with the commit that was built. The words in brackets let Dependabot write over it when it rebases.
 * @throws Error if a file is missing, is none of a build's, or is too large.
 */
export function commitOf(place: Place, repository: string, files: ReadonlyMap<string, Uint8Array>): string {
  const names = [...files.keys()].sort();
  if (names.join() !== DIST_FILES.join())
    throw new Error(`expected ${DIST_FILES.join(', ')}, got ${JSON.stringify(names)}: build dist/ by hand`);
  for (const [name, bytes] of files)
    if (bytes.length > MOST) throw new Error(`${name}: expected at most ${MOST} octets, got ${bytes.length}`);
  const input = {
    branch: { repositoryNameWithOwner: repository, branchName: place.branch },
    expectedHeadOid: place.head,
    message: { headline: 'Bundle the Action anew', body: `Built from ${place.head}.\n\n[dependabot skip]` },
    fileChanges: {
      additions: [...files].map(([name, bytes]) => ({
        path: `dist/${name}`,
        contents: Buffer.from(bytes).toString('base64'),
      })),
    },
  };
  const query =
    'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }';
  return JSON.stringify({ query, variables: { input } });
}
