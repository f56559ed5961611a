import { inert } from '../../report/inert.js';

export interface Permissions {
  /** As GitHub says it, inert: `issues=write`. */
  readonly verbatim: string;
  /** As a workflow says it, where it can: `issues: write`, in code. */
  readonly words?: string;
}

const NAMES = /^[a-z]+(_[a-z]+)*=(read|write)$/;

/**
 * The header `x-accepted-github-permissions` (REST API, "Troubleshooting", "Resource not accessible"): sets of permissions of
 * which one suffices, apart by `;`, each a list, apart by `,`. A workflow writes `pull-requests` for `pull_requests`.
 */
export function permissionsIn(headers: Headers): Permissions | undefined {
  const header = headers.get('x-accepted-github-permissions')?.trim() ?? '';
  if (header === '') return undefined;
  const verbatim = inert(header);
  const sets = header.split(';').map((set) => set.split(',').map((one) => one.trim()));
  if (!sets.flat().every((one) => NAMES.test(one) && one.length <= 60) || sets.length > 8)
    return { verbatim };
  const worded = sets.map((set) => set.map(wordsOf).join(' and '));
  return { verbatim, words: worded.join(', or ') };
}

function wordsOf(permission: string): string {
  return `\`${permission.replaceAll('_', '-').replace('=', ': ')}\``;
}
