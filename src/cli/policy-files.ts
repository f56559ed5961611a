import { POLICY_PLACES, type PolicyFlags } from './options.js';
import { UsageError } from './exit.js';
import { expanded } from './policy-pattern.js';
import type { CliPorts } from './ports.js';

/** The policy files that are meant: those named, or the first of the usual places that exists. */
export async function policyFiles(
  flags: PolicyFlags,
  ports: Pick<CliPorts, 'files' | 'find'>,
): Promise<readonly string[]> {
  const { files } = ports;
  if (flags.policy !== undefined) return named(flags.policy, ports);
  for (const place of POLICY_PLACES) if (await exists(place, files)) return [place];
  throw new UsageError(
    `expected a policy: none was named with --policy, and there is none at ${POLICY_PLACES.join(', ')}. ` +
      'Write a first one with `caa-guard init DOMAIN`, or see one at work with `caa-guard demo`.',
  );
}

/** Files that are named; a pattern that stands for none is a mistake, or a policy that is gone: never one that allows nothing. */
async function named(policy: readonly string[], ports: Pick<CliPorts, 'find'>): Promise<readonly string[]> {
  const found = await expanded(policy, '.', ports);
  if (found.length > 0) return found;
  throw new UsageError(
    `option --policy: expected a pattern that stands for policy files; ${policy.map((one) => JSON.stringify(one)).join(', ')} ` +
      'stands for none here. `*` stays within a folder',
  );
}

async function exists(path: string, files: CliPorts['files']): Promise<boolean> {
  try {
    await files.read(path);
    return true;
  } catch (error) {
    // A file that is there and cannot be read is meant: loading it will say why.
    return (error as { readonly code?: unknown }).code !== 'ENOENT';
  }
}
