import { textAt } from './json.ts';

/** What `npm view NAME@VERSION dist.integrity --json` printed. */
export interface ViewResult {
  readonly code: number;
  readonly out: string;
}

/**
 * Whether a version is at the registry already, so that a release that is run again does not fail.
 * @throws Error if other bytes stand there under this version, or if it cannot be told: then nothing may be published.
 */
export function isPublished({ code, out }: ViewResult, integrity: string): boolean {
  const answer = parse(out);
  if (code === 0 && answer === undefined) return false; // The package is there, this version is not.
  if (code === 0 && answer === integrity) return true;
  if (code === 0)
    throw new Error(
      `npm: expected ${integrity} under this version, got ${JSON.stringify(answer)}. It was published with other content: release another version`,
    );
  if (textAt(answer, 'error', 'code') === 'E404') return false;
  throw new Error(
    `npm: expected an integrity or E404, got ${JSON.stringify(answer)} (exit code ${code}): run the job again`,
  );
}

function parse(out: string): unknown {
  if (out.trim() === '') return undefined;
  try {
    return JSON.parse(out);
  } catch (error) {
    throw new Error(`npm: expected JSON, got ${JSON.stringify(out.slice(0, 200))}: run the job again`, {
      cause: error,
    });
  }
}
