import { CaaGuardError } from '../base/error.js';
import { own } from '../base/text.js';
import { readLock } from '../policy/lock/read.js';
import { inertMessage, printed } from '../report/index.js';
import type { CheckOptions } from '../survey/check-model.js';
import type { MergeOptions } from '../survey/merge.js';
import type { RecheckOptions } from '../survey/rejudge.js';
import { writeEvidence } from '../survey/write.js';
import { ctOptionsOf, logStateOf } from './ct-options.js';
import type { Inputs } from './inputs.js';
import type { Problem, Result, RunPorts } from './ports.js';
import { progressLog } from './progress.js';
import { tokensOf, withoutToken } from './secret.js';
import { EXIT, tellFailure, tellJudgement } from './tell.js';

/** Policy files that are looked for when none is named; the first that exists is taken. As on the command line. */
export const POLICY_PLACES = ['caa-guard.yaml', 'caa-guard.yml', '.github/caa-guard.yaml', 'caa-guard.json'];

/**
 * The Action: check or judge, tell it, and give the exit code of the step: 0 as declared, 1 drift, 2 wrong use or
 * policy, 3 could not see. Never rejects: what was not foreseen is told as a fault of caa-guard itself, with 3.
 */
export async function run(readInputs: () => Inputs, ports: RunPorts): Promise<number> {
  try {
    const inputs = readInputs();
    for (const token of tokensOf(inputs)) ports.toolkit.mask(token);
    const result = await lookAt(inputs, ports);
    if (!result.ok)
      return await tellFailure(own('the policy cannot be used; nothing was checked'), result.errors, ports);
    return await tellJudgement(result.judgement, await evidenceFile(inputs, result, ports), inputs, ports);
  } catch (thrown) {
    return failed(thrown, ports);
  }
}

async function lookAt(inputs: Inputs, ports: RunPorts): Promise<Result> {
  const { workspace, certificateFiles, clock, signal } = ports;
  const policies = inputs.policies.length > 0 ? inputs.policies : [await usualPolicy(ports)];
  const readFile = (path: string): Promise<string> => workspace.read(path);
  const { weakness } = inputs.failOn;
  const lockText = await fileOf(inputs.locked, 'locked', ports);
  const common = {
    policies,
    ...(weakness === undefined ? {} : { failOn: { weakness } }),
    ...(lockText === undefined ? {} : { lock: readLock(lockText, inputs.locked ?? '') }),
  };
  const planText = await fileOf(inputs.plan?.file, 'plan-file', ports);
  const plan = planText === undefined ? undefined : { text: planText, zones: inputs.plan?.zones ?? {} };
  if (inputs.mode === 'plan')
    return ports.plan({ ...common, plan: plan ?? { text: '' }, tool: ports.tool }, { clock, readFile });
  if (inputs.mode === 'check') {
    const options = {
      ...common,
      ...(await checkOptions(inputs, ports)),
      ...(plan === undefined ? {} : { plan }),
      ...(inputs.shard === undefined ? {} : { shard: inputs.shard }),
    };
    const logState = logStateOf(inputs, ports);
    return ports.check(options, {
      clock,
      readFile,
      certificateFiles,
      ...(logState === undefined ? {} : { logState }),
      signal,
      progress: progressLog(ports.log),
    });
  }
  const replay = { ...common, ...(await recheckOptions(inputs, ports)) };
  if (inputs.mode === 'merge') return mergeShards(inputs, replay, ports);
  const evidence = (await fileOf(inputs.evidence, 'evidence', ports)) ?? '';
  return ports.rejudge({ ...replay, evidence }, { clock, readFile });
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
async function recheckOptions(inputs: Inputs, ports: RunPorts): Promise<RecheckOptions> {
  const trustAnchor = await fileOf(inputs.trustAnchor, 'trust-anchor', ports);
  const issuers = await fileOf(inputs.ctFiles.issuers, 'issuers', ports);
  const trustedRoot = await fileOf(inputs.ctFiles.trustedRoot, 'trusted-root', ports);
  return {
    ...(trustAnchor === undefined ? {} : { trustAnchor }),
    ...(issuers === undefined ? {} : { issuers }),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
  };
}

async function checkOptions(inputs: Inputs, ports: RunPorts): Promise<Omit<CheckOptions, 'policies'>> {
  const rootHints = await fileOf(inputs.rootHints, 'root-hints', ports);
  const trustAnchor = await fileOf(inputs.trustAnchor, 'trust-anchor', ports);
  return {
    dns: {
      resolvers: inputs.resolvers,
      ...(rootHints === undefined ? {} : { rootHints }),
      ...(trustAnchor === undefined ? {} : { trustAnchor }),
      ...(inputs.port === undefined ? {} : { port: inputs.port }),
      vantages: inputs.vantages,
      allowPrivateAddresses: inputs.allowPrivateAddresses,
    },
    ct: await ctOptionsOf(inputs, (path, input) => fileOf(path, input, ports)),
    limits: { runMs: inputs.timeLimit },
    tool: ports.tool,
  };
}

/** Text of a file that an input names. */
async function fileOf(path: string | undefined, input: string, ports: RunPorts): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await ports.workspace.read(path);
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code !== 'ENOENT') throw cause;
    throw new CaaGuardError(
      'INPUT_INVALID',
      `input ${input}: expected a file; there is none at ${JSON.stringify(path)}. Is the repository checked out?`,
      { cause },
    );
  }
}

async function usualPolicy({ workspace }: RunPorts): Promise<string> {
  for (const place of POLICY_PLACES) {
    try {
      await workspace.read(place);
      return place;
    } catch (error) {
      // A file that is there and cannot be read is meant: loading it will say why.
      if ((error as { readonly code?: unknown }).code !== 'ENOENT') return place;
    }
  }
  throw new CaaGuardError(
    'INPUT_INVALID',
    `input policy: expected a policy file; none is named, and there is none at ${POLICY_PLACES.join(', ')}. ` +
      'Is the repository checked out (actions/checkout)?',
  );
}

/** Where the evidence lies. A check always writes it: what was found can then be judged again. */
async function evidenceFile(
  inputs: Inputs,
  result: Extract<Result, { ok: true }>,
  ports: RunPorts,
): Promise<string> {
  if (inputs.mode === 'judge') return inputs.evidence ?? '';
  // It stands in the files of the shards; a merge does not hold the octets of all of them.
  if (inputs.mode === 'merge') return '';
  const place = inputs.evidence ?? `${ports.scratch}/evidence.json`;
  return ports.workspace.write(place, withoutToken(writeEvidence(result.evidence), inputs));
}

async function failed(thrown: unknown, ports: RunPorts): Promise<number> {
  if (thrown instanceof CaaGuardError) {
    const problems: Problem[] = thrown.message.split('\n').map((message) => ({ message }));
    return tellFailure(own('nothing was checked'), problems, ports);
  }
  const where = thrown instanceof Error && thrown.stack !== undefined ? thrown.stack : String(thrown);
  const problems = where.split('\n').map((message) => ({ message }));
  return tellFailure(
    own('caa-guard itself failed, and judged nothing; please report this'),
    problems,
    ports,
    EXIT.fault,
  );
}
