/** How many remote perspectives may fail to corroborate (Baseline Requirements, section 3.2.2.9). */
export function allowedNonCorroborations(remotes: number): number {
  return remotes >= 6 ? 2 : 1;
}

/** Fewest remote perspectives that a CA may use (the same section, since 2026). */
export const FEWEST_REMOTES = 2;

/**
 * The outcome of a check from several networks: the primary perspective has to permit, and all remote ones but one
 * (of two to five) or two (of six or more). A remote that fails and one that denies are the same: it did not corroborate.
 */
export function quorum(
  primary: boolean,
  remotes: readonly boolean[],
): { readonly allowed: boolean; readonly corroborated: number; readonly of: number } {
  const corroborated = remotes.filter(Boolean).length;
  const enough =
    remotes.length >= FEWEST_REMOTES &&
    remotes.length - corroborated <= allowedNonCorroborations(remotes.length);
  return { allowed: primary && enough, corroborated, of: remotes.length };
}
