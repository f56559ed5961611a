import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ISynthesisSession, TerraformStack } from 'cdktf';
import type { FailOn } from '../policy/model.js';
import { policyDocument } from '../policy/write.js';
import type { GuardedDomain } from './guarded-domain.js';

/** Name of the policy that lies beside `cdk.tf.json`. */
export const MANIFEST_NAME = 'caa-guard.json';

const BY_STRICTNESS: readonly FailOn['weakness'][] = ['low', 'medium', 'high', 'critical', undefined];

/** The policy of some guarded domains, whole, as a file that `caa-guard check` and the Action take. */
export function manifestOf(guards: readonly GuardedDomain[]): string {
  const document = policyDocument({
    version: 1,
    domains: guards.map(({ policy }) => policy).sort((a, b) => (a.name < b.name ? -1 : 1)),
    waivers: [],
    failOn: guards.map(({ failOn }) => failOn).reduce(stricter, {}),
    files: [],
  });
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Of several domains that are checked in one run, the strictest decides what fails it. */
function stricter(a: FailOn, b: FailOn): FailOn {
  return BY_STRICTNESS.indexOf(a.weakness) <= BY_STRICTNESS.indexOf(b.weakness) ? a : b;
}

/** Writes the policy of a stack's guarded domains into its directory; nothing for a stack without any. */
export function writeManifest(
  stack: TerraformStack,
  { manifest, outdir }: Pick<ISynthesisSession, 'manifest' | 'outdir'>,
  guards: readonly GuardedDomain[],
): void {
  if (guards.length === 0) return;
  const { workingDirectory } = manifest.forStack(stack);
  writeFileSync(path.join(outdir, workingDirectory, MANIFEST_NAME), manifestOf(guards));
}
