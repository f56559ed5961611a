import { CaaGuardError, messageOf } from '../base/error.js';
import { parseCanary } from '../survey/canary-name.js';
import { parseShard, type Shard } from '../policy/shard.js';
import { parseVantages } from '../survey/public-resolvers.js';
import { parseResolver } from '../survey/resolver-address.js';
import type { CtOptions, ResolverAddress } from '../survey/check-model.js';
import { parseSource } from '../survey/source-spec.js';
import { issuesOf, type IssueInputs } from './issue-inputs.js';
import {
  booleanOf,
  ctUrlOf,
  failOnOf,
  filesOf,
  linesOf,
  lockedOf,
  modeOf,
  portOf,
  proofOf,
  timeLimitOf,
  tokenOf,
  wordsOf,
  zonesOf,
} from './input-values.js';
import { unknownInputs } from './unknown-inputs.js';

/** What makes the step fail. */
export interface FailOn {
  readonly drift: boolean;
  readonly unknown: boolean;
  /** Weaknesses of this severity and above count as drift too. Absent: as the policy says. */
  readonly weakness?: 'critical' | 'high' | 'medium' | 'low';
  /** Nobody said what makes the step fail, and issues are kept: what an issue tells does not, what none could tell does. */
  readonly untold?: boolean;
}

/** Everything that a run of the Action is told. Paths are as they were written. */
export interface Inputs {
  readonly mode: 'check' | 'plan' | 'judge' | 'merge';
  /** Empty: the usual places. */
  readonly policies: readonly string[];
  readonly failOn: FailOn;
  /** Path of the lock that the policy has to be the one in; absent: it need not be. */
  readonly locked?: string;
  /** Path of a Terraform plan as JSON, and the names of zones by ids that it does not tell. */
  readonly plan?: { readonly file: string; readonly zones: Readonly<Record<string, string>> };
  readonly resolvers: readonly ResolverAddress[];
  /** Further resolvers through which CAA is looked at. */
  readonly vantages: readonly ResolverAddress[];
  readonly rootHints?: string;
  readonly trustAnchor?: string;
  readonly port?: number;
  readonly allowPrivateAddresses: boolean;
  /** Files that it names are given beside it, as paths. */
  readonly ct: Omit<CtOptions, 'logList' | 'issuers' | 'attestations'> | 'off';
  readonly ctFiles: CtFiles;
  /** Token for GitHub's API, which is asked for attestations where a policy names a workflow. */
  readonly githubToken?: string;
  /** Where that API is, as the runner says: another one than github.com's on an Enterprise Server. */
  readonly githubApi?: string;
  /** The part of the domains to look at; absent: all of them. */
  readonly shard?: Shard;
  /** Folder with a checkout of what a pull request is to be merged into; absent: it is read by GitHub's API. */
  readonly base?: string;
  /** Absent: no issues are kept. */
  readonly issues?: IssueInputs;
  /** Keep one comment on the pull request. */
  readonly comment: boolean;
  /** Where to write the findings for code scanning, and for programs that read test results. */
  readonly sarif?: string;
  readonly junit?: string;
  readonly evidence?: string;
  /** Paths and patterns of what shards left; only in mode merge, and there in place of `evidence`. */
  readonly shards?: readonly string[];
  /** Milliseconds. */
  readonly timeLimit: number;
}

/** Files for the questions about certificates, as they were written. */
export interface CtFiles {
  /** `latest`: Google's list is fetched. */
  readonly logList?: string;
  readonly issuers?: string;
  readonly state?: string;
  readonly attestations?: string;
  readonly trustedRoot?: string;
}

/** The inputs of `action.yml`, in its order. */
export const INPUT_NAMES = [
  'policy',
  'mode',
  'fail-on',
  'locked',
  'plan-file',
  'plan-zones',
  'resolvers',
  'vantages',
  'ct-sources',
  'ct-url',
  'ct-token',
  'ct-canary',
  'ct-proof',
  'ct-state',
  'log-list',
  'issuers',
  'attestations',
  'trusted-root',
  'github-token',
  'base',
  'comment',
  'issues',
  'issue-labels',
  'issue-assignees',
  'issue-author',
  'max-new-issues',
  'unknown-after',
  'reopen-within',
  'sarif',
  'junit',
  'shard',
  'evidence',
  'time-limit',
  'root-hints',
  'trust-anchor',
  'dns-port',
  'allow-private-addresses',
] as const;
export type InputName = (typeof INPUT_NAMES)[number];

/** Reads one input; throws an Error that says what was expected. */
type Get = (name: InputName) => string;

/**
 * Reads the inputs as the runner passes them: `INPUT_FAIL-ON` for `fail-on`. Throws
 * `CaaGuardError<'INPUT_INVALID'>` that names every input that is wrong, and shows no token.
 */
export function readInputs(env: Readonly<Record<string, string | undefined>>): Inputs {
  const get: Get = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const problems: string[] = [...unknownInputs(env, INPUT_NAMES)];
  const reading = <Value>(name: InputName, read: (text: string) => Value): Value | undefined => {
    try {
      return read(get(name));
    } catch (error) {
      problems.push(`input ${name}: ${messageOf(error)}`);
      return undefined;
    }
  };
  const optional = (name: InputName): string | undefined => (get(name) === '' ? undefined : get(name));

  const githubApi = env['GITHUB_API_URL'];
  const mode = reading('mode', modeOf);
  const failOn = reading('fail-on', failOnOf);
  const resolvers = reading('resolvers', (text) => wordsOf(text).map(parseResolver));
  const vantages = reading('vantages', (text) => parseVantages(wordsOf(text)));
  const sources = reading('ct-sources', (text) => linesOf(text).map(parseSource));
  const url = reading('ct-url', ctUrlOf);
  const token = reading('ct-token', tokenOf);
  const canary = reading('ct-canary', (text) => (text === '' ? undefined : parseCanary(text)));
  const proof = reading('ct-proof', proofOf);
  const githubToken = reading('github-token', tokenOf);
  const shard = reading('shard', (text) => (text === '' ? undefined : parseShard(text)));
  const timeLimit = reading('time-limit', timeLimitOf);
  const port = reading('dns-port', portOf);
  const allowPrivateAddresses = reading('allow-private-addresses', booleanOf);
  const zones = reading('plan-zones', zonesOf);
  const comment = reading('comment', booleanOf);
  const issues = issuesOf(reading);
  const [rootHints, trustAnchor, evidence, planFile] = [
    optional('root-hints'),
    optional('trust-anchor'),
    optional('evidence'),
    optional('plan-file'),
  ];
  if (resolvers !== undefined && resolvers.length > 0 && (rootHints !== undefined || port !== undefined))
    problems.push(
      'inputs resolvers, root-hints and dns-port: expected either resolvers, or root-hints and dns-port, which go ' +
        'down from the root; leave one out',
    );
  if (mode === 'judge' && evidence === undefined)
    problems.push('input evidence: expected the evidence file to judge, since mode is judge');
  if (mode === 'plan' && planFile === undefined)
    problems.push('input plan-file: expected the plan to judge, since mode is plan');
  if (mode === 'judge' && planFile !== undefined)
    problems.push('input plan-file: expected none, since mode judge judges what the evidence holds');
  if (mode === 'merge' && evidence === undefined)
    problems.push(
      'input evidence: expected files that shards left, one a line, or patterns such as shard-*/*.json',
    );
  if (shard !== undefined && mode !== undefined && mode !== 'check')
    problems.push(`input shard: expected none, since mode is ${mode}; it is for mode check`);
  if (issues !== undefined && shard !== undefined)
    problems.push(
      'input issues: expected none for a shard, which sees a part of the domains; keep them in the step with mode merge',
    );
  if (issues !== undefined && mode === 'plan')
    problems.push('input issues: expected none for mode plan, which says nothing of what is deployed');
  if (planFile !== undefined && (shard !== undefined || mode === 'merge'))
    problems.push(
      'input plan-file: expected none for shards; judge a plan in a step of its own, with mode plan',
    );
  if (problems.length > 0) throw new CaaGuardError('INPUT_INVALID', problems.join('\n'));
  return {
    mode: mode ?? 'check',
    policies: linesOf(get('policy')),
    failOn: {
      ...(failOn ?? { drift: true, unknown: true }),
      ...(issues !== undefined && get('fail-on') === '' ? { untold: true } : {}),
    },
    ...lockedOf(get('locked')),
    ...(planFile === undefined ? {} : { plan: { file: planFile, zones: zones ?? {} } }),
    resolvers: resolvers ?? [],
    vantages: vantages ?? [],
    ...(rootHints === undefined ? {} : { rootHints }),
    ...(trustAnchor === undefined ? {} : { trustAnchor }),
    ...(port === undefined ? {} : { port }),
    allowPrivateAddresses: allowPrivateAddresses ?? false,
    ct:
      url === 'off'
        ? 'off'
        : {
            ...(sources === undefined || sources.length === 0 ? {} : { sources }),
            ...(url === undefined ? {} : { url }),
            ...(token === undefined ? {} : { token }),
            ...(canary === undefined ? {} : { canary }),
            ...(proof === undefined ? {} : { proof }),
          },
    ctFiles: filesOf(optional),
    ...(githubToken === undefined ? {} : { githubToken }),
    ...(githubApi === undefined || githubApi === '' ? {} : { githubApi }),
    ...namedOf(optional),
    ...(issues === undefined ? {} : { issues }),
    comment: comment ?? false,
    ...(shard === undefined ? {} : { shard }),
    ...(evidence === undefined ? {} : mode === 'merge' ? { shards: linesOf(evidence) } : { evidence }),
    timeLimit: timeLimit ?? 300_000,
  };
}

/** Files and folders that say nothing but where. */
function namedOf(
  optional: (name: InputName) => string | undefined,
): Pick<Inputs, 'base' | 'sarif' | 'junit'> {
  const named = { base: optional('base'), sarif: optional('sarif'), junit: optional('junit') };
  return Object.fromEntries(Object.entries(named).filter(([, path]) => path !== undefined));
}
