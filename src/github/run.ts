import type { Repository } from './api/port.js';
import { readEvent } from './event.js';
import { tellProblems, tellThrown } from './failure.js';
import { leaveFiles } from './files.js';
import { groundOf } from './ground.js';
import type { Inputs } from './inputs.js';
import { keepCommentOf, keepIssuesOf } from './keep.js';
import { lookAt } from './look.js';
import type { RunPorts } from './ports.js';
import { tokensOf } from './secret.js';
import { tellJudgement } from './tell.js';
import { usualPolicy } from './usual-policy.js';

/**
 * The Action: check or judge, tell it, and give the exit code of the step: 0 as declared, 1 drift, 2 wrong use or
 * policy, 3 could not see. Never rejects: what was not foreseen is told as a fault of caa-guard itself, with 3.
 */
export async function run(readInputs: () => Inputs, ports: RunPorts): Promise<number> {
  try {
    const inputs = readInputs();
    for (const token of tokensOf(inputs)) ports.toolkit.mask(token);
    const event = await readEvent(ports.job);
    const policies = inputs.policies.length > 0 ? inputs.policies : [await usualPolicy(ports.workspace)];
    const github = openedOnce(() => ports.openRepository(inputs.githubToken));
    const ground = await groundOf(event, { inputs, policies }, ports, github);
    const result = await lookAt(inputs, policies, ground, ports);
    if (!result.ok) return await tellProblems(result.errors, ports);
    const { judgement } = result;
    const files = await leaveFiles(result, policies, inputs, ports);
    const about = { judgement, inputs, event, policies, github };
    const issues = await keepIssuesOf(about, ports);
    const exitCode = await tellJudgement({ judgement, files, issues }, inputs, ports);
    await keepCommentOf(about, exitCode, ports);
    return exitCode;
  } catch (thrown) {
    return tellThrown(thrown, ports);
  }
}

/** One repository a run: its writes are paced, and it learns its account once. */
function openedOnce(open: () => Promise<Repository>): () => Promise<Repository> {
  let opened: Promise<Repository> | undefined;
  return () => (opened ??= open());
}
