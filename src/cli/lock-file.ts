import { LOCK_PLACE, type PolicyLock } from '../policy/lock/model.js';
import { readNamed, UsageError } from './exit.js';
import type { LockedFlags } from './options.js';
import type { CliPorts } from './ports.js';

/** The lock that `--locked` asks for. A lock that is not there is wrong use: without it nothing would be refused. */
export async function lockOf(
  { locked }: LockedFlags,
  { files }: Pick<CliPorts, 'files'>,
): Promise<{ readonly lock?: PolicyLock }> {
  if (locked === undefined) return {};
  const file = locked === true ? LOCK_PLACE : locked;
  if (file === '') throw new UsageError('option --locked: expected the path of a lock; nothing came');
  const text = await readNamed(files, file, 'a lock, as `caa-guard lock` writes it,');
  const { readLock } = await import('../policy/lock/read.js');
  return { lock: readLock(text, file) };
}
