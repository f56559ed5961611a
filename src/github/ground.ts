import path from 'node:path';
import { CaaGuardError } from '../base/error.js';
import { join, outside, text } from '../base/text.js';
import type { CertificateFiles } from '../ct/index.js';
import type { BaseOptions } from '../survey/check-model.js';
import type { Repository } from './api/port.js';
import { approvalFacts } from './approvals.js';
import { basePolicies } from './base.js';
import {
  belowTop,
  filesAtCommit,
  filesInFolder,
  isMissing,
  unreadable,
  type BaseFiles,
} from './base-files.js';
import { refuseOtherLevel } from './base-folder.js';
import { elsewhereOf, elsewhereOfJob, type ChangeFiles } from './base-moved.js';
import { jobBefore } from './base-workflows.js';
import type { JobEvent } from './event.js';
import type { Inputs } from './inputs.js';
import type { RunPorts } from './ports.js';
import { POLICY_PLACES } from './usual-policy.js';
import type { Workspace } from './workspace.js';

/** What a run stands on: what binds, and whose files say whom we ask and trust. */
export interface Ground {
  /** The policy that binds; absent where nothing is about to be merged. */
  readonly base?: BaseOptions;
  /** Text of a file that an input names. */
  readonly readNamed: (file: string) => Promise<string>;
  readonly certificateFiles: CertificateFiles;
  /** Whether files that earlier runs left in the workspace can be theirs alone. */
  readonly kept: boolean;
}

/**
 * Reads what the run stands on. A pull request from a fork says neither whom we ask nor whom we trust: what inputs name is read in
 * the base. Rejects with `BASE_UNREADABLE`, `BASE_PATH` and `FORK_REFUSED`.
 */
export async function groundOf(
  event: JobEvent,
  { inputs, policies }: { readonly inputs: Inputs; readonly policies: readonly string[] },
  ports: RunPorts,
  github: () => Promise<Repository>,
): Promise<Ground> {
  const { workspace, certificateFiles } = ports;
  const own: Ground = { readNamed: (file) => workspace.read(file), certificateFiles, kept: true };
  if (event.kind === 'plain') return own;
  const from = await filesOf(event, { inputs, policies }, ports, github);
  const { files } = from;
  const fork = event.kind === 'pull-request' && event.fork;
  const base: BaseOptions = {
    ...(await whatBinds(from, { inputs, policies }, ports)),
    readFile: files.read,
    readAt: files.read,
    approval: () => approvalFacts(event, github),
    fork,
  };
  if (!fork) return { ...own, base };
  ports.log(
    text`caa-guard: this change comes from a fork; what inputs name is read in the base, and nothing that it adds is asked`,
  );
  return {
    base,
    readNamed: files.read,
    certificateFiles: certificatesOf(inputs, certificateFiles),
    kept: false,
  };
}

/** The policy files of the base that bind, and where else to look if none of them is there. */
async function whatBinds(
  { files, head, change }: Awaited<ReturnType<typeof filesOf>>,
  { inputs, policies }: { readonly inputs: Inputs; readonly policies: readonly string[] },
  { job, workspace, log }: RunPorts,
): Promise<Pick<BaseOptions, 'policies' | 'elsewhere' | 'onMoved'>> {
  const question = { base: files, change, policies, job };
  const onMoved = (moved: readonly string[]): void =>
    log(
      text`caa-guard: this change has another policy file judged than the base has (${outside(files.where)}); what binds is ${join(moved.map(outside), ', ')}`,
    );
  const found = await basePolicies({ files, named: inputs.policies, usual: POLICY_PLACES, ...head });
  if (found.length === 0 && inputs.base !== undefined)
    await refuseOtherLevel(workspace, inputs.base, policies);
  const before = await jobBefore(job, inputs.policies, { base: files, change });
  if (before === 'the same') return { policies: found, elsewhere: () => elsewhereOf(question), onMoved };
  const look = () =>
    before === 'new' || found.length === 0
      ? elsewhereOf(question, before === 'new' ? [] : before)
      : elsewhereOfJob(before, question);
  return { policies: [], elsewhere: async () => ({ ...(await look()), same: found }), onMoved };
}

type Change = Exclude<JobEvent, { kind: 'plain' }>;

/** Where the base is read, and by what its head is looked into. */
async function filesOf(
  event: Change,
  { inputs, policies }: { readonly inputs: Inputs; readonly policies: readonly string[] },
  { workspace }: RunPorts,
  github: () => Promise<Repository>,
) {
  const read = (file: string): Promise<string> => workspace.read(file);
  if (inputs.base !== undefined) {
    if (!(await workspace.isFolder(inputs.base)))
      throw new CaaGuardError(
        'INPUT_INVALID',
        `input base: expected a folder with a checkout of the base; there is none at ${JSON.stringify(inputs.base.slice(0, 300))}. ` +
          'Check it out first (actions/checkout with `ref` and `path`), or leave the input out: then GitHub is asked',
      );
    const change: ChangeFiles = { read, list: () => listBeside(workspace, inputs.base ?? '') };
    return { files: filesInFolder(workspace, inputs.base), head: {}, change };
  }
  try {
    const repository = await github();
    const files: BaseFiles = filesAtCommit(repository, await baseCommit(event, repository));
    const merged = event.kind === 'pull-request' ? (event.merge ?? event.head) : event.head;
    // A checkout may be of a part: what is missing there is not gone.
    const whole = filesAtCommit(repository, merged);
    const change: ChangeFiles = {
      read: async (file) => {
        try {
          return await read(file);
        } catch (thrown) {
          if (!isMissing(thrown)) throw thrown;
          return whole.read(file);
        }
      },
      list: whole.list,
    };
    return { files, head: { head: { repository, commit: event.head, policies } }, change };
  } catch (cause) {
    throw unreadable(`commit ${event.base.slice(0, 12)}`, cause);
  }
}

/**
 * The commit that the change would be merged into. For a pull request the event names the one at its last push, and the branch has
 * gone on since: what is harmless beside the old policy may loosen the new one. GitHub's own merge of both has it as first parent.
 */
async function baseCommit(event: Change, repository: Repository): Promise<string> {
  if (event.kind !== 'pull-request' || event.merge === undefined) return event.base;
  const [base, head] = await repository.parents(event.merge);
  if (base !== undefined && head === event.head) {
    // GitHub merges in its own time: the commit may still be that of both before, whose policy binds no more.
    if (event.retargeted !== true || base === event.base) return base;
    throw new Error(
      `GITHUB_SHA: expected GitHub's merge into the branch that has just become the base, ${event.base.slice(0, 12)}; commit ` +
        `${event.merge.slice(0, 12)} is one into ${base.slice(0, 12)}. Push a commit, or close the pull request and open it again`,
    );
  }
  throw new Error(
    `GITHUB_SHA: expected GitHub's merge of ${event.head.slice(0, 12)} into the base; commit ${event.merge.slice(0, 12)} is another one`,
  );
}

/** Files of the workspace, but for the checkout of the base in it. */
async function listBeside(workspace: Workspace, folder: string): Promise<readonly string[]> {
  const top = `${path.posix.normalize(folder).replace(/\/+$/, '')}/`;
  return (await workspace.list('.')).filter((file) => !file.startsWith(top));
}

/** Certificates that a stranger puts into the head are no source. GitHub's API lists no folders here. */
function certificatesOf({ ct, base }: Inputs, files: CertificateFiles): CertificateFiles {
  const local =
    ct === 'off' ? [] : (ct.sources ?? []).filter(({ kind }) => kind === 'files' || kind === 'tail');
  if (local.length === 0) return files;
  if (base === undefined || local.some(({ kind }) => kind === 'tail'))
    throw new CaaGuardError(
      'FORK_REFUSED',
      'input ct-sources: expected no files= and no tail= on a pull request from a fork, whose head may hold any certificates. ' +
        'For files=, check the base out and name its folder with the input base; or take other sources for forks',
    );
  // What is read was listed before.
  return {
    list: async (file, most) => files.list(path.posix.join(base, belowTop(file)), most),
    read: (file) => files.read(file),
  };
}
