import * as v from 'valibot';
import { messageOf } from '../../base/error.js';
import { startOf } from '../document.js';
import type { DomainPolicy } from '../model.js';
import { lockedDigest } from './form.js';
import { LockError, type PolicyLock } from './model.js';
import { restoreDomain } from './restore.js';
import { canonicalShape, lockShape } from './shape.js';
import { LOCK_FORMAT } from './write.js';

/** Largest lock that is read, in UTF-16 units. */
const MOST = 64 * 1024 * 1024;
const AGAIN = 'Write it again with `caa-guard lock`, and look at what changes in it';

/**
 * Reads what `writeLock` wrote. Throws `LockError` for a file that is none, is of another format, or of which a digest
 * does not hold: edited by hand, or merged from two.
 */
export function readLock(text: string, file: string): PolicyLock {
  const shown = JSON.stringify(file);
  const parsed = v.safeParse(lockShape, parse(text, shown));
  if (!parsed.success)
    throw new LockError(`expected a lock at ${shown}: ${issueOf(parsed.issues)}. ${AGAIN}`);
  const { format, domains, failOn, approval, waivers } = parsed.output;
  if (format !== LOCK_FORMAT)
    throw new LockError(
      `expected a lock of the format ${LOCK_FORMAT} at ${shown}; ${JSON.stringify(format.slice(0, 100))} came. ${AGAIN}`,
    );
  const at = startOf(file);
  const restored = Object.entries(domains).map(([name, locked]): DomainPolicy => {
    const of = `${JSON.stringify(name.slice(0, 300))} in the lock ${shown}`;
    if (lockedDigest(locked) !== locked.sha256)
      throw new LockError(
        `expected the policy of ${of} to have the digest that is written there; it does not: it was edited by hand, or merged. ${AGAIN}`,
      );
    const form = v.safeParse(canonicalShape, locked.policy);
    if (!form.success) throw new LockError(`expected a policy of ${of}: ${issueOf(form.issues)}. ${AGAIN}`);
    if (form.output.name !== name)
      throw new LockError(
        `expected the policy of ${of}; one of ${JSON.stringify(form.output.name)} came. ${AGAIN}`,
      );
    return restoreDomain(form.output, at);
  });
  const each = Object.entries(domains);
  return {
    file,
    policy: {
      version: 1,
      domains: restored.sort((a, b) => (a.name < b.name ? -1 : 1)),
      waivers: waivers.map(({ expires, ...rest }) => ({
        ...rest,
        expires: { day: expires },
        reason: '',
        owner: '',
        at,
      })),
      failOn: failOn.weakness === undefined ? {} : { weakness: failOn.weakness },
      ...(approval === undefined ? {} : { approval: { ...approval, at } }),
      files: [file],
    },
    digests: new Map(each.map(([name, { sha256 }]) => [name, sha256])),
    ledgerFiles: new Map(each.map(([name, { ledgerFiles }]) => [name, ledgerFiles])),
  };
}

function parse(text: string, shown: string): unknown {
  if (text.length > MOST)
    throw new LockError(
      `expected a lock at ${shown}; it holds ${text.length} characters, ${MOST} are allowed`,
    );
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new LockError(`expected a lock at ${shown}: ${messageOf(cause)}. ${AGAIN}`, { cause });
  }
}

function issueOf([issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  return `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`.slice(0, 500);
}
