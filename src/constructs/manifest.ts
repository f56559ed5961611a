import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ISynthesisSession, TerraformStack } from 'cdktf';
import { lockable } from '../policy/lock/form.js';
import type { DomainPolicy, FailOn } from '../policy/model.js';
import { policyDocument } from '../policy/write.js';
import type { GuardedDomain } from './guarded-domain.js';

/** Name of the policy that lies beside `cdk.tf.json`. */
export const MANIFEST_NAME = 'caa-guard.json';

const BY_STRICTNESS: readonly FailOn['weakness'][] = ['low', 'medium', 'high', 'critical', undefined];

/**
 * The policy of some guarded domains, whole, as a file that `caa-guard check` and the Action take. Ledger files are named as seen from
 * `directory`, in which it is to lie: what is in them changes with every renewal.
 */
export function manifestOf(guards: readonly GuardedDomain[], directory: string): string {
  const policies = guards.map(({ policy }) => policy).sort((a, b) => (a.name < b.name ? -1 : 1));
  const document = policyDocument({
    version: 1,
    domains: policies.map(lockable),
    waivers: [],
    failOn: guards.map(({ failOn }) => failOn).reduce(stricter, {}),
    files: [],
  });
  const { domains } = document as { readonly domains: Readonly<Record<string, DomainNode>> };
  const named = policies.map((policy) => [policy.name, withLedgers(domains[policy.name], policy, directory)]);
  return `${JSON.stringify({ ...document, domains: Object.fromEntries(named) as unknown }, null, 2)}\n`;
}

interface DomainNode {
  readonly certificates?: { readonly ledger?: readonly unknown[] };
}

function withLedgers(node: DomainNode | undefined, { own }: DomainPolicy, directory: string): unknown {
  if (own.ledgerFiles === undefined) return node;
  const files = own.ledgerFiles.map((file) => path.relative(directory, file).replaceAll(path.sep, '/'));
  const { certificates } = node ?? {};
  return { ...node, certificates: { ...certificates, ledger: [...(certificates?.ledger ?? []), ...files] } };
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
  const directory = path.join(outdir, workingDirectory);
  writeFileSync(path.join(directory, MANIFEST_NAME), manifestOf(guards, directory));
}
