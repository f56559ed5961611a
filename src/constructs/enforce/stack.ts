import { DefaultTokenResolver, StringConcat, Tokenization, type TerraformStack } from 'cdktf';
import { writeManifest } from '../manifest.js';
import type { GuardedDomain } from '../guarded-domain.js';
import { GuardedResource } from '../resource.js';
import { judgeConfiguration, type Guard, type Written } from './judge.js';
import type { Expected } from './own.js';

/**
 * Judges what a stack is about to write, each time it is rendered: overrides, aspects and whatever else had its say are in
 * it. The core has validations for this; they can be skipped, and would render everything a second time. So it is the rendering
 * itself that is wrapped: what does not pass is not written, and not handed out.
 */
export function guardStack(stack: TerraformStack, guards: () => readonly GuardedDomain[]): void {
  const render = stack.toTerraform.bind(stack) as () => Written;
  stack.toTerraform = () => {
    const configuration = render();
    const complaints = judgeConfiguration(
      configuration,
      // Of records that are resources of the user's own, it is not known which they are.
      guards()
        .filter(({ host }) => host.form !== undefined)
        .map((one) => guardOf(one, stack)),
    );
    if (complaints.length > 0)
      throw new Error(
        `caa-guard refuses to write stack ${stack.node.path}:\n${complaints.map((one) => `- ${one}`).join('\n')}`,
      );
    return configuration;
  };
  stack.toHclTerraform = () => {
    throw new Error(
      `caa-guard refuses to write stack ${stack.node.path} as HCL: what is written in that way is not judged. Leave hclOutput out`,
    );
  };
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      writeManifest(
        stack,
        session,
        guards().filter((one) => one.stack === stack),
      );
    },
  };
}

/** A guarded domain as the judge sees it from a stack: with the resources that have to be in it, tokens resolved. */
function guardOf(guard: GuardedDomain, stack: TerraformStack): Guard {
  const resolved = new Map<string, unknown>();
  const resolve = (value: string): unknown => {
    // Most values hold no token.
    if (!value.includes('${')) return value;
    if (!resolved.has(value)) resolved.set(value, resolveIn(stack, value));
    return resolved.get(value);
  };
  const own: Expected[] = [];
  if (guard.stack === stack)
    for (const one of guard.resources.values())
      if (one instanceof GuardedResource)
        own.push({
          type: one.terraformResourceType,
          id: one.friendlyUniqueId,
          path: one.node.path,
          attributes: one.attributes,
          resolve,
        });
  return {
    path: guard.node.path,
    domain: guard.domain,
    dnssec: guard.policy.dnssec.required,
    preventDestroy: guard.preventDestroy,
    zone: Object.fromEntries(Object.entries(guard.host.zone).map(([name, value]) => [name, resolve(value)])),
    resources: own,
  };
}

function resolveIn(stack: TerraformStack, value: string): unknown {
  return Tokenization.resolve(value, {
    scope: stack,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}
