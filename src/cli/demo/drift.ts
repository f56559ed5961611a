import { createDemo, type Demo } from '../../lab/index.js';
import { createNodeExchange } from '../../dns/index.js';
import { runCheck } from '../../survey/check.js';
import type { CheckResult } from '../../survey/check-model.js';
import type { CliPorts } from '../ports.js';
import { TOOL } from '../tool.js';

/** Milliseconds for one domain: the one whose servers are silent shall not make everybody wait for long. */
const DOMAIN_MS = 4_000;

/** The demo's world after it drifted, and what the real check says of it. */
export interface DriftDemo {
  readonly demo: Demo;
  readonly result: Extract<CheckResult, { ok: true }>;
}

/**
 * Sets the lab up, lets things happen, and runs the same check that `caa-guard check` runs, over UDP, TCP and HTTP on
 * loopback. The lab is left running: whoever asked stops it.
 */
export async function runDrift(ports: Pick<CliPorts, 'clock' | 'signal'>): Promise<DriftDemo> {
  const demo = createDemo({ clock: ports.clock });
  await demo.start();
  demo.drift();
  const { dns, ct } = demo.lab.access;
  const exchange = createNodeExchange({ clock: ports.clock, destinations: { allowPrivate: true } });
  try {
    const result = await runCheck(
      { policies: ['demo.yaml'], dns, ct, limits: { domainMs: DOMAIN_MS }, tool: TOOL },
      {
        clock: ports.clock,
        readFile: async () => demo.policy(),
        exchange: demo.lab.routed(exchange),
        signal: ports.signal,
      },
    );
    if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join('; '));
    return { demo, result };
  } catch (thrown) {
    await demo.stop();
    throw thrown;
  } finally {
    exchange.close();
  }
}
