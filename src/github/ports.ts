import type { CertificateFiles } from '../ct/index.js';
import type { Clock } from '../dns/model.js';
import type { SourcePosition } from '../policy/model.js';
import type { CheckOptions, CheckPorts, CheckResult } from '../survey/check-model.js';
import type { MergeOptions, MergeResult } from '../survey/merge.js';
import type { PlanCheckOptions } from '../survey/plan-check.js';
import type { RejudgeOptions } from '../survey/rejudge.js';
import type { RuleUrl, Said } from '../report/index.js';
import type { Repository } from './api/port.js';
import type { OwnJob } from './base-workflows.js';
import type { EventSource } from './event.js';
import type { Toolkit } from './toolkit.js';
import type { Workspace } from './workspace.js';

/** What is wrong with a policy, at its place. The message holds values from outside, as they came. */
export interface Problem {
  readonly message: string;
  readonly at?: SourcePosition;
}

export type Result = CheckResult<Problem>;

/** What the runner says of the job. */
export interface Job extends EventSource, OwnJob {
  /** `https://github.com`, or that of an Enterprise Server. */
  readonly serverUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Address of this run. */
  readonly runUrl?: string;
}

/** All that a run of the Action sees of the outside. Tests pass their own; `system.ts` has the real ones. */
export interface RunPorts {
  /** Tells the step's log a sentence, or what is rendered already. No line of it is a command to the runner. */
  readonly log: (said: Said) => void;
  readonly toolkit: Toolkit;
  readonly workspace: Workspace;
  readonly certificateFiles: CertificateFiles;
  /** Folder for files that were given no place. */
  readonly scratch: string;
  readonly clock: Clock;
  /** Waits, or less long when the job is cancelled. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  readonly tool: CheckOptions['tool'];
  readonly ruleUrl: RuleUrl;
  readonly job: Job;
  /** The job's repository at GitHub. Rejects with `GitHubError` where there is no token, or none that can be one. */
  openRepository(token: string | undefined): Promise<Repository>;
  check(options: CheckOptions, ports: CheckPorts): Promise<Result>;
  plan(options: PlanCheckOptions, ports: Pick<CheckPorts, 'readFile' | 'clock'>): Promise<Result>;
  merge(
    options: MergeOptions,
    ports: Pick<CheckPorts, 'readFile' | 'clock'>,
  ): Promise<Result & Pick<MergeResult, 'notices'>>;
  rejudge(options: RejudgeOptions, ports: Pick<CheckPorts, 'readFile' | 'clock'>): Promise<Result>;
}
