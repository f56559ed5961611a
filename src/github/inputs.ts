import { CaaGuardError, messageOf } from '../base/error.js';
import { DnsName } from '../base/name.js';
import { parseCanary } from '../survey/canary-name.js';
import { LOCK_PLACE } from '../policy/lock/model.js';
import { parseShard, type Shard } from '../policy/shard.js';
import { parseVantages } from '../survey/public-resolvers.js';
import { parseResolver } from '../survey/resolver-address.js';
import type { CtOptions, ProofLevel, ResolverAddress } from '../survey/check-model.js';
import { readHttpUrl } from '../survey/http-url.js';
import { parseSource } from '../survey/source-spec.js';

/** What makes the step fail. */
export interface FailOn {
  readonly drift: boolean;
  readonly unknown: boolean;
  /** Weaknesses of this severity and above count as drift too. Absent: as the policy says. */
  readonly weakness?: 'critical' | 'high' | 'medium' | 'low';
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

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const LEVELS = ['critical', 'high', 'medium', 'low'] as const;

/**
 * Reads the inputs as the runner passes them: `INPUT_FAIL-ON` for `fail-on`. Throws
 * `CaaGuardError<'INPUT_INVALID'>` that names every input that is wrong, and shows no token.
 */
export function readInputs(env: Readonly<Record<string, string | undefined>>): Inputs {
  const get: Get = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const problems: string[] = [];
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
  const timeLimit = reading('time-limit', spanOf);
  const port = reading('dns-port', portOf);
  const allowPrivateAddresses = reading('allow-private-addresses', booleanOf);
  const zones = reading('plan-zones', zonesOf);
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
  if (planFile !== undefined && (shard !== undefined || mode === 'merge'))
    problems.push(
      'input plan-file: expected none for shards; judge a plan in a step of its own, with mode plan',
    );
  if (problems.length > 0) throw new CaaGuardError('INPUT_INVALID', problems.join('\n'));
  return {
    mode: mode ?? 'check',
    policies: linesOf(get('policy')),
    failOn: failOn ?? { drift: true, unknown: true },
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
    ...(shard === undefined ? {} : { shard }),
    ...(evidence === undefined ? {} : mode === 'merge' ? { shards: linesOf(evidence) } : { evidence }),
    timeLimit: timeLimit ?? 300_000,
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** Lines of `ID=NAME`. */
function zonesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const at = line.lastIndexOf('=');
      if (at < 1) throw new Error(`expected lines of ID=NAME, such as Z0123=example.com; got ${shown(line)}`);
      return [line.slice(0, at), DnsName.parse(line.slice(at + 1)).toCanonicalString()];
    }),
  );
}

function modeOf(text: string): Inputs['mode'] {
  if (text === '' || text === 'check') return 'check';
  if (text === 'plan' || text === 'judge' || text === 'merge') return text;
  throw new Error(`expected check, plan, judge or merge; got ${shown(text)}`);
}

function failOnOf(text: string): FailOn {
  const words = text === '' ? ['drift', 'unknown'] : wordsOf(text);
  const levels = LEVELS.filter((level) => words.includes(level));
  const known = words.every((word) => ['drift', 'unknown', 'never', ...LEVELS].includes(word));
  if (!known || levels.length > 1 || (words.includes('never') && words.length > 1))
    throw new Error(
      'expected drift, unknown or both, and at most one of critical, high, medium and low for weaknesses; or never ' +
        `alone; got ${shown(text)}`,
    );
  const [weakness] = levels;
  return {
    // A weakness that is to fail the run is told as drift.
    drift: words.includes('drift') || weakness !== undefined,
    unknown: words.includes('unknown'),
    ...(weakness === undefined ? {} : { weakness }),
  };
}

/** `true` for the usual place, or a path. */
function lockedOf(text: string): Pick<Inputs, 'locked'> {
  if (text === '' || text === 'false') return {};
  return { locked: text === 'true' ? LOCK_PLACE : text };
}

function ctUrlOf(text: string): string | undefined {
  if (text === '') return undefined;
  if (text === 'off') return 'off';
  const read = readHttpUrl(text);
  if ('href' in read) return read.href;
  throw new Error(
    read.wrong === 'scheme'
      ? `expected an https:// URL (http:// for this machine only) or off; got ${shown(text)}`
      : 'expected a URL without user name and password; a token goes into ct-token',
  );
}

function filesOf(optional: (name: InputName) => string | undefined): CtFiles {
  const named = {
    logList: optional('log-list'),
    issuers: optional('issuers'),
    state: optional('ct-state'),
    attestations: optional('attestations'),
    trustedRoot: optional('trusted-root'),
  };
  return Object.fromEntries(Object.entries(named).filter(([, path]) => path !== undefined));
}

function proofOf(text: string): ProofLevel | undefined {
  if (text === '') return undefined;
  if (text === 'off' || text === 'scts' || text === 'inclusion') return text;
  throw new Error(`expected off, scts or inclusion; got ${shown(text)}`);
}

function tokenOf(text: string): string | undefined {
  if (text === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new Error(
      'expected printable ASCII without spaces, as goes into an HTTP header; it is not shown here',
    );
  return text;
}

function spanOf(text: string): number | undefined {
  if (text === '') return undefined;
  const parts = /^([0-9]{1,6})(s|m|h)$/.exec(text);
  const ms = Number(parts?.[1]) * (UNITS[parts?.[2] ?? ''] ?? NaN);
  if (!(ms > 0) || ms > 6 * 3_600_000)
    throw new Error(`expected a span of time such as 90s or 5m, at most 6h; got ${shown(text)}`);
  return ms;
}

function portOf(text: string): number | undefined {
  if (text === '') return undefined;
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Error(`expected a port from 1 to 65535; got ${shown(text)}`);
  return port;
}

function booleanOf(text: string): boolean {
  if (text === '' || text === 'false') return false;
  if (text === 'true') return true;
  throw new Error(`expected true or false; got ${shown(text)}`);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
