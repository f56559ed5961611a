import type { PolicyLock } from '../../policy/lock/model.js';
import type { BaseOptions } from '../../survey/check-model.js';
import type { PlanInput } from '../../survey/plan.js';
import type { Judgement } from '../../rules/model.js';
import type { Annotation } from '../annotations.js';
import { logLines } from '../../report/index.js';
import { GitHubError } from '../api/error.js';
import type { Comment, Repository, Review } from '../api/port.js';
import { readInputs, type Inputs } from '../inputs.js';
import type { Problem, Result, RunPorts } from '../ports.js';

/** Ports that remember everything that a run did. */
export interface FakePorts extends RunPorts {
  readonly lines: string[];
  readonly annotations: Annotation[];
  readonly outputs: Record<string, string>;
  readonly files: Map<string, string>;
  readonly secrets: string[];
  /** Locks that runs were asked to hold the policy against. */
  readonly locks: (PolicyLock | undefined)[];
  /** Plans that runs were asked to judge. */
  readonly plans: (PlanInput | undefined)[];
  /** Bases that runs were given as what binds. */
  readonly bases: (BaseOptions | undefined)[];
  summary(): string;
}

export interface Fakes {
  readonly files?: Readonly<Record<string, string>>;
  /** What a check gives. */
  readonly judgement?: Judgement;
  readonly errors?: readonly Problem[];
  readonly throws?: Error;
  readonly noSummary?: boolean;
  /** Default: a schedule. */
  readonly event?: { readonly name: string; readonly payload: unknown };
  readonly job?: Partial<RunPorts['job']>;
  /** Default: there is no token. */
  readonly repository?: Repository;
}

export function fakePorts(fakes: Fakes = {}): FakePorts {
  const files = new Map(Object.entries(fakes.files ?? { 'caa-guard.yaml': 'version: 1' }));
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  const outputs: Record<string, string> = {};
  const secrets: string[] = [];
  let summary = '';
  const locks: (PolicyLock | undefined)[] = [];
  const plans: (PlanInput | undefined)[] = [];
  const bases: (BaseOptions | undefined)[] = [];
  const check = async (asked: {
    readonly lock?: PolicyLock;
    readonly plan?: PlanInput;
    readonly base?: BaseOptions;
  }): Promise<Result> => {
    bases.push(asked.base);
    locks.push(asked.lock);
    plans.push(asked.plan);
    if (fakes.throws !== undefined) throw fakes.throws;
    if (fakes.errors !== undefined) return { ok: false, errors: fakes.errors };
    return { ok: true, judgement: fakes.judgement, policy: {}, evidence: EVIDENCE } as unknown as Result;
  };
  return {
    lines,
    annotations,
    outputs,
    files,
    secrets,
    locks,
    plans,
    bases,
    summary: () => summary,
    log: (said) => void lines.push(...logLines(said).trimEnd().split('\n')),
    toolkit: {
      mask: (secret) => void secrets.push(secret),
      annotate: (annotation) => void annotations.push(annotation),
      output: (name, value) => void (outputs[name] = value),
      summary: async (markdown) => {
        if (fakes.noSummary === true) throw new Error('no space left\n::error::x');
        summary += markdown;
      },
    },
    certificateFiles: { list: async () => [], read: async () => new Uint8Array() },
    workspace: {
      read: async (file) => {
        const text = files.get(file);
        if (text === undefined) throw Object.assign(new Error(`ENOENT ${file}`), { code: 'ENOENT' });
        return text;
      },
      isFolder: async (folder) => [...files.keys()].some((file) => file.startsWith(`${folder}/`)),
      list: async (folder) => {
        const prefix = folder === '.' ? '' : `${folder}/`;
        return [...files.keys()].flatMap((file) =>
          file.startsWith(prefix) ? [file.slice(prefix.length)] : [],
        );
      },
      find: async (pattern) =>
        pattern.includes('*') ? [...files.keys()].filter((one) => one.startsWith('shard-')) : [pattern],
      write: async (file, text) => {
        files.set(file, text);
        return file;
      },
    },
    scratch: '/tmp/scratch',
    clock: { now: () => 0, monotonic: () => 0 },
    sleep: async () => undefined,
    signal: new AbortController().signal,
    tool: { name: 'caa-guard', version: '0' },
    ruleUrl: () => undefined,
    job: {
      eventName: fakes.event?.name ?? 'schedule',
      payload: async () => JSON.stringify(fakes.event?.payload),
      ref: '',
      sha: '',
      serverUrl: 'https://github.com',
      repository: 'example/domains',
      ...fakes.job,
    },
    openRepository: async () =>
      fakes.repository ?? Promise.reject(new GitHubError('unauthorized', 'no token')),
    check,
    plan: check,
    merge: async (asked) => {
      const notices = asked.files.map(({ file }) => `${file} came\n::error::x`);
      for (const file of asked.files) await file.read();
      return { ...(await check(asked)), notices };
    },
    rejudge: check,
  };
}

/** A GitHub that holds files at commits, and remembers what it was asked. */
export interface FakeRepository extends Repository {
  readonly requests: string[];
}

export function fakeRepository(
  holds: {
    readonly files?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly parents?: Readonly<Record<string, readonly string[]>>;
    readonly reviews?: readonly Review[] | GitHubError;
    readonly login?: string;
    /** Comments of the pull request; those that are made are added. */
    readonly comments?: Comment[];
  } = {},
): FakeRepository {
  const requests: string[] = [];
  const { comments = [], login = 'github-actions[bot]' } = holds;
  const refused = (): Promise<never> => Promise.reject(new Error('nobody should ask for that'));
  return {
    requests,
    fullName: 'example/domains',
    account: async () => (login.endsWith('[bot]') ? { kind: 'app' } : { kind: 'user', login }),
    login: async () => login,
    file: async (path, commit) => {
      requests.push(`file ${path} ${commit}`);
      return holds.files?.[commit]?.[path];
    },
    paths: async (commit) => {
      requests.push(`paths ${commit}`);
      return Object.keys(holds.files?.[commit] ?? {});
    },
    reviews: async (pull) => {
      requests.push(`reviews ${pull}`);
      if (holds.reviews instanceof GitHubError) throw holds.reviews;
      return holds.reviews ?? [];
    },
    comments: async (number) => {
      requests.push(`comments ${number}`);
      return [...comments];
    },
    createComment: async (number, body) => {
      requests.push(`create comment ${number}`);
      const made = { id: 100 + comments.length, body, author: login, createdAt: 0 };
      comments.push(made);
      return made;
    },
    updateComment: async (id, body) => {
      requests.push(`update comment ${id}`);
      const at = comments.findIndex((one) => one.id === id);
      const made = { ...comments[at]!, body };
      comments[at] = made;
      return made;
    },
    deleteComment: async (id) => {
      requests.push(`delete comment ${id}`);
      const at = comments.findIndex((one) => one.id === id);
      if (at >= 0) comments.splice(at, 1);
      return at >= 0;
    },
    everHeld: refused,
    parents: async (commit) => {
      requests.push(`parents ${commit}`);
      return holds.parents?.[commit] ?? [];
    },
    pull: async (number) => {
      requests.push(`pull ${number}`);
      return { author: 'alice', head: 'b'.repeat(40) };
    },
    issues: refused,
    openIssuesOf: refused,
    issue: refused,
    createIssue: refused,
    updateIssue: refused,
    addLabel: refused,
    label: refused,
    createLabel: refused,
    updateLabel: refused,
    deleteLabel: refused,
  };
}

const EVIDENCE = {
  format: 'caa-guard/evidence/1',
  tool: { name: 'caa-guard', version: '0' },
  startedAt: 0,
  finishedAt: 0,
  vantage: { mode: 'iterative', servers: [] },
  anchors: [],
  domains: [],
  exchanges: [],
};

export function inputs(over: Partial<Inputs> = {}): () => Inputs {
  return () => ({ ...readInputs({}), ...over });
}
