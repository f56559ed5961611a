import type { CertificateFiles } from '../ct/index.js';
import type { Clock, Exchange, ServerAddress, Transport } from '../dns/model.js';
import type { PolicyLock } from '../policy/lock/model.js';
import type { FailOn, Policy } from '../policy/model.js';
import type { PolicyProblem } from '../policy/problem.js';
import type { Shard } from '../policy/shard.js';
import type { Judgement } from '../rules/model.js';
import type { ApprovalFacts } from '../rules/three-way/approval.js';
import type { Evidence } from './evidence.js';
import type { SurveyLimits } from './limits.js';
import type { Elsewhere } from './moved.js';
import type { PlanInput } from './plan.js';
import type { Progress } from './progress.js';
import type { SourceSpec } from './source-spec.js';

/** A recursive server to ask, and how. Made by `parseResolver`. */
export interface ResolverAddress {
  readonly server: ServerAddress;
  readonly transport: Transport;
}

/** How DNS is asked. */
export interface DnsOptions {
  /** Recursive servers to ask. Empty: go down from the root and ask the zones' own servers. */
  readonly resolvers: readonly ResolverAddress[];
  /** Further recursive servers, each asked on its own for how CAA looks from there. Absent or empty: none. */
  readonly vantages?: readonly ResolverAddress[];
  /** Text of a root hints file (the format of IANA's `named.root`). Absent: the hints of the real root. */
  readonly rootHints?: string;
  /** Text of a trust anchor file: DS or DNSKEY records of the root. Absent: the root's published anchors. */
  readonly trustAnchor?: string;
  /** Port of every name server on the way down from the root. Default: 53. */
  readonly port?: number;
  /** Allow queries to private, loopback and link-local addresses that a zone names. Default: false. */
  readonly allowPrivateAddresses?: boolean;
}

/** Where Certificate Transparency is asked, and for what. */
export interface CtOptions {
  /** Places to ask, merged; each is held against the others. Absent or empty: `certspotter` alone. */
  readonly sources?: readonly SourceSpec[];
  /** Base URL of an API of the shape of Cert Spotter's, for a source that names none; absent: SSLMate's public API. */
  readonly url?: string;
  /** Token for it. */
  readonly token?: string;
  /** A name for which a certificate is issued every day: a source that shows none of late is blind. */
  readonly canary?: string;
  /**
   * The list of logs that certificates are held against: text of a log list v3 that whoever runs this answers for, or
   * `latest` for the one that Google signs, fetched in this run. Absent: the list that ships with caa-guard.
   */
  readonly logList?: { readonly text: string } | 'latest';
  /** Text of a table of issuers (`caa-guard refresh issuers`), beside the one that ships with caa-guard. */
  readonly issuers?: string;
  /**
   * What is asked of the SCTs in certificates. `scts` (default): whether logs signed them; nothing is fetched for that.
   * `inclusion`: whether the logs kept them besides, each log being read. `off`: nothing.
   */
  readonly proof?: ProofLevel;
  readonly attestations?: AttestationOptions;
}

/** Where attestations of certificates are looked for, where a policy says who may attest. */
export interface AttestationOptions {
  /** Directory with bundles named by the digest of the TBS. Absent: none. */
  readonly directory?: string;
  /** Token for GitHub's API; absent: without one. `off`: GitHub is not asked. */
  readonly github?: { readonly token?: string; readonly url?: string } | 'off';
  /** Text of a Sigstore trusted root, beside that of the public good instance: GitHub's own, for private repositories. */
  readonly trustedRoot?: string;
}

export type ProofLevel = 'off' | 'scts' | 'inclusion';

/**
 * The policy that binds, where the one that is named is a change of it: a pull request. What is deployed is held against
 * the base, and the change against the base as well.
 */
export interface BaseOptions {
  /** The files as they are called there. Those that are not there come with the change. */
  readonly policies: readonly string[];
  /** Reads a file of the base. Rejects with `code: 'ENOENT'` where there is none; any other rejection ends the run. */
  readonly readFile: (path: string) => Promise<string>;
  /**
   * Where the policy may come from, if none of `policies` is there: asked only then. Absent: it is a first one. A rejection ends the run.
   */
  readonly elsewhere?: () => Promise<Elsewhere>;
  /** Told which files bind, where they are others than `policies`. */
  readonly onMoved?: (files: readonly string[]) => void;
  /**
   * Who approves the change. Asked once at most: where the base has a rule that wants reviewers, and something is loosened.
   * A rejection ends the run; what was not seen is better said in `unseen`. Absent: nobody does.
   */
  readonly approval?: () => Promise<ApprovalFacts>;
  /**
   * Reads a file of the base by the path that it has in the change: a lock that is there just so comes with nothing, and approves
   * nothing. Rejects as `readFile`. Absent: it is taken to come with the change.
   */
  readonly readAt?: (path: string) => Promise<string>;
  /** The change is a stranger's: what it adds is not looked at, so that it cannot make us ask anybody. */
  readonly fork: boolean;
}

/** What a check is asked to do. Both the CLI and the Action build just this. */
export interface CheckOptions {
  /** Policy files; every file given is loaded, with what it extends. */
  readonly policies: readonly string[];
  readonly dns: DnsOptions;
  /** `off`: CT is not asked; what rests on it is then not judged, and the report says so. */
  readonly ct: CtOptions | 'off';
  /** A Terraform plan to judge besides: the zone that will stand after it, and what it changes. Absent: none. */
  readonly plan?: PlanInput;
  /** Look at this part of the policy's domains alone, and judge these. Absent: all of them. */
  readonly shard?: Shard;
  /** Judge, and validate signatures, as if it were this time (Unix milliseconds). Absent: the clock's time. */
  readonly at?: number;
  readonly limits?: Partial<SurveyLimits>;
  /** Fail on these as well; what the policy fails on stays. */
  readonly failOn?: FailOn;
  /** Hold the policy against this lock as well. */
  readonly lock?: PolicyLock;
  /** Absent: the policy that is named binds. */
  readonly base?: BaseOptions;
  readonly tool: Evidence['tool'];
}

/** The outside of a check. Everything that is not given is the real thing. */
export interface CheckPorts {
  readonly clock: Clock;
  /** Reads a policy file as UTF-8 text; rejects when there is none. Default: the file system. */
  readonly readFile?: (path: string) => Promise<string>;
  /** Carries DNS bytes. Default: UDP, TCP, TLS and HTTPS over the network. */
  readonly exchange?: Exchange;
  /** Carries the questions to CT. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Files and directories of certificates, for a source that names some. Default: the file system. */
  readonly certificateFiles?: CertificateFiles;
  /** Where heads of logs are kept between runs, so that each log can be held against what it showed before. Absent: they are not. */
  readonly logState?: LogStatePort;
  readonly progress?: Progress;
  /** Ends the run early: what was not seen by then is `unknown`. */
  readonly signal?: AbortSignal;
}

/** A text that is kept from one run to the next. */
export interface LogStatePort {
  /** `undefined` where none is kept yet. */
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** What a check gave. What is wrong with the policies comes all at once, each with its place. */
export type CheckResult<Problem = PolicyProblem> =
  | { readonly ok: true; readonly policy: Policy; readonly evidence: Evidence; readonly judgement: Judgement }
  | { readonly ok: false; readonly errors: readonly Problem[] };
