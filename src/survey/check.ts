import { readFile } from 'node:fs/promises';
import { createCertspotterSource, type IssuanceSource } from '../ct/index.js';
import { loadPolicies } from '../policy/index.js';
import { judge } from '../rules/index.js';
import type { CheckOptions, CheckPorts, CheckResult } from './check-model.js';
import { openDns } from './dns.js';
import { certificateReader } from './certificates.js';
import { withFailOn } from './fail-on.js';
import { survey } from './survey.js';

/**
 * The main job: load the policies, look at the world, judge. Rejects only with `CaaGuardError` for options that do
 * not read; what is wrong with a policy is in the result, and what the world does wrong is in the evidence.
 */
export async function runCheck(options: CheckOptions, ports: CheckPorts): Promise<CheckResult> {
  const read = ports.readFile ?? ((path: string) => readFile(path, 'utf8'));
  const loaded = await loadPolicies(options.policies, { readFile: read });
  if (!loaded.ok) return { ok: false, errors: loaded.problems };
  const policy = withFailOn(loaded.policy, options.failOn);
  const now = Math.round(options.at ?? ports.clock.now());
  const dns = openDns(options.dns, { ...ports, now });
  try {
    const evidence = await survey({
      policy,
      resolver: dns.resolver,
      retryResolver: dns.retryResolver,
      sources: sourcesOf(options, ports),
      reader: certificateReader,
      clock: dns.clock,
      startedAt: now,
      limits: options.limits ?? {},
      tool: options.tool,
      vantage: dns.vantage,
      anchors: dns.anchors,
      exchanges: () => dns.exchanges(),
      ...(ports.progress === undefined ? {} : { progress: ports.progress }),
      ...(ports.signal === undefined ? {} : { signal: ports.signal }),
    });
    ports.progress?.({ kind: 'judging' });
    return { ok: true, policy, evidence, judgement: judge(policy, evidence, now) };
  } finally {
    dns.close();
  }
}

function sourcesOf({ ct }: CheckOptions, { fetch }: CheckPorts): readonly IssuanceSource[] {
  if (ct === 'off') return [];
  return [createCertspotterSource({ ...ct, ...(fetch === undefined ? {} : { fetch }) })];
}
