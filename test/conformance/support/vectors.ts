import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the vectors lie that are not part of this repository: beside the checkout, or where the environment says. */
const ROOT =
  process.env['CAA_GUARD_CONFORMANCE'] ??
  fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));

/**
 * The text of a vector file, or `undefined` when the vectors are not there (one clear line says so).
 * With CI_REQUIRE_CONFORMANCE set, their absence is an error.
 */
export function readVectors(file: string): string | undefined {
  const path = `${ROOT}/${file}`;
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const message = `conformance vectors not found: ${path} (set CAA_GUARD_CONFORMANCE)`;
  if (process.env['CI_REQUIRE_CONFORMANCE'] !== undefined) throw new Error(message);
  process.stdout.write(`skipped: ${message}\n`);
  return undefined;
}

/** The octets of a vector file; like `readVectors` where it is absent. */
export function readBinary(file: string): Buffer | undefined {
  return readVectors(file) === undefined ? undefined : readFileSync(`${ROOT}/${file}`);
}

/** The names of the files in a folder of vectors, sorted; empty where it is absent. */
export function listVectors(folder: string): readonly string[] {
  return existsSync(`${ROOT}/${folder}`) ? readdirSync(`${ROOT}/${folder}`).sort() : [];
}
