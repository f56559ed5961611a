import { CaaGuardError, messageOf } from '../base/error.js';
import { loadPolicies } from '../policy/index.js';
import { LOCK_PLACE } from '../policy/lock/model.js';
import type { FailOn, Policy } from '../policy/model.js';
import { weakenings } from '../policy/weakenings.js';
import type { ApprovalFacts } from '../rules/three-way/approval.js';
import type { Base } from '../rules/three-way/three-way.js';
import type { BaseOptions } from './check-model.js';
import { withFailOn } from './fail-on.js';
import { bindingPart, movedFrom, type Moved } from './moved.js';

type Read = (path: string) => Promise<string>;

/**
 * The policy that binds. Of the files that are named, those that are not there come with the change; if none is, it may have
 * moved, and otherwise there is no policy yet. Rejects with `CaaGuardError<'BASE_UNREADABLE'>` where it cannot be told: a base that was not seen is none
 * that allows everything.
 */
export async function loadBase(
  options: BaseOptions,
  failOn: FailOn | undefined,
  head: Policy,
): Promise<Base> {
  let failure: { readonly path: string; readonly cause: unknown } | undefined;
  const texts = new Map<string, Promise<string>>();
  const readFile = async (path: string): Promise<string> => {
    const text = texts.get(path) ?? options.readFile(path);
    texts.set(path, text);
    try {
      return await text;
    } catch (cause) {
      if (!isMissing(cause)) failure ??= { path, cause };
      throw cause;
    }
  };
  const files: string[] = [];
  for (const file of options.policies) if (await isThere(file, readFile)) files.push(file);
  const from =
    files.length > 0
      ? { ...NOWHERE, files }
      : await moved(options, head, readFile).catch((cause: unknown) => {
          throw failure === undefined ? cause : unreadable(failure);
        });
  const loaded = from.files.length === 0 ? undefined : await loadPolicies(from.files, { readFile });
  if (failure !== undefined) throw unreadable(failure);
  if (loaded === undefined) return { kind: 'none' };
  const told = from.told === undefined ? {} : { movedFrom: from.told };
  if (!loaded.ok) return { kind: 'unusable', problems: loaded.problems, ...told };
  const binding = await withOwnApproval(loaded.policy, from, readFile);
  return { kind: 'policy', policy: withFailOn(bindingPart(binding, from), failOn), ...told };
}

/** Where a policy comes from that did not move. */
const NOWHERE: Moved & { readonly told?: readonly string[] } = { files: [], besides: [], without: new Set() };

/** A file that nothing says to have bound may say of itself who approves that what did bind is left. */
async function withOwnApproval(policy: Policy, { files, besides }: Moved, readFile: Read): Promise<Policy> {
  if (besides.length === 0 || policy.approval === undefined) return policy;
  const alone = await loadPolicies(
    files.filter((file) => !besides.includes(file)),
    { readFile },
  );
  const { approval: _, ...rest } = policy;
  return alone.ok && alone.policy.approval !== undefined
    ? { ...rest, approval: alone.policy.approval }
    : rest;
}

async function moved(
  { elsewhere, onMoved }: BaseOptions,
  head: Policy,
  readFile: Read,
): Promise<typeof NOWHERE> {
  if (elsewhere === undefined) return NOWHERE;
  const there = await elsewhere();
  const from = await movedFrom(there, head, readFile);
  if (from.files.length === 0 || from.files === there.same) return from;
  onMoved?.(from.files);
  return { ...from, told: from.files };
}

/** Who approves the change, asked only where the rule of the base makes it matter. */
export async function approvalFacts(
  base: Policy,
  head: Policy,
  { approval, readAt }: BaseOptions,
  readHead: Read,
): Promise<ApprovalFacts> {
  const { approval: rule } = base;
  if (rule === undefined || weakenings(base, head).length === 0) return {};
  const reviews = rule.count > 0 && approval !== undefined ? await approval() : {};
  if (!rule.lock) return reviews;
  if (head.lock !== undefined && readAt === undefined) return { ...reviews, lock: head.lock };
  return { ...reviews, ...(await lockOfChange(head.lock?.file ?? LOCK_PLACE, readHead, readAt)) };
}

async function lockOfChange(
  place: string,
  readHead: Read,
  readAt: Read | undefined,
): Promise<Pick<ApprovalFacts, 'lock'>> {
  try {
    const text = await readHead(place);
    if (readAt !== undefined && text === (await textOf(place, readAt)))
      return { lock: { unusable: SAME_LOCK } };
    const { readLock } = await import('../policy/lock/read.js');
    return { lock: readLock(text, place) };
  } catch (thrown) {
    return isMissing(thrown) ? {} : { lock: { unusable: messageOf(thrown) } };
  }
}

/** Nobody is asked about a file that a change leaves as it is. */
const SAME_LOCK =
  'the base has the very same one, which this change leaves as it is, so that its owners are asked nothing. Bring the lock up to date ' +
  'with the policy of the base first, in a change of its own';

async function textOf(path: string, read: Read): Promise<string | undefined> {
  try {
    return await read(path);
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
}

/** A file that is there and cannot be read is meant: loading it will say why. */
async function isThere(path: string, readFile: (path: string) => Promise<string>): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch (thrown) {
    return !isMissing(thrown);
  }
}

function isMissing(thrown: unknown): boolean {
  return (thrown as { readonly code?: unknown } | undefined)?.code === 'ENOENT';
}

function unreadable({
  path,
  cause,
}: {
  readonly path: string;
  readonly cause: unknown;
}): CaaGuardError<string> {
  return new CaaGuardError(
    'BASE_UNREADABLE',
    `expected the policy of the base, which binds, at ${JSON.stringify(path.slice(0, 300))}; it cannot be read: ${messageOf(cause)}. ` +
      'Nothing was judged: see that the base can be read, and run again',
    { cause },
  );
}
