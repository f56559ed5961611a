import type { CaaAnswer } from '../caa/model.js';
import { fromBase64 } from './bytes.js';
import type { LookupEvidence } from './evidence.js';

/** Reason codes that say that a server answered, and answered with a failure. */
const SERVER_FAILURES: ReadonlySet<string> = new Set(['servfail', 'refused', 'formerr', 'lame', 'garbage']);

/** A CAA lookup as the CAA room takes it. Only `secure` and `insecure` are answers; the rest is a failed lookup. */
export function toCaaAnswer({ state, answer, reason }: LookupEvidence): CaaAnswer {
  if (answer === undefined || (state !== 'secure' && state !== 'insecure'))
    return { kind: 'failed', why: whyOf(state, reason?.code), reason: reason?.code ?? state };
  const aliases = answer.aliases.map(({ from }) => from);
  if (answer.kind !== 'records') return { kind: 'none', why: answer.kind, aliases, trust: state };
  return {
    kind: 'records',
    owner: answer.owner,
    aliases,
    trust: state,
    rdatas: answer.rdatas.map(fromBase64),
  };
}

function whyOf(state: string, code = ''): Extract<CaaAnswer, { kind: 'failed' }>['why'] {
  if (state === 'bogus') return 'bogus';
  if (code.endsWith('-limit')) return 'limit';
  return SERVER_FAILURES.has(code) ? 'servfail' : 'unreachable';
}
