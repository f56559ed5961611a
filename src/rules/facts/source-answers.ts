import type { IssuanceEvidence } from '../../survey/evidence.js';

/**
 * Whether what a source does not show may be held against it: it undertakes to show all that is unexpired, and it was
 * read to the end.
 */
export function showsAll({ complete, failure, partial }: IssuanceEvidence): boolean {
  return complete && failure === undefined && partial !== true;
}
