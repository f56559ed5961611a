import type { Policy } from '../policy/model.js';
import type { CheckOptions, CheckPorts } from './check-model.js';
import { openDns } from './dns.js';
import type { Evidence } from './evidence.js';
import type { IssuanceSide } from './issuance-side.js';
import type { OpenCertificates } from './open-certificates.js';
import { survey } from './survey.js';

/** Looks at the world for a policy, over the real rooms. Rejects only with `CaaGuardError` for options that do not read. */
export async function observe(
  policy: Policy,
  options: Omit<CheckOptions, 'policies'>,
  ports: CheckPorts,
): Promise<Evidence> {
  const now = Math.round(options.at ?? ports.clock.now());
  const { ct } = options;
  let certificates: OpenCertificates | undefined;
  // The CT room is loaded when it is needed: the first question to DNS need not wait for it.
  const open = async (): Promise<IssuanceSide> => {
    const { openCertificates } = await import('./open-certificates.js');
    certificates = await openCertificates(ct === 'off' ? {} : ct, ports, now);
    return certificates.side;
  };
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
      ...(ct === 'off' ? {} : { issuance: open }),
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
