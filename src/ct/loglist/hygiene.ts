/*
 * Google serves lists with entries that are no logs, to break software that refuses certificates by a list that it must
 * not use for that (3p_libraries.md of GoogleChrome/CertificateTransparency @94d8012). A monitor is not meant, but may be
 * served them all the same.
 */

/** Ids of the logs whose private keys are published: SHA-256 of the public halves of `mimics/mimic1.pem` and `mimic2.pem`. */
const MIMICS: ReadonlySet<string> = new Set([
  'f44195d6f00e2db55435cadd577892e53e15ad417058f878e14ff6b918741589',
  'b22f7edeb5af6afe503de04081b2d74c12538492fedf2cb2a526503cef53ced2',
]);

export function isMimic(id: string): boolean {
  return MIMICS.has(id);
}

/** A placeholder by its name, or by the host that placeholders are given. */
export function isBogus(description: string, url: string): boolean {
  return /\bbogus\b/i.test(description) || /^https?:\/\/ct\.example\.com(?:[:/]|$)/i.test(url);
}
