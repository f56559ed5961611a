import { CaaGuardError } from '../base/error.js';
import { text } from '../base/text.js';
import { readLock } from '../policy/lock/read.js';
import { inertMessage, printed } from '../report/index.js';
import type { CheckOptions } from '../survey/check-model.js';
import type { MergeOptions } from '../survey/merge.js';
import type { RecheckOptions } from '../survey/rejudge.js';
import { ctOptionsOf, logStateOf, type FileOf } from './ct-options.js';
import type { Ground } from './ground.js';
import type { Inputs } from './inputs.js';
import type { Result, RunPorts } from './ports.js';
import { progressLog } from './progress.js';

/** Looks at what the inputs name, in the mode that they name, and judges it by the policies. */
export async function lookAt(
  inputs: Inputs,
  policies: readonly string[],
  ground: Ground,
  ports: RunPorts,
): Promise<Result> {
  const { workspace, clock } = ports;
  const readFile = (path: string): Promise<string> => workspace.read(path);
  const named = fileIn(ground.readNamed);
  // A plan and evidence are made by steps before, and stand in no commit.
  const made = fileIn(readFile);
  const { weakness } = inputs.failOn;
  const lockText = await named(inputs.locked, 'locked');
  const common = {
    policies,
    ...(weakness === undefined ? {} : { failOn: { weakness } }),
    ...(lockText === undefined ? {} : { lock: readLock(lockText, inputs.locked ?? '') }),
    ...(ground.base === undefined ? {} : { base: ground.base }),
  };
  const planText = await made(inputs.plan?.file, 'plan-file');
  const plan = planText === undefined ? undefined : { text: planText, zones: inputs.plan?.zones ?? {} };
  if (inputs.mode === 'plan')
    return ports.plan({ ...common, plan: plan ?? { text: '' }, tool: ports.tool }, { clock, readFile });
  if (inputs.mode === 'check') {
    const options = {
      ...common,
      ...(await checkOptions(inputs, named, ports)),
      ...(plan === undefined ? {} : { plan }),
      ...(inputs.shard === undefined ? {} : { shard: inputs.shard }),
    };
    return ports.check(options, { ...checkPorts(inputs, ground, ports), readFile });
  }
  const replay = { ...common, ...(await recheckOptions(inputs, named)) };
  if (inputs.mode === 'merge') return mergeShards(inputs, replay, ports);
  const evidence = (await made(inputs.evidence, 'evidence')) ?? '';
  return ports.rejudge({ ...replay, evidence }, { clock, readFile });
}

function checkPorts(inputs: Inputs, { certificateFiles, kept }: Ground, ports: RunPorts) {
  const { clock, signal } = ports;
  const logState = kept ? logStateOf(inputs, ports) : undefined;
  if (!kept && inputs.ctFiles.state !== undefined)
    ports.log(
      text`caa-guard: input ct-state is left aside, since a change from a fork may hold a file in its place`,
    );
  return {
    clock,
    certificateFiles,
    ...(logState === undefined ? {} : { logState }),
    signal,
    progress: progressLog(ports.log),
  };
}

/** What shards left, each file read when its turn comes. What is set aside is told in the log. */
async function mergeShards(
  { shards = [] }: Inputs,
  options: Omit<MergeOptions, 'files'>,
  ports: RunPorts,
): Promise<Result> {
  const { workspace, clock, log } = ports;
  const paths = new Set((await Promise.all(shards.map((one) => workspace.find(one)))).flat());
  const files = [...paths].map((file) => ({ file, read: () => workspace.read(file) }));
  const result = await ports.merge(
    { ...options, files },
    { clock, readFile: (path) => workspace.read(path) },
  );
  for (const notice of result.notices)
    for (const line of notice.split('\n')) log(printed`caa-guard: note: ${inertMessage(line)}`);
  return result;
}

/** By what evidence is held against its bytes. */
async function recheckOptions(inputs: Inputs, fileOf: FileOf): Promise<RecheckOptions> {
  const trustAnchor = await fileOf(inputs.trustAnchor, 'trust-anchor');
  const issuers = await fileOf(inputs.ctFiles.issuers, 'issuers');
  const trustedRoot = await fileOf(inputs.ctFiles.trustedRoot, 'trusted-root');
  return {
    ...(trustAnchor === undefined ? {} : { trustAnchor }),
    ...(issuers === undefined ? {} : { issuers }),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
  };
}

async function checkOptions(
  inputs: Inputs,
  fileOf: FileOf,
  { tool }: RunPorts,
): Promise<Omit<CheckOptions, 'policies'>> {
  const rootHints = await fileOf(inputs.rootHints, 'root-hints');
  const trustAnchor = await fileOf(inputs.trustAnchor, 'trust-anchor');
  return {
    dns: {
      resolvers: inputs.resolvers,
      ...(rootHints === undefined ? {} : { rootHints }),
      ...(trustAnchor === undefined ? {} : { trustAnchor }),
      ...(inputs.port === undefined ? {} : { port: inputs.port }),
      vantages: inputs.vantages,
      allowPrivateAddresses: inputs.allowPrivateAddresses,
    },
    ct: await ctOptionsOf(inputs, fileOf),
    limits: { runMs: inputs.timeLimit },
    tool,
  };
}

/** What to do where a file is missing that no checkout brings. */
const HINTS: Readonly<Partial<Record<string, string>>> = {
  locked: 'Write it with `caa-guard lock`, and commit it',
  'plan-file': 'Did the step before write it, with `terraform show -json tfplan > tfplan.json`?',
  evidence: 'Did an earlier step write or download it?',
};

/** Text of a file that an input names. */
function fileIn(read: (path: string) => Promise<string>): FileOf {
  return async (path, input) => {
    if (path === undefined) return undefined;
    try {
      return await read(path);
    } catch (cause) {
      if ((cause as { readonly code?: unknown }).code !== 'ENOENT') throw cause;
      throw new CaaGuardError(
        'INPUT_INVALID',
        `input ${input}: expected a file; there is none at ${JSON.stringify(path)}. ${HINTS[input] ?? 'Is the repository checked out?'}`,
        { cause },
      );
    }
  };
}
