import { DnsName } from '../base/name.js';
import { LOCK_PLACE } from '../policy/lock/model.js';
import type { ProofLevel } from '../survey/check-model.js';
import { readHttpUrl } from '../survey/http-url.js';
import type { CtFiles, FailOn, InputName, Inputs } from './inputs.js';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LEVELS = ['critical', 'high', 'medium', 'low'] as const;

export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** Lines of `ID=NAME`. */
export function zonesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const at = line.lastIndexOf('=');
      if (at < 1) throw new Error(`expected lines of ID=NAME, such as Z0123=example.com; got ${shown(line)}`);
      return [line.slice(0, at), DnsName.parse(line.slice(at + 1)).toCanonicalString()];
    }),
  );
}

export function modeOf(text: string): Inputs['mode'] {
  if (text === '' || text === 'check') return 'check';
  if (text === 'plan' || text === 'judge' || text === 'merge') return text;
  throw new Error(`expected check, plan, judge or merge; got ${shown(text)}`);
}

export function failOnOf(text: string): FailOn {
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
export function lockedOf(text: string): Pick<Inputs, 'locked'> {
  if (text === '' || text === 'false') return {};
  return { locked: text === 'true' ? LOCK_PLACE : text };
}

export function ctUrlOf(text: string): string | undefined {
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

export function filesOf(optional: (name: InputName) => string | undefined): CtFiles {
  const named = {
    logList: optional('log-list'),
    issuers: optional('issuers'),
    state: optional('ct-state'),
    attestations: optional('attestations'),
    trustedRoot: optional('trusted-root'),
  };
  return Object.fromEntries(Object.entries(named).filter(([, path]) => path !== undefined));
}

export function proofOf(text: string): ProofLevel | undefined {
  if (text === '') return undefined;
  if (text === 'off' || text === 'scts' || text === 'inclusion') return text;
  throw new Error(`expected off, scts or inclusion; got ${shown(text)}`);
}

export function tokenOf(text: string): string | undefined {
  if (text === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new Error(
      'expected printable ASCII without spaces, as goes into an HTTP header; it is not shown here',
    );
  return text;
}

/** How long a run may take, in milliseconds. */
export function timeLimitOf(text: string): number | undefined {
  const ms = spanIn(text);
  if (text !== '' && !(ms > 0 && ms <= 6 * 3_600_000))
    throw new Error(`expected a span of time such as 90s or 5m, at most 6h; got ${shown(text)}`);
  return text === '' ? undefined : ms;
}

/** A span between runs, in milliseconds. */
export function longSpanOf(text: string): number | undefined {
  const ms = spanIn(text);
  if (text !== '' && !(ms >= 0 && ms <= 366 * 86_400_000))
    throw new Error(`expected a span of time such as 6h or 30d, at most 366d; got ${shown(text)}`);
  return text === '' ? undefined : ms;
}

function spanIn(text: string): number {
  const parts = /^([0-9]{1,6})([smhd])$/.exec(text);
  return Number(parts?.[1]) * (UNITS[parts?.[2] ?? ''] ?? NaN);
}

/** How many issues one run may open. */
export function mostOf(text: string): number | undefined {
  if (text === '') return undefined;
  const most = /^[0-9]{1,4}$/.test(text) ? Number(text) : NaN;
  if (!(most >= 0 && most <= 500)) throw new Error(`expected a number from 0 to 500; got ${shown(text)}`);
  return most;
}

/** Names of labels, one a line or between commas; GitHub takes up to 50 characters, and no comma in them. */
export function labelsOf(text: string): readonly string[] {
  const labels = text
    .split(/[\n,]/)
    .map((label) => label.trim())
    .filter((label) => label !== '');
  const wrong = labels.find((label) => label.length > 50 || /[^\x20-\x7e]/.test(label));
  if (wrong !== undefined || labels.length > 20)
    throw new Error(
      `expected at most 20 labels of printable ASCII, of at most 50 characters each; got ${shown(wrong ?? text)}`,
    );
  return [...new Set(labels)];
}

/** Names of accounts; `[bot]` ends those of apps. */
export function loginsOf(text: string): readonly string[] {
  const logins = wordsOf(text).map((one) => one.replace(/^@/, ''));
  const wrong = logins.find((one) => !/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$/.test(one));
  if (wrong !== undefined || logins.length > 10)
    throw new Error(`expected at most 10 GitHub account names such as octocat; got ${shown(wrong ?? text)}`);
  return logins;
}

export function portOf(text: string): number | undefined {
  if (text === '') return undefined;
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Error(`expected a port from 1 to 65535; got ${shown(text)}`);
  return port;
}

export function booleanOf(text: string): boolean {
  if (text === '' || text === 'false') return false;
  if (text === 'true') return true;
  throw new Error(`expected true or false; got ${shown(text)}`);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
