import { CaaGuardError } from '../base/error.js';
import type { Workspace } from './workspace.js';

/** Policy files that are looked for when none is named; the first that exists is taken. As on the command line. */
export const POLICY_PLACES = ['caa-guard.yaml', 'caa-guard.yml', '.github/caa-guard.yaml', 'caa-guard.json'];

export async function usualPolicy(workspace: Workspace): Promise<string> {
  for (const place of POLICY_PLACES) {
    try {
      await workspace.read(place);
      return place;
    } catch (error) {
      // A file that is there and cannot be read is meant: loading it will say why.
      if ((error as { readonly code?: unknown }).code !== 'ENOENT') return place;
    }
  }
  throw new CaaGuardError(
    'INPUT_INVALID',
    `input policy: expected a policy file; none is named, and there is none at ${POLICY_PLACES.join(', ')}. ` +
      'Is the repository checked out (actions/checkout)?',
  );
}
