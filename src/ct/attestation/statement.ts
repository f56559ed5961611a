/** Types of an in-toto statement that is read (in-toto attestation framework, spec v1, statement). */
const STATEMENTS = ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1'];
/** Media type of its payload in a DSSE envelope. */
export const IN_TOTO = 'application/vnd.in-toto+json';

/**
 * Whether a statement is about this digest, of whatever predicate; if not, why. `{_type, subject: [{name, digest:
 * {sha256}}], predicateType, predicate}`.
 */
export function subjectProblem(payload: Uint8Array, tbsSha256: string): string | undefined {
  let statement: unknown;
  try {
    statement = JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return 'its statement is no JSON';
  }
  const { _type: type, subject } = (statement ?? {}) as {
    readonly _type?: unknown;
    readonly subject?: unknown;
  };
  if (typeof type !== 'string' || !STATEMENTS.includes(type)) return 'it holds no in-toto statement';
  const subjects: readonly unknown[] = Array.isArray(subject) ? subject : [];
  const digests = subjects.map((one) => (one as { digest?: { sha256?: unknown } } | null)?.digest?.sha256);
  return digests.some((one) => typeof one === 'string' && one.toLowerCase() === tbsSha256)
    ? undefined
    : 'its subject is not the TBS digest of the certificate';
}
