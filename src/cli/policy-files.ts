import { POLICY_PLACES, type PolicyFlags } from './options.js';
import { UsageError } from './exit.js';
import type { CliPorts } from './ports.js';

/** The policy files that are meant: those named, or the first of the usual places that exists. */
export async function policyFiles(
  flags: PolicyFlags,
  { files }: Pick<CliPorts, 'files'>,
): Promise<readonly string[]> {
  if (flags.policy !== undefined) return flags.policy;
  for (const place of POLICY_PLACES) if (await exists(place, files)) return [place];
  throw new UsageError(
    `expected a policy: none was named with --policy, and there is none at ${POLICY_PLACES.join(', ')}. ` +
      'Write a first one with `caa-guard init DOMAIN`, or see one at work with `caa-guard demo`.',
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
