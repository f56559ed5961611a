import { randomInt } from 'node:crypto';
import { failed, unexpected, type Answer, type Call } from './call.js';
import { GitHubError } from './error.js';
import { exchange, type NoAnswer, type Wire } from './exchange.js';
import { limitIn, retryAfter } from './limit.js';
import { refusal } from './refusal.js';
import { saidIn } from './said.js';
import { createWaits, type WaitPorts, type Waits } from './waits.js';

export interface ClientOptions extends WaitPorts, Wire {
  /** One line of our own words. */
  readonly log: (line: string) => void;
  /** From 0 to below 1: spreads repeated questions of many runs. Default: from node:crypto. */
  readonly random?: () => number;
}

export interface Client {
  /** The answer to a call, with a status below 300 or one that the call takes. Calls are answered one after the other, in their order. */
  ask(call: Call): Promise<Answer>;
}

/** Failures after which a call is given up, and answers about limits after which it is. */
const MOST = { failures: 4, limits: 5 };
/** First pause before asking again; doubled each time. */
const FIRST_PAUSE = 1_000;

/**
 * Asks GitHub, and again where that is right: see `Repository`. One call at a time, as GitHub wishes ("Best practices", "Make
 * requests serially"): a limit that one call meets holds up all that come after it.
 */
export function createClient(options: ClientOptions): Client {
  const waits = createWaits(options);
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (call) => {
      const answer = last.then(() => settle(call, options, waits));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

/** What an attempt came to, where it came to no answer: why, whether the same may be sent again, and how long to wait before. */
interface Setback {
  readonly error: GitHubError;
  readonly again: boolean;
  readonly limit: boolean;
  readonly waitMs?: number;
}

async function settle(call: Call, options: ClientOptions, waits: Waits): Promise<Answer> {
  const count = { failures: 0, limits: 0 };
  /** An earlier attempt may have done it. */
  let maybeDone = false;
  for (;;) {
    if (call.kind !== 'read') await waits.turnToWrite();
    if (options.signal.aborted)
      throw failed('unavailable', call, 'the run was ended before it was asked', { maybeDone });
    const came = await exchange(call, options);
    if (call.kind !== 'read') waits.wrote();
    const setback = setbackIn(came, call, options);
    if (!('error' in setback)) return setback;
    const { error } = setback;
    maybeDone ||= error.details.maybeDone === true;
    const kind = setback.limit ? 'limits' : 'failures';
    count[kind]++;
    if (!setback.again || count[kind] >= MOST[kind] || options.signal.aborted) throw marked(error, maybeDone);
    const ms = setback.waitMs ?? pause(count.failures, options.random);
    const seconds = Math.ceil(ms / 1000);
    if (ms <= waits.left()) options.log(`caa-guard: ${error.message}. Asking again in ${seconds} s`);
    if (!(await waits.spend(ms))) throw tooLong(error, seconds, Math.floor(waits.left() / 1000), maybeDone);
  }
}

/** The answer itself, if it is one. */
function setbackIn(came: Answer | NoAnswer, call: Call, options: ClientOptions): Answer | Setback {
  const changes = call.kind !== 'read';
  if (!('status' in came)) {
    const maybeDone = changes && came.sent;
    const error = failed('unavailable', call, `expected an answer; ${came.why}`, {
      maybeDone,
      cause: came.cause,
    });
    return { error, again: call.kind !== 'make' || !came.sent, limit: false };
  }
  const { status } = came;
  if (status < 300) return isReadable(came, call) ? came : unreadable(call);
  const now = options.clock.now();
  const said = saidIn(came);
  const limit = limitIn(came, said, now);
  if (limit !== undefined) {
    const error = failed('limited', call, `it asks for fewer requests; it answered ${status} (${said})`, {
      status,
    });
    // Of what is over a limit nothing was done.
    return { error, again: true, limit: true, waitMs: limit };
  }
  if (status >= 500) {
    const wait = retryAfter(came.headers, now);
    const error = failed('unavailable', call, `expected an answer; it failed with ${status} (${said})`, {
      status,
      maybeDone: changes,
    });
    return {
      error,
      again: call.kind !== 'make',
      limit: false,
      ...(wait === undefined ? {} : { waitMs: wait }),
    };
  }
  if (call.takes?.includes(status) === true) return came;
  return { error: refusal(came, call, options.base), again: false, limit: false };
}

/** JSON, where JSON was asked for: something between may answer in GitHub's place, or cut what it says. */
function isReadable({ status, headers, body }: Answer, call: Call): boolean {
  if (status === 204) return true;
  if (call.accept !== undefined && !/^application\/json\b/i.test(headers.get('content-type') ?? ''))
    return true;
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

function unreadable(call: Call): Setback {
  const error = unexpected(call, 'JSON', 'something else came, or a part of it');
  return { error, again: call.kind !== 'make', limit: false };
}

/** Half of the time for certain, the other half by chance. */
function pause(failures: number, random: () => number = () => randomInt(2 ** 32) / 2 ** 32): number {
  const ms = FIRST_PAUSE * 2 ** (failures - 1);
  return Math.round(ms / 2 + (ms / 2) * random());
}

function marked(error: GitHubError, maybeDone: boolean): GitHubError {
  if (!maybeDone || error.details.maybeDone === true) return error;
  return new GitHubError(error.code, error.message, { ...error.details, maybeDone });
}

function tooLong(error: GitHubError, seconds: number, left: number, maybeDone: boolean): GitHubError {
  const message = `${error.message}. It would have to be asked again in ${seconds} s; the run may wait ${left} s more`;
  return new GitHubError(error.code, message, { ...error.details, ...(maybeDone ? { maybeDone } : {}) });
}
