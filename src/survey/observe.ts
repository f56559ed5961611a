import type { Policy } from '../policy/model.js';
import type { CheckOptions, CheckPorts } from './check-model.js';
import { openDns } from './dns.js';
import type { Evidence } from './evidence.js';
import type { OpenCertificates } from './open-certificates.js';
import { survey } from './survey.js';

/** Looks at the world for a policy, over the real rooms. Rejects only with `CaaGuardError` for options that do not read. */
export async function observe(
  policy: Policy,
  options: Omit<CheckOptions, 'policies'>,
  ports: CheckPorts,
): Promise<Evidence> {
  const now = Math.round(options.at ?? ports.clock.now());
  const certificates = await certificatesOf(options, ports, now);
  const dns = openDns(options.dns, { ...ports, now });
  try {
    const evidence = await survey({
      policy,
      resolver: dns.resolver,
      retryResolver: dns.retryResolver,
      ...(dns.servers === undefined ? {} : { servers: dns.servers }),
      vantages: dns.vantages,
      clock: dns.clock,
      startedAt: now,
      ...(certificates === undefined ? {} : { issuance: certificates.side }),
      limits: options.limits ?? {},
      tool: options.tool,
      vantage: dns.vantage,
      anchors: dns.anchors,
      exchanges: () => dns.exchanges(),
      ...(ports.progress === undefined ? {} : { progress: ports.progress }),
      ...(ports.signal === undefined ? {} : { signal: ports.signal }),
    });
    await certificates?.keep();
    return evidence;
  } finally {
    dns.close();
  }
}

/** The CT room is loaded when it is needed: a check of DNS alone begins without it. */
async function certificatesOf(
  { ct }: Pick<CheckOptions, 'ct'>,
  ports: CheckPorts,
  now: number,
): Promise<OpenCertificates | undefined> {
  if (ct === 'off') return undefined;
  const { openCertificates } = await import('./open-certificates.js');
  return openCertificates(ct, ports, now);
}
