import path from 'node:path';
import type { Finding } from '../rules/model.js';
import { inertJson } from './inert.js';
import type { SarifLocation } from './sarif-model.js';

type Artifact = SarifLocation['physicalLocation']['artifactLocation'];

/** Where a policy lies that nobody named. */
const USUAL = 'caa-guard.yaml';

/**
 * The clause in its file. A finding of the run, or of a clause that is in no file of the repository, is on the first line of
 * the policy: GitHub shows no alert without a place.
 */
export function locationOf(at: Finding['at'], policyFiles: readonly string[]): SarifLocation {
  const artifact = at === undefined ? undefined : artifactOf(at.file);
  if (at !== undefined && artifact !== undefined) {
    const { line, column, endLine, endColumn } = at;
    return placed(artifact, { startLine: line, startColumn: column, endLine, endColumn });
  }
  const [policy = relative(USUAL)] = policyFiles.flatMap((file) => artifactOf(file) ?? []);
  return placed(policy, { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
}

function placed(
  artifactLocation: Artifact,
  region: SarifLocation['physicalLocation']['region'],
): SarifLocation {
  return { physicalLocation: { artifactLocation, region } };
}

/** The file as a URI; nothing for a packaged policy, and for what lies above the folder in which was looked. */
function artifactOf(file: string): Artifact | undefined {
  if (file === '' || file.startsWith('caa-guard:')) return undefined;
  const whole = path.posix.normalize(file);
  if (whole.startsWith('/')) return { uri: inertJson(`file://${encoded(whole)}`) };
  return whole === '..' || whole.startsWith('../') ? undefined : relative(whole);
}

function relative(file: string): Artifact {
  return { uri: inertJson(encoded(file)), uriBaseId: '%SRCROOT%' };
}

/** Each part of a path percent-encoded. Half of a surrogate pair, which no file system's name is, has no encoding. */
function encoded(file: string): string {
  return file
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
