import { CaaGuardError } from '../base/error.js';

/**
 * `PLAN_EMPTY`: nothing in it. `PLAN_KIND`: something else than `show -json` gives. `PLAN_FORMAT`: a version that is not
 * read here. `PLAN_SHAPE`: not as the format says. `PLAN_TOO_LARGE`: over a bound.
 */
export type PlanErrorCode = 'PLAN_EMPTY' | 'PLAN_KIND' | 'PLAN_FORMAT' | 'PLAN_SHAPE' | 'PLAN_TOO_LARGE';

export function planError(
  code: PlanErrorCode,
  message: string,
  options?: { readonly cause?: unknown },
): CaaGuardError<PlanErrorCode> {
  return new CaaGuardError(code, message, options);
}

/** How to get what is read here. */
export const HOW =
  'Write it with `terraform show -json tfplan > tfplan.json` (OpenTofu: `tofu show -json tfplan`).';
