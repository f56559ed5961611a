import { DnsName } from '../base/name.js';
import type { CaaAnswer, Trust } from './model.js';
import type { CaaProfile } from './profile.js';

/** One name that was asked on the way up. */
export interface ClimbStep {
  readonly name: string;
  readonly answer: CaaAnswer;
}

/** The outcome of looking for the relevant set; `trust` is the least of the answers that it rests on. */
export type Climb =
  | {
      readonly kind: 'found';
      /** The name of the climb at which the set was found; its records may live elsewhere (`answer.owner`). */
      readonly foundAt: string;
      readonly answer: Extract<CaaAnswer, { kind: 'records' }>;
      readonly trust: Trust;
      readonly steps: readonly ClimbStep[];
    }
  | { readonly kind: 'none'; readonly trust: Trust; readonly steps: readonly ClimbStep[] }
  | {
      readonly kind: 'failed';
      readonly failedAt: string;
      readonly why: Extract<CaaAnswer, { kind: 'failed' }>['why'] | 'nxdomain-of-top-level';
      readonly reason: string;
      readonly steps: readonly ClimbStep[];
    };

/**
 * The names whose CAA is looked at for `name`, in order: the name itself, then its parents up to the top-level domain
 * and without the root (RFC 8659, section 3). A leading `*` is taken off first. Lower-case presentation form.
 */
export function climbNames(name: string): readonly string[] {
  const given = DnsName.parse(name);
  const start = given.isWildcard ? (given.parent ?? given) : given;
  return Array.from({ length: start.labels.length }, (_, above) =>
    start.ancestor(start.labels.length - above).toCanonicalString(),
  );
}

/**
 * Looks for the relevant RRset (RFC 8659, section 3): asks name after name, yields the name and is handed the answer.
 * A failure before a set was found ends it, for real records could be hidden by it; what lies above the set found is
 * never asked. The climb goes on from the name's own parent, never from the target of an alias.
 */
export function* climbing(name: string, profile: CaaProfile): Generator<string, Climb, CaaAnswer> {
  const steps: ClimbStep[] = [];
  let trust: Trust = 'secure';
  for (const one of climbNames(name)) {
    const answer = yield one;
    steps.push({ name: one, answer });
    if (answer.kind === 'failed')
      return { kind: 'failed', failedAt: one, why: answer.why, reason: answer.reason, steps };
    if (answer.trust === 'insecure') trust = 'insecure';
    // A set without records is no set: RFC 8659, section 3, asks for "a non-empty CAA RRset".
    if (answer.kind === 'records' && answer.rdatas.length > 0)
      return { kind: 'found', foundAt: one, answer, trust, steps };
    if (profile.nxdomainOfTopLevelFails && answer.kind === 'none' && answer.why === 'nxdomain' && isTop(one))
      return { kind: 'failed', failedAt: one, why: 'nxdomain-of-top-level', reason: 'nxdomain', steps };
  }
  return { kind: 'none', trust, steps };
}

/** Climbs over answers that are at hand. Throws only what `answers` throws. */
export function climb(name: string, answers: (name: string) => CaaAnswer, profile: CaaProfile): Climb {
  const path = climbing(name, profile);
  let step = path.next();
  while (step.done !== true) step = path.next(answers(step.value));
  return step.value;
}

/** Climbs over answers that have to be fetched, one after the other. Rejects only with what `answers` rejects with. */
export async function climbAsync(
  name: string,
  answers: (name: string) => Promise<CaaAnswer>,
  profile: CaaProfile,
): Promise<Climb> {
  const path = climbing(name, profile);
  let step = path.next();
  while (step.done !== true) step = path.next(await answers(step.value));
  return step.value;
}

function isTop(name: string): boolean {
  return DnsName.parse(name).labels.length === 1;
}
