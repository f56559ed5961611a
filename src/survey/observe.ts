import { createCertspotterSource, type IssuanceSource } from '../ct/index.js';
import type { Policy } from '../policy/model.js';
import { certificateReader } from './certificates.js';
import type { CheckOptions, CheckPorts } from './check-model.js';
import { openDns } from './dns.js';
import type { Evidence } from './evidence.js';
import { survey } from './survey.js';

/** Looks at the world for a policy, over the real rooms. Rejects only with `CaaGuardError` for options that do not read. */
export async function observe(
  policy: Policy,
  options: Omit<CheckOptions, 'policies'>,
  ports: CheckPorts,
): Promise<Evidence> {
  const now = Math.round(options.at ?? ports.clock.now());
  const dns = openDns(options.dns, { ...ports, now });
  try {
    return await survey({
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
  } finally {
    dns.close();
  }
}

function sourcesOf({ ct }: Pick<CheckOptions, 'ct'>, { fetch }: CheckPorts): readonly IssuanceSource[] {
  if (ct === 'off') return [];
  return [createCertspotterSource({ ...ct, ...(fetch === undefined ? {} : { fetch }) })];
}
